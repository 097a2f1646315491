/** Days and their hours as people say them. */
import type { Kind, Span, Stretch, Weekday } from './hours'
import { WEEKDAYS } from './hours'
import { i18n, locale } from '@/i18n'
import type { IconName } from '@/shared/icons'

const at = (day: string) => new Date(`${day}T00:00:00Z`)
const format = (day: string, options: Intl.DateTimeFormatOptions) => at(day).toLocaleDateString(locale.value, { timeZone: 'UTC', ...options })

const MONDAY = Date.UTC(2024, 0, 1)
/** "周一". */
export const weekdayName = (day: Weekday) => new Date(MONDAY + WEEKDAYS.indexOf(day) * 86_400_000).toLocaleDateString(locale.value, { timeZone: 'UTC', weekday: 'short' })
/** "一": the head of a column of days. */
export const weekdayLetter = (day: Weekday) => new Date(MONDAY + WEEKDAYS.indexOf(day) * 86_400_000).toLocaleDateString(locale.value, { timeZone: 'UTC', weekday: 'narrow' })
export const monthName = (year: number, month: number) => new Date(Date.UTC(year, month - 1, 1)).toLocaleDateString(locale.value, { timeZone: 'UTC', month: 'long' })
/** "2026年10月1日星期四". */
export const dayName = (day: string) => format(day, { year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' })

/** "10月1日周四 – 10月7日周三", with the year where it is not this one. */
export function stretchName({ from, to }: Stretch, thisYear: string): string {
  const short = (day: string) => format(day, { month: 'long', day: 'numeric', weekday: 'short', ...(day.slice(0, 4) === thisYear.slice(0, 4) ? {} : { year: 'numeric' }) })
  return from === to ? short(from) : `${short(from)} – ${short(to)}`
}

/** "08:30–12:00、13:30–17:30", or that it is closed. */
export function spansName(spans: Span[]): string {
  return spans.length ? spans.map((span) => span.join('–')).join(i18n.global.t('settings.hoursPage.and')) : i18n.global.t('settings.hoursPage.closed')
}

/** Each kind of exception has a picture, a word and a letter for a day of the year. */
export const LOOK: Record<Exclude<Kind, 'open' | 'closed'>, IconName> = { rest: 'moon', shifted: 'sun', changed: 'clock' }
