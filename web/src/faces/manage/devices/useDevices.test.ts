import { expect, it } from 'vitest'
import { placed } from './useDevices'
import type { Device } from '@/api/types'

const device = (id: string, state: Device['state'] = 'enrolled', presence: Device['presence'] = 'ready') => ({ id, state, presence }) as Device
const TWO = [device('a'), device('b')]
const ids = (devices: Device[]) => devices.map((one) => one.id)

it('a new device comes first', () => { expect(ids(placed(TWO, device('c', 'created')))).toEqual(['c', 'a', 'b']) })

it('a known device changes in its place', () => {
  const after = placed(TWO, device('b', 'enrolled', 'offline'))
  expect(ids(after)).toEqual(['a', 'b'])
  expect(after[1]?.presence).toBe('offline')
})

it('a retired device is gone, and does not come back by late news', () => {
  expect(ids(placed(TWO, device('a', 'retired')))).toEqual(['b'])
  expect(ids(placed([], device('a', 'retired')))).toEqual([])
})
