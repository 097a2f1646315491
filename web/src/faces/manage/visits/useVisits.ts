import { computed, reactive, ref } from 'vue'
import { clockOf } from './clock'
import * as api from '@/api/appointments'
import { ApiError } from '@/api/errors'
import type { AppointmentWindow, Id } from '@/api/types'
import { i18n } from '@/i18n'
import { useAction } from '@/shared/composables/useAction'
import { useLoad } from '@/shared/composables/useLoad'
import { say } from '@/shared/composables/toasts'

export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type DayName = (typeof DAYS)[number]
const WORKDAYS = DAYS.slice(0, 5)

type Week = Record<DayName, AppointmentWindow[]>
interface Form { weekly: Week; days_ahead: number; lead_minutes: number }

const copyOf = (windows: AppointmentWindow[]) => windows.map((one) => ({ ...one }))
const MINUTES = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
const CLOCK = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** What may come after the windows of a day: two hours, as far as the day goes. */
export function nextWindow(windows: AppointmentWindow[]): AppointmentWindow | null {
  const last = windows.at(-1)
  const begin = last ? MINUTES(last.end) : 9 * 60
  const end = Math.min(begin + 120, 24 * 60 - 1)
  return end > begin ? { begin: CLOCK(begin), end: CLOCK(end), capacity: last?.capacity ?? 2 } : null
}

/** Whether the windows of a day follow each other, as the server wants them. */
export const inOrder = (windows: AppointmentWindow[]) => windows.every((one, at) => {
  const next = windows[at + 1]
  return [one.begin, one.end].every((time) => clockOf(time) === time) && one.begin < one.end && one.capacity >= 1 && one.capacity <= 99 && (!next || one.end <= next.begin)
})

/** The windows that an office offers, while they are changed; nothing of a colleague's change is overwritten unseen. */
export function useVisits(community: () => Id) {
  const form = reactive<Form>({ weekly: {} as Week, days_ahead: 7, lead_minutes: 60 })
  const version = ref(0)
  const stale = ref(false)
  const saved = ref('')
  const load = useLoad(async () => {
    const settings = await api.settings(community())
    take(settings)
    return settings
  })

  function take(settings: Awaited<ReturnType<typeof api.settings>>): void {
    for (const day of DAYS) form.weekly[day] = copyOf(settings.weekly[day] ?? [])
    Object.assign(form, { days_ahead: settings.days_ahead, lead_minutes: settings.lead_minutes })
    version.value = settings.version
    stale.value = false
    saved.value = JSON.stringify(form)
  }
  const wrong = computed(() => DAYS.filter((day) => form.weekly[day] && !inOrder(form.weekly[day])))
  const whole = (value: number, most: number) => Number.isInteger(value) && value >= 0 && value <= most
  const complete = computed(() => !wrong.value.length && whole(form.days_ahead, 60) && whole(form.lead_minutes, 7 * 24 * 60))
  const changed = computed(() => JSON.stringify(form) !== saved.value)

  function add(day: DayName): void {
    const window = nextWindow(form.weekly[day])
    if (window) form.weekly[day].push(window)
  }
  const remove = (day: DayName, at: number) => { form.weekly[day].splice(at, 1) }
  const toWorkdays = (day: DayName) => { for (const one of WORKDAYS) if (one !== day) form.weekly[one] = copyOf(form.weekly[day]) }

  const { busy, run: save } = useAction(async () => {
    try {
      take(await api.settle(community(), form, version.value))
      say(i18n.global.t('visits.saved'))
    } catch (error) {
      stale.value = error instanceof ApiError && error.status === 412
      throw error
    }
  })
  return { load, form, wrong, complete, changed, stale, busy, add, remove, toWorkdays, save }
}
