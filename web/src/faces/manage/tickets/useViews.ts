import { computed } from 'vue'
import * as tickets from '@/api/tickets'
import { isSame, toSaved, type Wanted } from './filters'
import { useLoad } from '@/shared/composables/useLoad'

/** The views that this person can use: one's own, and those that colleagues share. */
export function useViews(community: () => string, wanted: () => Wanted) {
  const load = useLoad(async () => (await tickets.views(community())).items)
  const views = computed(() => load.data ?? [])
  const current = computed(() => views.value.find((one) => one.id === wanted().view))
  /** Whether the list is no longer what the view keeps. */
  const changed = computed(() => Boolean(current.value) && !isSame(wanted(), current.value?.query ?? {}))

  async function save(name: string, shared: boolean) {
    const view = await tickets.saveView(community(), name, toSaved(wanted()), shared)
    await load.reload()
    return view
  }
  async function change(id: string, changes: { name?: string; shared?: boolean }, withFilters: boolean) {
    await tickets.changeView(id, { ...changes, ...(withFilters ? { query: toSaved(wanted()) } : {}) })
    await load.reload()
  }
  async function remove(id: string) {
    await tickets.removeView(id)
    await load.reload()
  }
  return { views, current, changed, save, change, remove }
}
export type Views = ReturnType<typeof useViews>
