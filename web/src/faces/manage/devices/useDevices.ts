import { onScopeDispose } from 'vue'
import * as api from '@/api/doors'
import type { Device, Id } from '@/api/types'
import { listen } from '@/api/feed'
import { usePages } from '@/shared/composables/usePages'

/** The devices in service and those that wait to enrol, newest first, kept live by the feed. */
export function useDevices(community: Id) {
  const list = usePages<Device>(async () => ({ items: (await api.devices(community)).items.filter(inService) }))
  onScopeDispose(listen('device.changed', ({ device }) => {
    if (device.community_id === community) list.items = placed(list.items, device)
  }))
  onScopeDispose(listen('reset', () => void list.reload()))
  return list
}

const inService = (device: Device) => device.state !== 'retired'

/** The list with what a device is now: changed in its place, new at the top, retired gone. */
export function placed(devices: Device[], now: Device): Device[] {
  const known = devices.some((one) => one.id === now.id)
  return (known ? devices.map((one) => (one.id === now.id ? now : one)) : [now, ...devices]).filter(inService)
}
