import { computed, ref, watch } from 'vue'
import type { Ticket } from '@/api/types'
import { between } from './live'

/** Rows chosen for an act on many. What is not on the screen is never chosen: a row that leaves the list leaves the choice. */
export function useSelection(rows: () => Ticket[]) {
  const ids = ref(new Set<string>())
  let anchor = ''
  const chosen = computed(() => rows().filter((one) => ids.value.has(one.id)))
  const all = computed(() => rows().length > 0 && chosen.value.length === rows().length)
  watch(rows, () => { ids.value = new Set(chosen.value.map((one) => one.id)) })

  /** Chooses a row or lets it go; `range` does the same with all from the one before. */
  function toggle(id: string, range = false): void {
    const on = !ids.value.has(id)
    const meant = range && anchor ? between(rows().map((one) => one.id), anchor, id) : [id]
    const next = new Set(ids.value)
    for (const one of meant) if (on) next.add(one); else next.delete(one)
    ids.value = next
    anchor = id
  }
  const only = (wanted: Iterable<string>) => { ids.value = new Set(wanted) }
  const clear = () => only([])
  const toggleAll = () => only(all.value ? [] : rows().map((one) => one.id))
  return { ids, chosen, all, toggle, toggleAll, only, clear }
}
export type Selection = ReturnType<typeof useSelection>
