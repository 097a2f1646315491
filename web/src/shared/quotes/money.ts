/** Money in whole cents, quantities in thousandths of a unit: sums that never lose a cent. */
export const THOUSAND = 1000
export const MOST = 9999
const PRICE = /^(\d{1,6})(?:\.(\d{1,2}))?$/

/** "¥1,234.50": alike in both languages, for one currency. */
export function yuan(cents: number): string {
  const whole = Math.trunc(cents / 100).toString().replace(/\B(?=(\d{3})+$)/g, ',')
  return `¥${whole}.${String(cents % 100).padStart(2, '0')}`
}

/** A price as a person types it ("38.5"), in cents; null if it is none, or above what the server takes. */
export function centsOf(words: string): number | null {
  const found = PRICE.exec(words.trim())
  if (!found) return null
  const cents = Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0'))
  return cents <= 10_000_000 ? cents : null
}

/** The words of a price for a field that it is typed into: "38.50". */
export const priceWords = (cents: number) => `${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, '0')}`

/** What so many thousandths of a unit cost, rounded half up as the server does. */
export const amountOf = (thousandths: number, unitPriceCents: number) => Math.floor((thousandths * unitPriceCents + THOUSAND / 2) / THOUSAND)

/** A quantity as typed or sent ("1.5") in thousandths, within what can be quoted; 0 if it is none. */
export function thousandths(words: string | number): number {
  const value = Math.round(Number(words) * THOUSAND)
  return Number.isFinite(value) ? Math.min(Math.max(value, 0), MOST * THOUSAND) : 0
}

/** "1.5", "2": without zeros that say nothing. */
export const quantityWords = (many: number) => String(many / THOUSAND)
