/** Ratings: tags, the worker's own list and reply, links for those without the app, and the office's return visits. */
import { body, client } from './client'
import type { Id, Linked, Page, RatedWork, RatingLink, RatingTags, ReturnVisit, TagCode, VisitOutcome, VisitState } from './types'

export interface Scores { speed: number; quality: number; manner: number; tags: TagCode[]; words: string }

export const tags = (): Promise<RatingTags> => body(client.GET('/api/v1/rating-tags'))
/** Ratings of the reader's own work, the newest first. */
export function mine(cursor?: string): Promise<Page<RatedWork>> {
  return body(client.GET('/api/v1/ratings', { params: { query: { assignee: 'me', cursor, limit: 5 } } }))
}
export function reply(rating_id: Id, text: string, key: string): Promise<RatedWork> {
  return body(client.POST('/api/v1/ratings/{rating_id}/reply', { params: { path: { rating_id } }, body: { text }, headers: { 'Idempotency-Key': key } }))
}
/** Makes a new link, which voids the one before; with `sms` it also goes to the reporter's phone. */
export function makeLink(ticket_id: Id, sms = false): Promise<RatingLink> {
  return body(client.POST('/api/v1/tickets/{ticket_id}/rating-link', { params: { path: { ticket_id } }, body: { sms } }))
}
export const linked = (token: string): Promise<Linked> => body(client.GET('/api/v1/rating-links/{token}', { params: { path: { token } } }))
export function useLink(token: string, word: { fixed: boolean; reason: string } & Partial<Scores>): Promise<{ fixed: boolean }> {
  return body(client.POST('/api/v1/rating-links/{token}', { params: { path: { token } }, body: word }))
}

export interface VisitQuery { community_id: Id; state?: VisitState; cursor?: string; limit?: number }
export const visits = (query: VisitQuery): Promise<Page<ReturnVisit>> => body(client.GET('/api/v1/return-visits', { params: { query } }))
export function completeVisit(return_visit_id: Id, word: { outcome: VisitOutcome; note: string; reopen: boolean }, key: string): Promise<ReturnVisit> {
  return body(client.POST('/api/v1/return-visits/{return_visit_id}/complete', {
    params: { path: { return_visit_id } }, body: word, headers: { 'Idempotency-Key': key },
  }))
}
/** Where to reach the resident; who asks is on record. */
export function visitContact(return_visit_id: Id): Promise<{ phone: string }> {
  return body(client.POST('/api/v1/return-visits/{return_visit_id}/contact', { params: { path: { return_visit_id } } }))
}
