import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { watchOffline } from './offline'
import type { DoorState } from '@/api/types'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function watched(...states: DoorState[]) {
  const reload = vi.fn()
  const stop = watchOffline(() => states.map((state) => ({ state })), reload)
  return { reload, stop }
}

it('a list with a door that is offline is read again every half minute, until nobody looks any more', () => {
  const { reload, stop } = watched('locked', 'offline')
  vi.advanceTimersByTime(29_999)
  expect(reload).not.toHaveBeenCalled()
  vi.advanceTimersByTime(30_001)
  expect(reload).toHaveBeenCalledTimes(2)
  stop()
  vi.advanceTimersByTime(60_000)
  expect(reload).toHaveBeenCalledTimes(2)
})

it('a list whose doors are all there is left alone', () => {
  const { reload, stop } = watched('locked', 'unlocked')
  vi.advanceTimersByTime(300_000)
  expect(reload).not.toHaveBeenCalled()
  stop()
})
