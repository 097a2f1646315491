/** The one sentence at the head of a ticket. */
import { isRunning } from './look'
import type { Ticket } from '@/api/types'
import { i18n } from '@/i18n'
import { isUndecided } from '@/shared/quotes/look'
import { yuan } from '@/shared/quotes/money'
import { remaining, when } from '@/shared/time'

/** What a ticket promises; staff read of the resident, the resident is spoken to. */
export function promiseOf(ticket: Ticket, now: number, staff = false): string {
  const { t } = i18n.global
  const who = ticket.assignee?.name ?? ''
  if (ticket.state === 'on_hold' && ticket.on_hold_until) return t('ticket.promise.on_hold_until', { when: when(ticket.on_hold_until, now) })
  if (staff && ticket.state === 'resolved') return t('ticket.promise.resolvedStaff', { who })
  if (ticket.quote && isUndecided(ticket)) return t(staff ? 'ticket.promise.quotedStaff' : 'ticket.promise.quoted', { total: yuan(ticket.quote.total_cents) })
  const sentence = t(`ticket.promise.${ticket.state}`, { who })
  return isRunning(ticket) ? `${sentence} · ${remaining(ticket.due_at, now)}` : sentence
}
