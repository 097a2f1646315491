/** Places and people of a community, and the Excel import that fills it. */
import { blob, body, client } from './client'
import type { Building, Home, Id, Import, Named, Page, Person } from './types'

export const communities = (): Promise<Page<Named>> => body(client.GET('/api/v1/communities'))

export function buildings(community_id: Id): Promise<{ items: Building[] }> {
  return body(client.GET('/api/v1/communities/{community_id}/buildings', { params: { path: { community_id } } }))
}
/** Finds a community by its exact name, for somebody who is not bound to it yet. */
export function lookupCommunities(q: string): Promise<{ items: Named[] }> {
  return body(client.GET('/api/v1/communities/lookup', { params: { query: { q } } }))
}
/** Finds a home to be bound to by its exact label or number. */
export function lookupHomes(community_id: Id, q: string): Promise<{ items: Home[] }> {
  return body(client.GET('/api/v1/homes/lookup', { params: { query: { community_id, q } } }))
}
export function people(query: { community_id: Id; q?: string; cursor?: string }): Promise<Page<Person>> {
  return body(client.GET('/api/v1/people', { params: { query } }))
}
export function reveal(person_id: Id, reason: string): Promise<{ phone: string }> {
  return body(client.POST('/api/v1/people/{person_id}/reveal', { params: { path: { person_id } }, body: { reason } }))
}

export function previewImport(community_id: Id, file: File): Promise<Import> {
  const form = new FormData()
  form.append('file', file)
  return body(client.POST('/api/v1/communities/{community_id}/imports', {
    params: { path: { community_id } }, body: { file: file.name }, bodySerializer: () => form,
  }))
}
export function applyImport(import_id: Id): Promise<Import> {
  return body(client.POST('/api/v1/imports/{import_id}/apply', { params: { path: { import_id } } }))
}
export const importTemplate = (community_id: Id) => blob(`/api/v1/communities/${community_id}/imports/template`)
