/** Repair tickets: reporting, their story, and every action on them. */
import { blob, body, client, download, newKey } from './client'
import type { paths } from './schema'
import type {
  BulkAnswer, Category, Comment, Id, Page, QueueItem, RepairStatistics, SimilarTicket, Ticket, TicketAction, TicketDetail, TicketNumbers, TicketStep, TicketView,
} from './types'

type QueryOf<Path extends '/api/v1/tickets' | '/api/v1/statistics/repairs'> = NonNullable<paths[Path]['get']['parameters']['query']>
export type TicketQuery = QueryOf<'/api/v1/tickets'>
export type FiguresQuery = QueryOf<'/api/v1/statistics/repairs'>
export interface Report {
  category_id: Id
  home_id?: Id
  community_id?: Id
  building_id?: Id
  entrance_id?: Id
  floor?: number
  spot: string
  appointment?: { starts_at: string }
  /** May be left out if a voice note says it. */
  text?: string
  urgency: 'normal' | 'urgent'
  attachment_ids: Id[]
  contact_phone?: string
}

export interface Near {
  community_id: Id
  home_id?: Id
  building_id?: Id
  entrance_id?: Id
  category_id?: Id
  text: string
}
export interface Joined { home_id?: Id; text: string; attachment_ids: Id[]; contact_phone?: string }
/** For whom a remark is: everybody concerned, staff alone, or also those whose reports go along with the ticket. */
export type Audience = 'everybody' | 'staff' | 'all'

export function categories(community_id: Id): Promise<{ items: Category[] }> {
  return body(client.GET('/api/v1/categories', { params: { query: { community_id } } }))
}
/** Sends a report; `key` belongs to the draft, so that sending it again after a lost answer makes no second ticket. */
export function submit(report: Report, key: string): Promise<Ticket> {
  return body(client.POST('/api/v1/tickets', { body: report, headers: { 'Idempotency-Key': key } }))
}
/** Open tickets near by that look like the same matter as a report, or as a ticket that is there. */
export function similar(query: Near | { ticket_id: Id }): Promise<{ items: SimilarTicket[] }> {
  return body(client.GET('/api/v1/tickets/similar', { params: { query } }))
}
/** Reports the same matter as a ticket does: a ticket of one's own that goes along with it. */
export function meToo(ticket_id: Id, joined: Joined, key: string): Promise<Ticket> {
  return body(client.POST('/api/v1/tickets/{ticket_id}/me-too', { params: { path: { ticket_id } }, body: joined, headers: { 'Idempotency-Key': key } }))
}
export const list = (query: TicketQuery): Promise<Page<Ticket>> => body(client.GET('/api/v1/tickets', { params: { query } }))
export function read(ticket_id: Id): Promise<TicketDetail> {
  return body(client.GET('/api/v1/tickets/{ticket_id}', { params: { path: { ticket_id } } }))
}
export function history(ticket_id: Id): Promise<{ items: TicketStep[] }> {
  return body(client.GET('/api/v1/tickets/{ticket_id}/history', { params: { path: { ticket_id } } }))
}
export function comments(ticket_id: Id): Promise<{ items: Comment[] }> {
  return body(client.GET('/api/v1/tickets/{ticket_id}/comments', { params: { path: { ticket_id } } }))
}
export function comment(ticket_id: Id, text: string, attachment_ids: Id[], audience: Audience, key: string): Promise<Comment> {
  const [internal, to_all] = [audience === 'staff', audience === 'all']
  return body(client.POST('/api/v1/tickets/{ticket_id}/comments', {
    params: { path: { ticket_id } }, body: { ...(text ? { text } : {}), attachment_ids, internal, to_all }, headers: { 'Idempotency-Key': key },
  }))
}
/** Acts on a ticket as it was seen: a version that has moved on is refused with 409 `ticket.changed`. */
export function act(ticket: Ticket, action: TicketAction, data: Record<string, unknown>, key = newKey()): Promise<TicketDetail> {
  // Every action has its own path and body; they share the answer, and the server judges what is missing.
  const path = `/api/v1/tickets/{ticket_id}/${action}` as '/api/v1/tickets/{ticket_id}/accept'
  return body(client.POST(path, { params: { path: { ticket_id: ticket.id } }, body: { version: ticket.version, ...data }, headers: { 'Idempotency-Key': key } }))
}
/** Where to reach the reporter, for the one who has the ticket; the reporter can read who asked. */
export function contact(ticket_id: Id): Promise<{ phone: string }> {
  return body(client.POST('/api/v1/tickets/{ticket_id}/contact', { params: { path: { ticket_id } } }))
}
export const queue = (): Promise<{ items: QueueItem[] }> => body(client.GET('/api/v1/queue'))
export function numbers(community_id: Id): Promise<TicketNumbers> {
  return body(client.GET('/api/v1/statistics/tickets', { params: { query: { community_id } } }))
}

/** One action on up to 100 tickets as they were seen; each gets its own verdict. */
export function actOnMany(seen: Ticket[], action: 'assign' | 'transfer' | 'close', data: Record<string, unknown>): Promise<BulkAnswer> {
  const versions = Object.fromEntries(seen.map((ticket) => [ticket.id, ticket.version]))
  return body(client.POST('/api/v1/tickets/bulk', { body: { action, ids: seen.map((ticket) => ticket.id), data, versions } }))
}
const asked = (query: object): string =>
  String(new URLSearchParams(Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))))

/** The list as an Excel file; `told` hears how many bytes have come. */
export const exported = (query: TicketQuery, told: (bytes: number) => void, signal: AbortSignal): Promise<Blob> =>
  download(`/api/v1/tickets/export?${asked(query)}`, told, signal)
export function figures(query: FiguresQuery): Promise<RepairStatistics> {
  return body(client.GET('/api/v1/statistics/repairs', { params: { query } }))
}
export const exportedFigures = (query: FiguresQuery): Promise<Blob> => blob(`/api/v1/statistics/repairs/export?${asked(query)}`)

export function views(community_id: Id): Promise<{ items: TicketView[] }> {
  return body(client.GET('/api/v1/ticket-views', { params: { query: { community_id } } }))
}
export function saveView(community_id: Id, name: string, query: Record<string, string>, shared: boolean): Promise<TicketView> {
  return body(client.POST('/api/v1/ticket-views', { body: { community_id, name, query, shared } }))
}
export function changeView(ticket_view_id: Id, change: { name?: string; query?: Record<string, string>; shared?: boolean }): Promise<TicketView> {
  return body(client.PATCH('/api/v1/ticket-views/{ticket_view_id}', { params: { path: { ticket_view_id } }, body: change }))
}
export const removeView = (ticket_view_id: Id) => client.DELETE('/api/v1/ticket-views/{ticket_view_id}', { params: { path: { ticket_view_id } } })
