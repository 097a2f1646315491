import { computed, watch } from 'vue'
import { dayOf } from './words'
import * as api from '@/api/appointments'
import type { Id, Slot } from '@/api/types'
import { useLoad } from '@/shared/composables/useLoad'

export interface Day { key: string; starts_at: string; slots: Slot[]; full: boolean }

/** What a community offers, by days; a full window counts as one that can be had for who holds a place in it. */
export function useSlots(community: () => Id, category: () => Id | undefined, held: () => string | undefined) {
  const load = useLoad(() => api.slots(community(), category() || undefined))
  watch([community, category], () => void load.reload())

  const days = computed(() => {
    const found: Day[] = []
    for (const slot of load.data?.items ?? []) {
      const key = dayOf(slot.starts_at)
      const last = found.at(-1)
      if (last?.key === key) last.slots.push(slot)
      else found.push({ key, starts_at: slot.starts_at, slots: [slot], full: false })
    }
    return found.map((day) => ({ ...day, full: day.slots.every(isFull) }))
  })
  const isFull = (slot: Slot) => slot.full && slot.starts_at !== held()
  /** Whether a window can still be had; unknown (and so not denied) while nothing has been loaded. */
  const stands = (starts_at: string) => !load.data || load.data.items.some((slot) => slot.starts_at === starts_at && !isFull(slot))
  return { load, days, isFull, stands }
}
