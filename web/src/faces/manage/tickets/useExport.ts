import { ref } from 'vue'
import * as tickets from '@/api/tickets'
import { sayError } from '@/shared/composables/toasts'
import { saveBlob } from '@/shared/save'

/** The list as an Excel file: how much has come, and a way to stop it. */
export function useExport(query: () => tickets.TicketQuery, name: () => string) {
  const bytes = ref<number | null>(null)
  let stop: AbortController | null = null

  async function run(): Promise<void> {
    if (stop) return
    const mine = (stop = new AbortController())
    bytes.value = 0
    try {
      saveBlob(await tickets.exported(query(), (so) => { bytes.value = so }, mine.signal), name())
    } catch (error) {
      if (!mine.signal.aborted) sayError(error)
    } finally {
      bytes.value = stop = null
    }
  }
  return { bytes, run, cancel: () => stop?.abort() }
}
