import * as api from '@/api/quotes'
import type { Ticket } from '@/api/types'
import { saveAs } from '@/shared/save'

/** How long the other tab may take to read the file, in milliseconds. */
const READ_BY_THEN = 60_000

/** Opens the work sheet in a new tab, or saves it where the browser allows none. The tab must be opened at once: later it counts as unasked for. */
export async function openWorksheet(ticket: Ticket): Promise<void> {
  const tab = window.open('', '_blank')
  try {
    const url = URL.createObjectURL(await api.worksheet(ticket.id))
    if (tab) tab.location.href = url
    else saveAs(url, `${ticket.number}.pdf`)
    setTimeout(() => URL.revokeObjectURL(url), READ_BY_THEN)
  } catch (error) {
    tab?.close()
    throw error
  }
}
