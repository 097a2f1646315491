/** The price list, the quotes of a ticket, and its work sheet. */
import { blob, body, client } from './client'
import type { Id, Page, PriceItem, PriceKind, Quote } from './types'

export interface PriceDraft { kind: PriceKind; name: string; unit: string; unit_price_cents: number }

/** The whole price list of a community by kind and name; a few dozen lines, so all pages at once. */
export async function prices(community_id: Id, retired = false): Promise<{ items: PriceItem[] }> {
  const items: PriceItem[] = []
  for (let cursor: string | undefined, more = true; more;) {
    const page: Page<PriceItem> = await body(client.GET('/api/v1/price-items', { params: { query: { community_id, retired, cursor, limit: 100 } } }))
    items.push(...page.items)
    cursor = page.next ?? undefined
    more = Boolean(cursor)
  }
  return { items }
}
export const addPrice = (community_id: Id, draft: PriceDraft): Promise<PriceItem> => body(client.POST('/api/v1/price-items', { body: { community_id, ...draft } }))
export function changePrice(price_item_id: Id, changes: Partial<Omit<PriceDraft, 'kind'>> & { retired?: boolean }): Promise<PriceItem> {
  return body(client.PATCH('/api/v1/price-items/{price_item_id}', { params: { path: { price_item_id } }, body: changes }))
}
/** All quotes of a ticket, the newest first. */
export function ofTicket(ticket_id: Id): Promise<{ items: Quote[] }> {
  return body(client.GET('/api/v1/tickets/{ticket_id}/quotes', { params: { path: { ticket_id } } }))
}
/** The ticket as a sheet to print (PDF). */
export const worksheet = (ticket_id: Id): Promise<Blob> => blob(`/api/v1/tickets/${ticket_id}/worksheet`)
