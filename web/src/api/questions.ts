/** Questions to the office: asked, answered, handed on, ended, turned into repairs. */
import { body, client } from './client'
import type { Id, Message, Page, Question, QuestionState, Ticket } from './types'

export interface QuestionQuery {
  community_id?: Id
  state?: QuestionState | 'open'
  mine?: boolean
  assignee?: string
  overdue?: boolean
  q?: string
  sort?: 'updated' | 'due'
  cursor?: string
  limit?: number
}
export interface Asked { community_id: Id; home_id?: Id; text: string; attachment_ids: Id[] }
export interface Words { text: string; attachment_ids: Id[]; internal: boolean }
/** What an action says besides its name. */
export interface ActionData { assign: { assignee_id: Id }; close: object; reopen: object; useful: { useful: boolean } }
export interface Conversion { category_id: Id; urgency: 'normal' | 'urgent'; home_id?: Id; spot?: string }

const at = (consultation_id: Id, key: string) => ({ params: { path: { consultation_id } }, headers: { 'Idempotency-Key': key } })

/** Asks something; `key` belongs to the draft, so that sending it again after a lost answer asks once. */
export function ask(asked: Asked, key: string): Promise<Question> {
  return body(client.POST('/api/v1/consultations', { body: { subject: '', ...asked }, headers: { 'Idempotency-Key': key } }))
}
export const list = (query: QuestionQuery): Promise<Page<Question>> => body(client.GET('/api/v1/consultations', { params: { query } }))
export function read(consultation_id: Id): Promise<Question> {
  return body(client.GET('/api/v1/consultations/{consultation_id}', { params: { path: { consultation_id } } }))
}
/** The whole thread, oldest first; a long one takes several readings. */
export async function thread(consultation_id: Id): Promise<Message[]> {
  const found: Message[] = []
  let cursor: string | undefined
  do {
    const page: Page<Message> = await body(client.GET('/api/v1/consultations/{consultation_id}/messages', {
      params: { path: { consultation_id }, query: { cursor, limit: 100 } },
    }))
    found.push(...page.items)
    cursor = page.next ?? undefined
  } while (cursor)
  return found
}
export function write(id: Id, words: Words, key: string): Promise<Message> {
  return body(client.POST('/api/v1/consultations/{consultation_id}/messages', { ...at(id, key), body: words }))
}
export function act<A extends keyof ActionData>(id: Id, action: A, data: ActionData[A], key: string): Promise<Question> {
  // Every action has its own path and body; they share the answer; a reason may always be left out.
  const path = `/api/v1/consultations/{consultation_id}/${action}` as '/api/v1/consultations/{consultation_id}/close'
  return body(client.POST(path, { ...at(id, key), body: data as { reason: string } }))
}
/** Turns a question into a ticket of the one who asked, with its words and photos. */
export function convert(id: Id, conversion: Conversion, key: string): Promise<Ticket> {
  return body(client.POST('/api/v1/consultations/{consultation_id}/convert', { ...at(id, key), body: { text: '', spot: '', ...conversion } }))
}
