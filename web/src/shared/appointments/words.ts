/** Windows as people say them: "明天 09:00–11:00". */
import { i18n, locale } from '@/i18n'
import { when } from '@/shared/time'

export interface Span { starts_at: string; ends_at: string }

const clock = (time: string) => new Date(time).toLocaleTimeString(locale.value, { hour: '2-digit', minute: '2-digit', hour12: false })

/** The hours alone, where the day is said elsewhere. */
export const hoursOf = (slot: Span) => `${clock(slot.starts_at)}–${clock(slot.ends_at)}`

/** Day and hours; the day as short as it can be said today. */
export function spanWords(slot: Span, now: number): string {
  const today = dayOf(slot.starts_at) === dayOf(new Date(now).toISOString())
  return `${today ? `${i18n.global.t('visit.today')} ` : ''}${when(slot.starts_at, now)}–${clock(slot.ends_at)}`
}

/** The day of a window by the reader's calendar, as a key to group by. */
export function dayOf(time: string): string {
  const date = new Date(time)
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`
}

/** "今天", "明天", else "周三", with the date below. */
export function dayWords(time: string, now: number): { name: string; date: string } {
  const { t } = i18n.global
  const date = new Date(time)
  const near = [0, 1].find((ahead) => dayOf(new Date(now + ahead * 86_400_000).toISOString()) === dayOf(time))
  return {
    name: near === undefined ? date.toLocaleDateString(locale.value, { weekday: 'short' }) : t(near ? 'time.tomorrow' : 'visit.today'),
    date: date.toLocaleDateString(locale.value, { month: 'numeric', day: 'numeric' }),
  }
}

/** What a step of the story says of an appointment; nothing if it is about none. */
export function stepSpan(data: Record<string, unknown>): Span | null {
  const { starts_at, ends_at } = data as Partial<Span>
  return starts_at && ends_at ? { starts_at, ends_at } : null
}
