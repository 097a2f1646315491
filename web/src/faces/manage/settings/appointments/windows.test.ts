import { expect, it } from 'vitest'
import { clockOf } from './clock'
import { inOrder, nextWindow } from './windows'

const of = (begin: string, end: string, capacity = 2) => ({ begin, end, capacity })

it('a new window follows the last one and ends with the day', () => {
  expect(nextWindow([])).toEqual(of('09:00', '11:00'))
  expect(nextWindow([of('09:00', '11:00', 5)])).toEqual(of('11:00', '13:00', 5))
  expect(nextWindow([of('20:00', '23:00')])).toEqual(of('23:00', '23:59'))
  expect(nextWindow([of('20:00', '23:59')])).toBeNull()
})

it('windows follow each other and have room', () => {
  expect(inOrder([of('09:00', '11:00'), of('11:00', '13:00')])).toBe(true)
  expect(inOrder([of('09:00', '11:00'), of('10:00', '13:00')])).toBe(false)
  expect(inOrder([of('11:00', '09:00')])).toBe(false)
  expect(inOrder([of('09:00', '11:00', 0)])).toBe(false)
})

it('a time is understood however it is typed', () => {
  for (const text of ['9', '9:00', '900', '0900', '09:00', '09：00', ' 9.00 ']) expect(clockOf(text)).toBe('09:00')
  expect([clockOf('2030'), clockOf('24:00'), clockOf('0:05')]).toEqual(['20:30', '24:00', '00:05'])
  for (const text of ['', '25:00', '24:01', '9:60', 'nine', '12:3']) expect(clockOf(text)).toBeNull()
})
