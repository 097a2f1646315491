/** Time as people say it. */
import { i18n, locale } from '@/i18n'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** "12 分钟前", "昨天 18:05", "3月4日 18:05". */
export function ago(time: string, now: number): string {
  const past = now - Date.parse(time)
  if (past < MINUTE && past > -MINUTE) return i18n.global.t('time.now')
  if (past >= 0 && past < HOUR) return i18n.global.t('time.minutesAgo', { n: Math.floor(past / MINUTE) })
  return when(time, now)
}

/** A point in time by the calendar, as short as it can be said today. */
export function when(time: string, now: number): string {
  const date = new Date(time)
  const days = Math.round((midnight(date) - midnight(new Date(now))) / DAY)
  const clock = date.toLocaleTimeString(locale.value, { hour: '2-digit', minute: '2-digit', hour12: false })
  if (days === 0) return clock
  if (days === -1 || days === 1) return `${i18n.global.t(days < 0 ? 'time.yesterday' : 'time.tomorrow')} ${clock}`
  return `${date.toLocaleDateString(locale.value, { month: 'short', day: 'numeric' })} ${clock}`
}

const midnight = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()

/** The whole truth, for a touch or hover on a short time. */
export function fullTime(time: string): string {
  return new Date(time).toLocaleString(locale.value, { dateStyle: 'long', timeStyle: 'medium', hour12: false })
}

/** "还剩 2 小时 5 分", "已超时 12 分钟". */
export function remaining(due: string, now: number): string {
  const left = Date.parse(due) - now
  return i18n.global.t(left >= 0 ? 'time.left' : 'time.late', { span: span(Math.abs(left)) })
}

/** A length of time in at most two units. */
export function span(ms: number): string {
  const { t } = i18n.global
  if (ms >= DAY) return t('time.days', { d: Math.floor(ms / DAY), h: Math.floor((ms % DAY) / HOUR) })
  if (ms >= HOUR) return t('time.hours', { h: Math.floor(ms / HOUR), m: Math.floor((ms % HOUR) / MINUTE) })
  return t('time.minutes', { m: Math.max(1, Math.floor(ms / MINUTE)) })
}

/** "03:12", for a running call. */
export function stopwatch(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`
}
