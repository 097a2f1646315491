import { expect, it } from 'vitest'
import { amountOf, centsOf, quantityWords, thousandths, yuan } from './money'

it('money is written to the cent, with its thousands apart', () => {
  expect([0, 5, 19700, 123450, 10_000_000].map(yuan)).toEqual(['¥0.00', '¥0.05', '¥197.00', '¥1,234.50', '¥100,000.00'])
})

it('a typed price becomes cents, and what is no price becomes none', () => {
  expect(['38.5', ' 38.50 ', '0', '100000'].map(centsOf)).toEqual([3850, 3850, 0, 10_000_000])
  expect(['', '-3', '1.234', '一百', '100000.01', '1e3'].map(centsOf)).toEqual([null, null, null, null, null, null])
})

it('an amount is rounded to the nearest cent and half a cent up', () => {
  expect([amountOf(1500, 8000), amountOf(1, 499), amountOf(1, 500), amountOf(333, 10)]).toEqual([12000, 0, 1, 3])
})

it('a quantity is held between nothing and what can be quoted', () => {
  expect(['1.5', 2, '0.0004', '-1', '', 'x', '1e9'].map(thousandths)).toEqual([1500, 2000, 0, 0, 0, 0, 9_999_000])
  expect([1500, 2000, 333].map(quantityWords)).toEqual(['1.5', '2', '0.333'])
})
