import { createPinia, setActivePinia } from 'pinia'
import { effectScope, type EffectScope } from 'vue'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useCalls } from './calls'
import * as api from '@/api/calls'
import { listen } from '@/api/feed'
import type { Call } from '@/api/types'

vi.mock('@/api/calls')
vi.mock('@/api/feed')
vi.mock('./ringing')

const now = Date.parse('2026-11-22T10:00:00Z')
const at = (seconds: number) => new Date(now + seconds * 1000).toISOString()
const call = (my_state: Call['my_state'], started = 0) =>
  ({ id: 'c1', state: 'ringing', started_at: at(started), ring_until: at(30), missed: false, seen: true, my_state }) as Call

let scope: EffectScope
const told = (kind: string) => vi.mocked(listen).mock.calls.find(([name]) => name === kind)?.[1] as (data: unknown) => void
const settle = () => vi.advanceTimersByTimeAsync(1)

function opened(listed: Call[]) {
  vi.mocked(api.list).mockImplementation(async (query) => ({ items: query.state === 'ringing' ? listed : [], next: null }))
  scope.run(() => useCalls().follow(() => true))
  return useCalls()
}

beforeEach(() => {
  vi.useFakeTimers({ now })
  setActivePinia(createPinia())
  vi.mocked(listen).mockReset().mockReturnValue(() => undefined)
  scope = effectScope()
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
})

it('a page opened while the home is called rings', async () => {
  const calls = opened([call('ringing', -10)])
  await settle()
  expect(calls.shown?.id).toBe('c1')
})

it('a second browser of somebody who has refused does not ring', async () => {
  const calls = opened([call('declined', -10)])
  await settle()
  expect(calls.shown).toBeNull()
})

it('a visitor who rings now is shown without asking the server', async () => {
  const calls = opened([])
  await settle()
  vi.mocked(api.list).mockClear()
  told('call.ringing')({ call: call(null) })
  expect(calls.shown?.id).toBe('c1')
  expect(api.list).not.toHaveBeenCalled()
})

it('an older ring that is told again rings only if it has not been refused', async () => {
  const calls = opened([call('declined', -10)])
  await settle()
  told('call.ringing')({ call: call(null, -10) })
  await settle()
  expect(calls.shown).toBeNull()
})

it('an older ring that is told again while the server is away rings, since a visitor may be waiting', async () => {
  const calls = opened([])
  await settle()
  vi.mocked(api.list).mockRejectedValue(new Error('away'))
  told('call.ringing')({ call: call(null, -10) })
  await settle()
  expect(calls.shown?.id).toBe('c1')
})

it('a refused call does not count as missed', async () => {
  const calls = opened([])
  const missed = [{ ...call('declined'), seen: false }, { ...call('missed'), id: 'c2', seen: false }]
  vi.mocked(api.list).mockResolvedValue({ items: missed, next: null })
  await calls.countMissed()
  expect(calls.missed).toBe(1)
})
