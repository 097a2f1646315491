/** The windows of a week that an office offers for visits. */
import { clockOf } from './clock'
import type { AppointmentWindow } from '@/api/types'

export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type DayName = (typeof DAYS)[number]
export const WORKDAYS = DAYS.slice(0, 5)
export type Week = Record<DayName, AppointmentWindow[]>

const minutesOf = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
const clockAt = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** What may come after the windows of a day: two hours, as far as the day goes. */
export function nextWindow(windows: AppointmentWindow[]): AppointmentWindow | null {
  const last = windows.at(-1)
  const begin = last ? minutesOf(last.end) : 9 * 60
  const end = Math.min(begin + 120, 24 * 60 - 1)
  return end > begin ? { begin: clockAt(begin), end: clockAt(end), capacity: last?.capacity ?? 2 } : null
}

/** Whether the windows of a day follow each other, as the server wants them. */
export const inOrder = (windows: AppointmentWindow[]) => windows.every((one, at) => {
  const next = windows[at + 1]
  return [one.begin, one.end].every((time) => clockOf(time) === time) && one.begin < one.end && one.capacity >= 1 && one.capacity <= 99 && (!next || one.end <= next.begin)
})

/** The whole week, also its days without windows. */
export const wholeWeek = (weekly: Partial<Week>): Week => Object.fromEntries(DAYS.map((day) => [day, weekly[day] ?? []])) as Week
