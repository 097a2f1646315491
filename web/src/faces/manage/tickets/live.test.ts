import { expect, it } from 'vitest'
import { between, changesBetween, patched } from './live'
import type { Ticket } from '@/api/types'

const rows = (...ids: string[]) => ids.map((id) => ({ id, version: 1 })) as Ticket[]
const count = (before: string[], after: string[]) => changesBetween(rows(...before), rows(...after)).count

it('counts what came, left and moved', () => {
  expect(count(['a', 'b'], ['a', 'b'])).toBe(0)
  expect(count(['a', 'b'], ['new', 'a', 'b'])).toBe(1)
  expect(count(['a', 'b'], ['b'])).toBe(1)
  expect(count(['a', 'b', 'c'], ['c', 'b', 'a'])).toBe(2)
  expect([...changesBetween(rows('a', 'b'), rows('b', 'c')).gone]).toEqual(['a'])
})

it('freshens rows where they stand', () => {
  const fresh = [{ id: 'c', version: 1 }, { id: 'a', version: 2 }] as Ticket[]
  expect(patched(rows('a', 'b'), fresh).map((one) => [one.id, one.version])).toEqual([['a', 2], ['b', 1]])
})

it('a range runs in either direction, and from a row that has gone only the other is taken', () => {
  expect(between(['a', 'b', 'c', 'd'], 'b', 'd')).toEqual(['b', 'c', 'd'])
  expect(between(['a', 'b', 'c', 'd'], 'd', 'b')).toEqual(['b', 'c', 'd'])
  expect(between(['a', 'b'], 'gone', 'b')).toEqual(['b'])
})
