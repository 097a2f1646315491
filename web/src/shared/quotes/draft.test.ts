import { expect, it } from 'vitest'
import { draftOf, isWhole, lineOf, linesToSend, ownLine, quantityIn, totalOf, withQuantity } from './draft'
import type { PriceItem, QuoteLine } from '@/api/types'

const valve = { id: 'v', community_id: 'c', kind: 'material', name: '三角阀', unit: '个', unit_price_cents: 3850, retired: false } satisfies PriceItem
const own = (change = {}) => ({ ...ownLine(), name: ' 疏通 ', unit: '次', price: '80', quantity: 1500, ...change })

it('an item is in a quote once, with the newest quantity, and leaves it at none', () => {
  const lines = withQuantity(withQuantity([own()], valve, 1000), valve, 2000)
  expect(lines).toHaveLength(2)
  expect(quantityIn(lines, valve)).toBe(2000)
  expect(withQuantity(lines, valve, 0).map((line) => line.item)).toEqual([null])
})

it('the total is that of the server', () => {
  expect(totalOf([lineOf(valve, 2000), own()])).toBe(7700 + 12000)
})

it('a line in own words needs all its words, a price and a quantity', () => {
  expect(isWhole(own())).toBe(true)
  for (const lack of [{ name: ' ' }, { unit: '' }, { price: '' }, { price: '-1' }, { price: '1.234' }, { quantity: 0 }]) expect(isWhole(own(lack))).toBe(false)
})

it('a line of the list is sent by its item alone, one in own words with all it says', () => {
  expect(linesToSend([lineOf(valve, 2000), own()])).toEqual([
    { price_item_id: 'v', quantity: '2' },
    { kind: 'labour', name: '疏通', unit: '次', unit_price_cents: 8000, quantity: '1.5' },
  ])
})

it('a new quote begins from the earlier one at today’s prices; what is listed no more stays in own words', () => {
  const line = (change: Partial<QuoteLine>) => ({ position: 1, price_item_id: 'v', kind: 'material', name: '旧名', unit: '个', quantity: '2.000', unit_price_cents: 3000, amount_cents: 6000, ...change }) as QuoteLine
  const drafts = draftOf([line({}), line({ price_item_id: 'gone' }), line({ price_item_id: null })], [valve])
  expect(drafts.map(({ item, name, price, quantity }) => [item, name, price, quantity])).toEqual([
    ['v', '三角阀', '38.50', 2000], [null, '旧名', '30.00', 2000], [null, '旧名', '30.00', 2000],
  ])
})
