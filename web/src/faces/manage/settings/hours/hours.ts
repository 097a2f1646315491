/** Dates and spans of an office's calendar as the screens handle them; days are written `2026-10-01`, times `08:30`. */
import type { Hours } from '@/api/types'

export type Span = string[]
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof WEEKDAYS)[number]
const DAY = 86_400_000

const utc = (day: string) => Date.parse(`${day}T00:00:00Z`)
const write = (ms: number) => new Date(ms).toISOString().slice(0, 10)
export const dayAfter = (day: string, days = 1) => write(utc(day) + days * DAY)
/** Monday is the first. */
export const weekdayOf = (day: string): Weekday => WEEKDAYS[(new Date(utc(day)).getUTCDay() + 6) % 7] as Weekday

/** Today where the community is. */
export const today = (zone: string, now = Date.now()) => new Date(now).toLocaleDateString('sv-SE', { timeZone: zone })

/** The days of a month in rows of a week, with the gaps before the first and after the last as null. */
export function monthOf(year: number, month: number): (string | null)[] {
  const first = `${year}-${String(month).padStart(2, '0')}-01`
  const days: (string | null)[] = Array.from({ length: WEEKDAYS.indexOf(weekdayOf(first)) }, () => null)
  for (let day = first; day.slice(0, 7) === first.slice(0, 7); day = dayAfter(day)) days.push(day)
  while (days.length % 7) days.push(null)
  return days
}

/** What a person may type for a time, as it is written: "8:30", "0830", "9" or "24:00"; null for anything else. */
export function readClock(text: string): string | null {
  const found = /^(\d{1,2})(?:[:：.]?([0-5]\d))?$/.exec(text.trim())
  if (!found) return null
  const [hour, minute] = [Number(found[1]), found[2] ?? '00']
  if (hour > 24 || (hour === 24 && minute !== '00')) return null
  return `${String(hour).padStart(2, '0')}:${minute}`
}

const minute = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
/** The minutes of a day's spans; what ends before it begins counts nothing. */
export const minutesOf = (spans: Span[]) => spans.reduce((sum, [begin = '', end = '']) => sum + Math.max(0, minute(end) - minute(begin)), 0)

/** A further span for a day, after what there is: two hours, an hour later, or as much as the day has left. */
export function nextSpan(spans: Span[]): Span {
  const last = spans.at(-1)?.[1]
  if (!last) return ['08:30', '17:30']
  const begin = Math.min(minute(last) + 60, 23 * 60)
  const clock = (at: number) => `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`
  return [clock(begin), clock(Math.min(begin + 120, 24 * 60))]
}

/** What a day is: as every week, at rest or at work by exception, or at work at other hours. */
export type Kind = 'open' | 'closed' | 'rest' | 'shifted' | 'changed'

export function kindOf(day: string, hours: Hours): Kind {
  const usual = hours.weekly[weekdayOf(day)]
  const own = hours.days[day]
  if (!own) return usual.length ? 'open' : 'closed'
  if (!own.length) return 'rest'
  return usual.length ? 'changed' : 'shifted'
}

export interface Stretch { from: string; to: string; days: number; kind: Kind; spans: Span[] }

/** The exceptions from a day on, those of the same kind and hours on following days as one. */
export function stretches(hours: Hours, from: string): Stretch[] {
  const found: Stretch[] = []
  for (const day of Object.keys(hours.days).filter((one) => one >= from).sort()) {
    const [kind, spans] = [kindOf(day, hours), hours.days[day] ?? []]
    const last = found.at(-1)
    if (last?.kind === kind && dayAfter(last.to) === day && JSON.stringify(last.spans) === JSON.stringify(spans)) Object.assign(last, { to: day, days: last.days + 1 })
    else found.push({ from: day, to: day, days: 1, kind, spans })
  }
  return found
}

/** All days of a stretch. */
export const daysOf = ({ from, days }: Stretch) => Array.from({ length: days }, (_, n) => dayAfter(from, n))
