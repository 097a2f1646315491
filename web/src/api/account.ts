/** Signing in, the signed-in person, and the homes and rights bound to them. */
import { body, client } from './client'
import { endSession, keep } from './session'
import type { Id, Look, Me, Membership, Page, Title } from './types'

export type Credentials = { phone: string } & ({ password: string } | { code: string })

export async function signIn(credentials: Credentials): Promise<void> {
  keep(await body(client.POST('/api/v1/auth/login', { body: credentials })))
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
export const update = (change: { name?: string; locale?: 'zh-CN' | 'en' }): Promise<Me> => body(client.PATCH('/api/v1/me', { body: change }))
/** An account that signs in by code only has no present password to give. */
export const changePassword = (current: string | null, next: string) =>
  client.POST('/api/v1/me/password', { body: { current, new: next } })

/** Who looked at the person's own phone number. */
export function looks(query: { cursor?: string; limit?: number }): Promise<Page<Look>> {
  return body(client.GET('/api/v1/me/reveals', { params: { query } }))
}
export function memberships(query: { status?: Membership['status']; community_id?: Id; cursor?: string; limit?: number }): Promise<Page<Membership>> {
  return body(client.GET('/api/v1/memberships', { params: { query } }))
}
export function askForHome(home_id: Id, title: Title): Promise<Membership> {
  return body(client.POST('/api/v1/memberships', { body: { home_id, title } }))
}
export function approve(id: Id): Promise<Membership> {
  return body(client.POST('/api/v1/memberships/{membership_id}/approve', { params: { path: { membership_id: id } } }))
}
export function rejectMembership(id: Id, reason: string): Promise<Membership> {
  return body(client.POST('/api/v1/memberships/{membership_id}/reject', { params: { path: { membership_id: id } }, body: { reason } }))
}
/** Takes back one's own request while nobody has decided. */
export function withdraw(id: Id): Promise<Membership> {
  return body(client.POST('/api/v1/memberships/{membership_id}/withdraw', { params: { path: { membership_id: id } } }))
}
