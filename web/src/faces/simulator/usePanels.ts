/** All panels, live, by community and building. */
import { computed, onScopeDispose, reactive, ref } from 'vue'
import { watchPanels, type Panel } from '@/api/simulator'

export interface Building { name: string; panels: Panel[] }
export interface Community { name: string; buildings: Building[] }

const byNumber = new Intl.Collator('zh-CN', { numeric: true })

/** "3栋1单元" stands in "3栋"; a label without a building is one of its own. */
const buildingOf = (panel: Panel) => /^.*?(?:栋|幢|座|号楼)/.exec(panel.label)?.[0] ?? panel.label

/** What is left of the label beside its building. */
export const entranceOf = (panel: Panel) => panel.label.slice(buildingOf(panel).length) || panel.label || panel.name

function grouped<T>(items: T[], key: (item: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>()
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item])
  return [...groups].sort(([a], [b]) => byNumber.compare(a, b))
}

/** Panels as they stand in the estate. */
export function estate(panels: Panel[]): Community[] {
  const sorted = [...panels].sort((a, b) => byNumber.compare(a.label, b.label) || byNumber.compare(a.id, b.id))
  return grouped(sorted, (panel) => panel.community).map(([name, own]) => ({
    name,
    buildings: grouped(own, buildingOf).map(([building, members]) => ({ name: building, panels: members })),
  }))
}

export function usePanels() {
  const panels = reactive(new Map<string, Panel>())
  const connected = ref<boolean | null>(null)
  onScopeDispose(watchPanels((panel) => panels.set(panel.id, panel), (is) => { connected.value = is }))
  return { panels, connected, communities: computed(() => estate([...panels.values()])) }
}
