import { expect, it } from 'vitest'
import { clock, obstacleOf } from './recorder'

it('tells why the microphone cannot be used', () => {
  expect(obstacleOf(new DOMException('', 'NotAllowedError'))).toBe('refused')
  expect(obstacleOf(new DOMException('', 'NotFoundError'))).toBe('missing')
  expect(obstacleOf(new DOMException('', 'NotReadableError'))).toBe('missing')
  expect(obstacleOf(new TypeError())).toBe('unsupported')
})

it('says a length as clocks do', () => {
  expect(clock(0)).toBe('0:00')
  expect(clock(59.9)).toBe('0:59')
  expect(clock(72)).toBe('1:12')
})
