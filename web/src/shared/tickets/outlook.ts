/** What was promised of a ticket, what became of it, and what happens next by itself: the server's facts in the words of the screen. */
import { isOver, isRunning } from './look'
import type { TicketDetail, TicketPromise } from '@/api/types'
import { i18n } from '@/i18n'
import { span, when } from '@/shared/time'

export type PromiseState = 'kept' | 'late' | 'broken' | 'paused' | 'running' | 'over'

export function stateOf(promise: TicketPromise, ticket: Pick<TicketDetail, 'state'>): PromiseState {
  if (promise.done_at) return promise.kept ? 'kept' : 'late'
  // An ended ticket keeps or breaks nothing any more, and nobody waits for what was left out.
  if (isOver(ticket)) return 'over'
  if (promise.paused) return 'paused'
  if (promise.kept === false) return 'broken'
  return isRunning(ticket) ? 'running' : 'over'
}

/** "今天 17:30": a time by the calendar that says the day even when it is today. */
export function dayAndTime(at: string, now: number): string {
  const short = when(at, now)
  return /^\d\d:\d\d$/.test(short) ? i18n.global.t('outlook.today', { clock: short }) : short
}

/** How a promise stands, in one line: kept and when, or how much time is left. */
export function standing(promise: TicketPromise, state: PromiseState, now: number): string {
  const { t } = i18n.global
  if (promise.done_at) return t('outlook.doneAt', { when: when(promise.done_at, now) })
  if (state === 'running') return t('outlook.running', { span: span(Math.max(0, Date.parse(promise.due_at) - now)) })
  return state === 'broken' ? t('time.late', { span: span(now - Date.parse(promise.due_at)) }) : t(`outlook.${state}`)
}

/** What happens by itself. That a promise falls due is no event of its own: the promises say so above. */
export const nextSteps = (ticket: TicketDetail) => ticket.upcoming.filter((one) => !one.what.endsWith('_due'))
