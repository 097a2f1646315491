import { computed, reactive } from 'vue'
import * as estate from '@/api/estate'
import * as api from '@/api/grids'
import type { Grid } from '@/api/types'
import { i18n } from '@/i18n'
import type { Choice } from '@/shared/components/Chips.vue'
import { useLoad } from '@/shared/composables/useLoad'

/** A place is named `building` or `building/entrance` while it is being chosen. */
const nameOf = (building: string, entrance: string | null) => (entrance ? `${building}/${entrance}` : building)
function placeOf(name: string): { building_id: string; entrance_id: string | null } {
  const [building_id = '', entrance_id = null] = name.split('/')
  return { building_id, entrance_id }
}

export function useGridEditor(community: string, grid: Grid | null) {
  const buildings = useLoad(() => estate.buildings(community))
  const workers = useLoad(() => api.workers(community))
  const form = reactive({
    name: grid?.name ?? '',
    places: grid?.places.map((one) => nameOf(one.building_id, one.entrance_id)) ?? [],
    workers: grid?.workers.map((one) => one.id) ?? [],
  })
  const places = computed<Choice[]>(() => buildings.data?.items.flatMap((building) => [
    { value: building.id, label: building.name },
    // A building with one entrance is the same as that entrance.
    ...(building.entrances.length > 1 ? building.entrances : []).map((entrance) => ({ value: nameOf(building.id, entrance.id), label: `${building.name} ${entrance.name}` })),
  ]) ?? [])
  const people = computed<Choice[]>(() => workers.data?.items.map((one) => ({
    value: one.id, label: one.name, hint: i18n.global.t(one.on_duty ? 'duty.on' : 'duty.off'),
  })) ?? [])
  const complete = computed(() => form.name.trim().length > 0)

  async function save(): Promise<void> {
    const draft = { name: form.name.trim(), places: form.places.map(placeOf), worker_ids: form.workers }
    await (grid ? api.update(grid.id, draft) : api.create(community, draft))
  }
  const remove = async () => { if (grid) await api.remove(grid.id) }
  return { form, places, people, complete, save, remove }
}
