/** A quote while it is being written: lines of the price list, and lines in own words. */
import { amountOf, centsOf, priceWords, quantityWords, THOUSAND, thousandths } from './money'
import type { PriceItem, PriceKind, QuoteLine } from '@/api/types'

/** `quantity` in thousandths; `price` in yuan as it is typed, which for an item of the list nobody does. */
export interface DraftLine { key: string; item: string | null; kind: PriceKind; name: string; unit: string; price: string; quantity: number }

let made = 0
export const ownLine = (): DraftLine => ({ key: `own-${++made}`, item: null, kind: 'labour', name: '', unit: '', price: '', quantity: THOUSAND })

export function lineOf(item: PriceItem, quantity: number): DraftLine {
  return { key: item.id, item: item.id, kind: item.kind, name: item.name, unit: item.unit, price: priceWords(item.unit_price_cents), quantity }
}

export const quantityIn = (lines: DraftLine[], item: PriceItem) => lines.find((line) => line.item === item.id)?.quantity ?? 0

/** The lines with so much of an item; none of it takes its line away. */
export function withQuantity(lines: DraftLine[], item: PriceItem, quantity: number): DraftLine[] {
  const others = lines.filter((line) => line.item !== item.id)
  if (!quantity) return others
  return others.length === lines.length ? [...lines, lineOf(item, quantity)] : lines.map((line) => (line.item === item.id ? { ...line, quantity } : line))
}

/** An earlier quote to begin from, at today's prices; what the list no longer has becomes a line in own words. */
export function draftOf(quoted: QuoteLine[], items: PriceItem[]): DraftLine[] {
  return quoted.map((line) => {
    const item = items.find((one) => one.id === line.price_item_id)
    const quantity = thousandths(line.quantity)
    return item ? lineOf(item, quantity) : { ...ownLine(), kind: line.kind, name: line.name, unit: line.unit, price: priceWords(line.unit_price_cents), quantity }
  })
}

export const amountIn = (line: DraftLine) => amountOf(line.quantity, centsOf(line.price) ?? 0)
export const totalOf = (lines: DraftLine[]) => lines.reduce((sum, line) => sum + amountIn(line), 0)
export const isWhole = (line: DraftLine) => Boolean(line.name.trim() && line.unit.trim() && line.quantity && centsOf(line.price) !== null)

/** The lines as the server takes them. */
export function linesToSend(lines: DraftLine[]): Record<string, unknown>[] {
  return lines.map(({ item, kind, name, unit, price, quantity }) => ({
    quantity: quantityWords(quantity),
    ...(item ? { price_item_id: item } : { kind, name: name.trim(), unit: unit.trim(), unit_price_cents: centsOf(price) }),
  }))
}
