/** Signing in, the signed-in person, and the homes and rights bound to them. */
import { body, client } from './client'
import { endSession, keep, type Tokens } from './session'
import type { Id, Me, Membership, Page } from './types'

export type Credentials = { phone: string } & ({ password: string } | { code: string })

export async function signIn(credentials: Credentials): Promise<void> {
  keep(await body<Tokens>(client.POST('/api/v1/auth/login', { body: credentials })))
}

export function sendCode(phone: string): Promise<{ retry_after: number }> {
  return body(client.POST('/api/v1/auth/code', { body: { phone } }))
}

/** Ends the session on the server too, if it can be reached; here it ends in any case. */
export async function signOut(everywhere: boolean): Promise<void> {
  try {
    await client.POST('/api/v1/auth/logout', { body: { everywhere } })
  } finally {
    endSession()
  }
}

export const me = (): Promise<Me> => body(client.GET('/api/v1/me'))
export const update = (change: { name?: string; locale?: string }): Promise<Me> => body(client.PATCH('/api/v1/me', { body: change }))
export const changePassword = (current: string, next: string) =>
  client.POST('/api/v1/me/password', { body: { current, new: next } })

export function memberships(query: { status?: string; community_id?: Id; cursor?: string; limit?: number }): Promise<Page<Membership>> {
  return body(client.GET('/api/v1/memberships', { params: { query } }))
}
export function askForHome(home_id: Id, title: string): Promise<Membership> {
  return body(client.POST('/api/v1/memberships', { body: { home_id, title } }))
}
export function approve(id: Id): Promise<Membership> {
  return body(client.POST('/api/v1/memberships/{membership_id}/approve', { params: { path: { membership_id: id } }, body: {} }))
}
export function rejectMembership(id: Id, reason: string): Promise<Membership> {
  return body(client.POST('/api/v1/memberships/{membership_id}/reject', { params: { path: { membership_id: id } }, body: { reason } }))
}
export function end(id: Id): Promise<Membership> {
  return body(client.POST('/api/v1/memberships/{membership_id}/end', { params: { path: { membership_id: id } }, body: {} }))
}
