import { reactive, ref, watch } from 'vue'
import { useMay } from '../useMay'
import * as api from '@/api/audit'
import * as doors from '@/api/doors'
import type { AuditEntry, Id } from '@/api/types'
import { usePages } from '@/shared/composables/usePages'
import { doorName } from '@/shared/doors/look'

/** How far back, in days; today counts from midnight. */
export const SPANS = { day: 1, week: 7, month: 30, ever: null } as const
export type Span = keyof typeof SPANS

/** Acts by which one may look, in the order of the list. */
export const ACTIONS = [
  'door.unlock', 'people.reveal', 'memberships.approve', 'memberships.reject', 'memberships.end', 'memberships.staff',
  'device.create', 'device.credentials', 'device.enrol', 'device.retire', 'grid.create', 'grid.update', 'grid.delete', 'imports.create', 'imports.apply',
] as const

export function since(span: Span, now = new Date()): string | undefined {
  const days = SPANS[span]
  return days === null ? undefined : new Date(now.getFullYear(), now.getMonth(), now.getDate() - days + 1).toISOString()
}

/** The trail of a community, by who, what and since when; with the names of the doors and devices in it. */
export function useAudit(community: Id) {
  const may = useMay()
  const filter = reactive({ action: '', span: 'week' as Span, actor: null as { id: Id; name: string } | null })
  const list = usePages((cursor) => api.entries({
    community_id: community, action: filter.action || undefined, actor_id: filter.actor?.id, since: since(filter.span), cursor, limit: 50,
  }))
  watch(filter, () => { list.ready = false; void list.reload() })

  const names = ref(new Map<string, string>())
  async function learnNames(): Promise<void> {
    const [devices, all] = await Promise.all([doors.devices(community), may('readDoors') ? doors.doors(community) : { items: [] }])
    names.value = new Map([
      ...devices.items.map((one) => [one.id, one.name] as const), ...all.items.map((one) => [one.id, doorName(one.name, one.entrance)] as const),
    ])
  }
  // Without the names the entries still say what kind of thing it was.
  void learnNames().catch(() => undefined)
  const nameOf = (entry: AuditEntry): string => names.value.get(entry.subject_id) ?? (typeof entry.data.name === 'string' ? entry.data.name : '')
  return { filter, list, nameOf }
}
