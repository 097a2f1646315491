import { computed, onScopeDispose } from 'vue'
import * as api from '@/api/doors'
import * as estate from '@/api/estate'
import type { Building, Device, Door } from '@/api/types'
import { useFeed } from '@/shared/composables/useFeed'
import { usePages } from '@/shared/composables/usePages'
import { watchOffline } from '@/shared/doors/offline'

export interface DoorView { door: Door; device: Device | undefined }
export interface BuildingView { name: string; floors: number; doors: DoorView[] }

/** Doors grouped by building, with the panel of each, kept live by the feed; gates stand in a group of their own. */
export function useEstateDoors(community: () => string, allowed: boolean) {
  const list = usePages<BuildingView>(async () => {
    if (!allowed) return { items: [] }
    const [buildings, doors, devices] = await Promise.all([estate.buildings(community()), api.doors(community()), api.devices(community())])
    const views = doors.items.map((door) => ({ door, device: devices.items.find((one) => one.id === door.device_id) }))
    return { items: group(buildings.items, views) }
  })
  const doors = computed(() => list.items.flatMap((one) => one.doors))

  useFeed('door.changed', ({ door }) => {
    const view = doors.value.find((one) => one.door.id === door.id)
    // What this person may do is said when the list is read, of doors that are there; the feed speaks to everybody.
    if (allowed && (!view || view.door.state === 'offline')) void list.reload()
    else if (view) view.door = { ...door, can_unlock: view.door.can_unlock && door.can_unlock }
  })
  useFeed('device.changed', ({ device }) => {
    const view = doors.value.find((one) => one.door.device_id === device.id)
    if (view) view.device = device
  })
  useFeed('reset', () => void list.reload())
  onScopeDispose(watchOffline(() => doors.value.map((one) => one.door), () => void list.reload()))
  return { list, doors }
}

function group(buildings: Building[], views: DoorView[]): BuildingView[] {
  const taken = new Set<DoorView>()
  const of = (building: Building): DoorView[] => building.entrances.flatMap((entrance) => {
    const found = views.filter((view) => view.door.entrance?.id === entrance.id)
    found.forEach((view) => taken.add(view))
    return found
  })
  const groups = buildings.map((building) => ({ name: building.name, floors: building.floors, doors: of(building) }))
  const gates = { name: '', floors: 0, doors: views.filter((view) => !taken.has(view)) }
  return [gates, ...groups].filter((one) => one.doors.length)
}
