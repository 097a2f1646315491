/** Doors, their openings, and the panels that hang beside them. */
import { body, client } from './client'
import type { AccessEvent, Device, DeviceNumbers, Door, Id, NewDevice, Page, Unlock } from './types'

export function doors(community_id?: Id): Promise<Page<Door>> {
  return body(client.GET('/api/v1/doors', { params: { query: { community_id, limit: 100 } } }))
}
/** Asks a door to open. The answer is the panel's own; nothing is assumed when it stays away. */
export function unlock(door_id: Id, key: string, reason?: string): Promise<Unlock> {
  return body(client.POST('/api/v1/doors/{door_id}/unlock', {
    params: { path: { door_id } }, body: reason ? { reason } : {}, headers: { 'Idempotency-Key': key },
  }))
}
export function readUnlock(unlock_id: Id): Promise<Unlock> {
  return body(client.GET('/api/v1/unlocks/{unlock_id}', { params: { path: { unlock_id } } }))
}
export function accessEvents(query: { community_id?: Id; door_id?: Id; cursor?: string; limit?: number }): Promise<Page<AccessEvent>> {
  return body(client.GET('/api/v1/access-events', { params: { query } }))
}
export function devices(community_id: Id): Promise<Page<Device>> {
  return body(client.GET('/api/v1/devices', { params: { query: { community_id, limit: 100 } } }))
}
/** Enters a panel and draws the one-time code by which it enrols; without an entrance it stands at a gate. */
export function addPanel(panel: { community_id: Id; entrance_id: Id | null; name: string }, key: string): Promise<NewDevice> {
  return body(client.POST('/api/v1/devices', { body: { kind: 'panel', ...panel }, headers: { 'Idempotency-Key': key } }))
}
/** Draws a new code; an older one dies with it. */
export function newCode(device_id: string): Promise<NewDevice> {
  return body(client.POST('/api/v1/devices/{device_id}/credentials', { params: { path: { device_id } } }))
}
/** Takes a device out of service for good. */
export function retire(device_id: string): Promise<Device> {
  return body(client.POST('/api/v1/devices/{device_id}/retire', { params: { path: { device_id } } }))
}
export function deviceNumbers(community_id: Id): Promise<DeviceNumbers> {
  return body(client.GET('/api/v1/statistics/devices', { params: { query: { community_id } } }))
}
