/** Windows of time for visits: what is offered, and what the office has settled. */
import { body, client } from './client'
import type { AppointmentSettings, Id, Slot } from './types'

export function slots(community_id: Id, category_id?: Id): Promise<{ items: Slot[] }> {
  return body(client.GET('/api/v1/appointment-slots', { params: { query: { community_id, category_id } } }))
}
export function settings(community_id: Id): Promise<AppointmentSettings> {
  return body(client.GET('/api/v1/communities/{community_id}/appointment-settings', { params: { path: { community_id } } }))
}
export type AppointmentDraft = Pick<AppointmentSettings, 'weekly' | 'days_ahead' | 'lead_minutes'>
/** Settles the windows, unless somebody has done so since `version` was read: then 412 `version.stale`. */
export function settle(community_id: Id, draft: AppointmentDraft, version: number): Promise<AppointmentSettings> {
  return body(client.PUT('/api/v1/communities/{community_id}/appointment-settings', {
    params: { path: { community_id }, header: { 'If-Match': `"${version}"` } }, body: draft,
  }))
}
