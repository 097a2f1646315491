/** Calls from the door to the homes. */
import { body, client, newKey } from './client'
import type { Call, CallNumbers, Id, Page } from './types'

/** Names this tab, so that "answered elsewhere" is not shown to the one who answered. */
export const clientId = (() => {
  const known = sessionStorage.getItem('linli.client') ?? newKey()
  sessionStorage.setItem('linli.client', known)
  return known
})()

type Answer = 'accept' | 'decline' | 'hangup' | 'unlock' | 'seen'

export function list(query: { state?: Call['state']; missed?: boolean; community_id?: Id; cursor?: string; limit?: number }): Promise<Page<Call>> {
  return body(client.GET('/api/v1/calls', { params: { query } }))
}
export function read(call_id: Id): Promise<Call> {
  return body(client.GET('/api/v1/calls/{call_id}', { params: { path: { call_id } } }))
}
export function answer(call_id: Id, action: Answer): Promise<Call> {
  const params = { path: { call_id } }
  if (action === 'accept' || action === 'unlock') return body(client.POST(`/api/v1/calls/{call_id}/${action}`, { params, body: { client: clientId } }))
  return body(client.POST(`/api/v1/calls/{call_id}/${action}`, { params }))
}
export function numbers(community_id: Id): Promise<CallNumbers> {
  return body(client.GET('/api/v1/statistics/calls', { params: { query: { community_id } } }))
}
