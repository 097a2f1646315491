import { computed, nextTick, ref } from 'vue'
import type { Ticket } from '@/api/types'

/** The ticket that the keyboard stands on. It is kept by its id: rows that come and go above it do not push it to another. */
export function useRowCursor(rows: () => Ticket[], more: () => unknown) {
  const id = ref('')
  const last = ref(-1)
  const at = computed(() => rows().findIndex((one) => one.id === id.value))
  const current = computed(() => rows()[at.value])

  function stand(index: number): void {
    const row = rows()[index]
    if (!row) return
    id.value = row.id
    last.value = index
    void nextTick(() => document.querySelectorAll('[data-test=ticket-row]')[index]?.scrollIntoView({ block: 'nearest' }))
  }
  /** Where the keyboard stands; where its ticket has gone, just before the row that took its place. */
  function from(step: number): number {
    return at.value >= 0 || last.value < 0 ? at.value : last.value - Number(step > 0)
  }
  function move(step: number): void {
    const to = from(step) + step
    if (to >= rows().length) void more()
    stand(Math.min(rows().length - 1, Math.max(0, to)))
  }
  return { at, current, move }
}
