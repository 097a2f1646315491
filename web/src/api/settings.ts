/** What an office settles itself: its hours, its promises, what can be reported. */
import { body, client } from './client'
import type { Calendar, Category, CategoryPatch, Hours, Id, Policy, Preview, PreviewTerms } from './types'

/** Whoever changes something that others change too says which version was seen. */
export const ifMatch = (version: number) => ({ 'If-Match': `"${version}"` })

const of = (community_id: Id) => ({ path: { community_id } })

export const calendar = (id: Id): Promise<Calendar> => body(client.GET('/api/v1/communities/{community_id}/calendar', { params: of(id) }))
export function settleCalendar(id: Id, hours: Hours, version: number): Promise<Calendar> {
  return body(client.PUT('/api/v1/communities/{community_id}/calendar', { params: { ...of(id), header: ifMatch(version) }, body: hours }))
}
export const policy = (id: Id): Promise<Policy> => body(client.GET('/api/v1/communities/{community_id}/promises-policy', { params: of(id) }))
export function settlePolicy(id: Id, terms: Omit<Policy, 'community_id' | 'version'>, version: number): Promise<Policy> {
  return body(client.PUT('/api/v1/communities/{community_id}/promises-policy', { params: { ...of(id), header: ifMatch(version) }, body: terms }))
}
/** What would be promised of a ticket by terms that need not be settled yet; only the server works it out. */
export function preview(id: Id, terms: PreviewTerms): Promise<Preview> {
  return body(client.POST('/api/v1/communities/{community_id}/promises-policy/preview', { params: of(id), body: terms }))
}

export type CategoryChange = Omit<CategoryPatch, 'community_id'>

/** The whole tree, what is out of use included. */
export function categories(community_id: Id): Promise<{ items: Category[] }> {
  return body(client.GET('/api/v1/categories', { params: { query: { community_id, retired: true } } }))
}
export function addCategory(community_id: Id, parent_id: Id | undefined, given: Omit<CategoryChange, 'retired'> & { name: string }, key: string): Promise<Category> {
  return body(client.POST('/api/v1/categories', { body: { community_id, parent_id, ...given }, headers: { 'Idempotency-Key': key } }))
}
export function changeCategory(community_id: Id, category_id: Id, changes: CategoryChange, version: number): Promise<Category> {
  const params = { path: { category_id }, header: ifMatch(version) }
  return body(client.PATCH('/api/v1/categories/{category_id}', { params, body: { community_id, ...changes } }))
}
export function retireCategory(community_id: Id, category_id: Id): Promise<Category> {
  return body(client.POST('/api/v1/categories/{category_id}/retire', { params: { path: { category_id } }, body: { community_id } }))
}
