import { nextTick, ref, watch } from 'vue'

/** The row that the keyboard stands on: j and k move it, and it stays in sight. */
export function useCursor(count: () => number, selector: string) {
  const at = ref(-1)
  watch(count, (rows) => { if (at.value >= rows) at.value = rows - 1 })
  function move(step: number): void {
    if (!count()) return
    at.value = Math.min(count() - 1, Math.max(0, at.value + step))
    void nextTick(() => document.querySelectorAll(selector)[at.value]?.scrollIntoView({ block: 'nearest' }))
  }
  return { at, move }
}
