import { computed, reactive } from 'vue'
import * as estate from '@/api/estate'
import * as api from '@/api/labels'
import * as tickets from '@/api/tickets'
import type { Id, PlaceLabel } from '@/api/types'
import { i18n } from '@/i18n'
import { useLoad } from '@/shared/composables/useLoad'
import { say } from '@/shared/composables/toasts'
import { floorsOf, floorWords } from '@/shared/floors'
import { entries } from '@/shared/tickets/categories'

/** A label while it is written. Its name follows the place until somebody gives it one. */
export function useLabelEditor(community: Id, label: PlaceLabel | null) {
  const form = reactive({
    name: label?.name ?? '', building: label?.building_id ?? '', entrance: label?.entrance_id ?? '',
    floor: label?.floor === null || label === null ? '' : String(label.floor), spot: label?.spot ?? '', category: label?.category_id ?? '',
  })
  const buildings = useLoad(() => estate.buildings(community))
  const tree = useLoad(() => tickets.categories(community))
  const building = computed(() => buildings.data?.items.find((one) => one.id === form.building))
  const entrances = computed(() => building.value?.entrances ?? [])
  const floors = computed(() => floorsOf(building.value))
  const kinds = computed(() => entries(tree.data?.items ?? []).filter((one) => one.scope !== 'home' && one.leaf))
  const place = computed(() => {
    const entrance = entrances.value.find((one) => one.id === form.entrance)
    const level = form.floor ? floorWords(Number(form.floor)) : ''
    return [`${building.value?.name ?? ''}${entrance?.name ?? ''}`, level, form.spot.trim()].filter(Boolean).join(' ')
  })
  const complete = computed(() => Boolean(form.spot.trim()))

  async function save(): Promise<void> {
    const draft: api.LabelDraft = {
      name: form.name.trim() || place.value.slice(0, 60), spot: form.spot.trim(), building_id: form.building || null, entrance_id: form.entrance || null,
      floor: form.building && form.floor ? Number(form.floor) : null, category_id: form.category || null,
    }
    await (label ? api.change(label.code, draft) : api.add(community, draft))
    say(i18n.global.t(label ? 'labels.changed' : 'labels.added', { name: draft.name }))
  }
  return { form, buildings, entrances, floors, kinds, place, complete, save }
}
