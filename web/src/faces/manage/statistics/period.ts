/** The days that the figures are of, as the address has them: a usual number of days up to today, or two days of one's choice. */
import type { LocationQuery } from 'vue-router'

export const PERIODS = [7, 28, 90, 365] as const
export const BY = ['week', 'category', 'building', 'worker'] as const
export type By = (typeof BY)[number]
/** `from` and `to` are empty where the server counts the days back from its own today. */
export interface Period { days: number | null; from: string; to: string }
/** As many days as the server answers for. */
const MOST_DAYS = 366
const DAY = 86_400_000

/** A day by the calendar of this place, "2026-11-22". */
export const dayOf = (date: Date): string =>
  `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`
const isDay = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value))

/** Reads an address; what means nothing gives way to four weeks. */
export function periodOf(query: LocationQuery): Period {
  const { from, to } = query
  if (isDay(from) && isDay(to) && from <= to && (Date.parse(to) - Date.parse(from)) / DAY < MOST_DAYS) return { days: null, from, to }
  return { days: PERIODS.find((days) => String(days) === query.days) ?? 28, from: '', to: '' }
}
export const byOf = (query: LocationQuery): By => BY.find((one) => one === query.by) ?? 'week'
/** Whether a span of days is more than can be asked for. */
export const isTooLong = (from: Date, to: Date): boolean => Math.round((to.getTime() - from.getTime()) / DAY) >= MOST_DAYS
