/** How the states of a quote look. */
import type { Quote, QuoteState, Ticket } from '@/api/types'
import type { IconName } from '@/shared/icons'

export const QUOTE: Record<QuoteState, { tone: 'ask' | 'done' | 'stop'; icon: IconName }> = {
  offered: { tone: 'ask', icon: 'clock' },
  agreed: { tone: 'done', icon: 'check' },
  declined: { tone: 'stop', icon: 'close' },
  replaced: { tone: 'stop', icon: 'refresh' },
  lapsed: { tone: 'stop', icon: 'alert' },
}

/** Whether paid work waits for the resident's word. */
export const isUndecided = (ticket: Pick<Ticket, 'quote'>) => ticket.quote?.state === 'offered'

/** The quote that counts (the undecided one, else the agreed one, else the newest) and the others. */
export function sorted(quotes: Quote[]): { head: Quote | null; older: Quote[] } {
  const head = quotes.find((one) => one.state === 'offered') ?? quotes.find((one) => one.state === 'agreed') ?? quotes[0] ?? null
  return { head, older: quotes.filter((one) => one !== head) }
}
