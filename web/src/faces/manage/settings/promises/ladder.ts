/** The ladder of warnings in words: when a rung is reached, and whom it tells. */
import type { Promised, Recipient, Rung } from '@/api/types'
import { allOf, i18n } from '@/i18n'
import { lasting } from '../lasting'

export const PROMISES: Promised[] = ['assignment', 'response', 'arrive', 'resolve']
export const RECIPIENTS: Recipient[] = ['assignee', 'manager', 'control_room', 'supervisor']
export const MOST = 6

/** Before the time is over, when it is, or so many minutes later. For one to be found there is no time that could be half over. */
export type When = 'before' | 'due' | 'after'
export const whensOf = (promise: Promised): When[] => (promise === 'assignment' ? ['due', 'after'] : ['before', 'due', 'after'])
export const whenOf = (rung: Rung): When => (rung.percent < 100 ? 'before' : rung.after ? 'after' : 'due')

/** The same rung at another time, with figures that people begin with. */
export function at(rung: Rung, when: When): Rung {
  return { ...rung, percent: when === 'before' ? Math.min(rung.percent, 50) : 100, after: when === 'after' ? rung.after || 30 : 0 }
}

/** "修复时限过半 → 提醒处理人". */
export function sentence(rung: Rung): string {
  const { t } = i18n.global
  const what = t(`settings.promise.${rung.promise}`)
  const when = whenOf(rung)
  const key = rung.promise === 'assignment' ? `unassigned.${when}` : when === 'before' && rung.percent === 50 ? 'half' : when
  return t('settings.ladder.step', {
    when: t(`settings.ladder.${key}`, { what, percent: rung.percent, span: lasting(rung.after) }),
    whom: allOf(rung.to.map((one) => t(`settings.whom.${one}`))),
  })
}

/** The rungs of one promise in the order of time. */
export const rungsOf = (ladder: Rung[], promise: Promised) => ladder.filter((rung) => rung.promise === promise).sort(inTime)
const inTime = (one: Rung, other: Rung) => one.percent - other.percent || one.after - other.after

/** The whole ladder in its order: what people see, and what the server wants. */
export const inOrder = (ladder: Rung[]): Rung[] => PROMISES.flatMap((promise) => rungsOf(ladder, promise))

/** A further rung of a promise, later than those there are. */
export function nextRung(ladder: Rung[], promise: Promised): Rung {
  const last = rungsOf(ladder, promise).at(-1)
  const after = !last ? (promise === 'assignment' ? 15 : 0) : last.percent < 100 ? 0 : last.after + 30
  return { promise, percent: 100, after, to: ['manager'] }
}
