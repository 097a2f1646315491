/** The words on the buttons of a ticket. */
import { isUndecided } from '@/shared/quotes/look'
import { yuan } from '@/shared/quotes/money'
import type { Ticket, TicketAction } from '@/api/types'
import { i18n } from '@/i18n'

/** Who agrees to a quote reads on the button to how much. */
export function actionWords(ticket: Ticket, action: TicketAction): string {
  const { t } = i18n.global
  if (action === 'quote' && isUndecided(ticket)) return t('ticket.quote.anew')
  if (action === 'appointment' && ticket.appointment) return t('visit.change')
  const words = t(`ticket.action.${action}`)
  return action === 'agree' && ticket.quote ? `${words} ${yuan(ticket.quote.total_cents)}` : words
}
