/** What a ticket promises now, in one sentence for the person who waits. */
import type { Ticket } from '@/api/types'
import { i18n } from '@/i18n'
import { remaining, when } from '@/shared/time'

export function promiseOf(ticket: Ticket, now: number): string {
  const { t } = i18n.global
  const who = ticket.assignee?.name ?? ''
  if (ticket.state === 'on_hold' && ticket.on_hold_until) return t('ticket.promise.on_hold_until', { when: when(ticket.on_hold_until, now) })
  const sentence = t(`ticket.promise.${ticket.state}`, { who })
  const counted = ['submitted', 'assigned', 'accepted', 'on_the_way', 'in_progress', 'reopened', 'returned'].includes(ticket.state)
  return counted ? `${sentence} · ${remaining(ticket.due_at, now)}` : sentence
}
