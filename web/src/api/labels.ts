/** QR labels at shared places. */
import { blob, body, client } from './client'
import type { Id, Page, PlaceLabel } from './types'

export interface LabelDraft {
  name: string
  building_id: Id | null
  entrance_id: Id | null
  floor: number | null
  spot: string
  category_id: Id | null
}

export function list(community_id: Id, retired: boolean, cursor?: string): Promise<Page<PlaceLabel>> {
  return body(client.GET('/api/v1/labels', { params: { query: { community_id, retired, cursor } } }))
}
export const add = (community_id: Id, draft: LabelDraft): Promise<PlaceLabel> => body(client.POST('/api/v1/labels', { body: { community_id, ...draft } }))
export function change(label_code: string, changes: Partial<LabelDraft> & { retired?: boolean }): Promise<PlaceLabel> {
  return body(client.PATCH('/api/v1/labels/{label_code}', { params: { path: { label_code } }, body: changes }))
}
/** The place to which a scanned or typed code leads. */
export function scan(label_code: string): Promise<PlaceLabel> {
  return body(client.GET('/api/v1/labels/{label_code}', { params: { path: { label_code } } }))
}
/** Labels to cut out and stick up (PDF); without codes all that are in use. */
export function sheet(community_id: Id, codes: string[]): Promise<Blob> {
  const query = new URLSearchParams({ community_id, ...(codes.length ? { codes: codes.join(',') } : {}) })
  return blob(`/api/v1/labels/sheet?${query}`)
}
