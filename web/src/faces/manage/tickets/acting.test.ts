import { describe, expect, it, vi } from 'vitest'
import { nextTick, ref } from 'vue'
import { useBulk } from './useBulk'
import { useRowCursor } from './useRowCursor'
import { useSelection } from './useSelection'
import { NetworkError } from '@/api/errors'
import * as tickets from '@/api/tickets'
import type { BulkAnswer, Ticket } from '@/api/types'

const rows = (count: number, from = 0) => Array.from({ length: count }, (_, n) => ({ id: `t${from + n}`, version: 1 })) as Ticket[]

describe('rows that are chosen', () => {
  it('are taken one by one, by the range, and all', () => {
    const { chosen, all, toggle, toggleAll } = useSelection(() => rows(5))
    toggle('t1')
    toggle('t3', true)
    expect(chosen.value.map((one) => one.id)).toEqual(['t1', 't2', 't3'])
    toggle('t2', true)
    expect(chosen.value.map((one) => one.id)).toEqual(['t1'])
    toggleAll()
    expect([chosen.value.length, all.value]).toEqual([5, true])
    toggleAll()
    expect(chosen.value).toEqual([])
  })
  it('are let go when they leave the list, and not taken up again when they return', async () => {
    const list = ref(rows(3))
    const { chosen, toggleAll } = useSelection(() => list.value)
    toggleAll()
    list.value = rows(2)
    await nextTick()
    list.value = rows(3)
    await nextTick()
    expect(chosen.value.map((one) => one.id)).toEqual(['t0', 't1'])
  })
})

describe('the row of the keyboard', () => {
  it('stays with its ticket when others come before it, and goes on from where it was when it has gone', () => {
    const list = ref(rows(4, 1))
    const more = vi.fn()
    const { at, current, move } = useRowCursor(() => list.value, more)
    move(1)
    move(1)
    list.value = rows(5)
    expect([at.value, current.value?.id]).toEqual([2, 't2'])
    move(1)
    list.value = list.value.filter((one) => one.id !== 't3')
    expect(current.value).toBeUndefined()
    move(1)
    expect(current.value?.id).toBe('t4')
    expect(more).not.toHaveBeenCalled()
    move(1)
    expect([current.value?.id, more.mock.calls.length]).toEqual(['t4', 1])
  })
})

describe('an act on many', () => {
  it('goes in pieces, and tells which were refused and why, also when the network fails midway', async () => {
    const verdict = (ticket: Ticket) => ({ id: ticket.id, done: ticket.id !== 't3', state: null, version: null, code: null, detail: 'changed' })
    const ask = vi.spyOn(tickets, 'actOnMany')
    ask.mockImplementation(async (piece) => ({ done: piece.length - Number(piece[0]?.id === 't0'), refused: 0, items: piece.map(verdict) }) as BulkAnswer)
    ask.mockImplementationOnce(ask.getMockImplementation() as typeof tickets.actOnMany).mockRejectedValueOnce(new NetworkError())
    const after = vi.fn()
    const bulk = useBulk(after)
    const running = bulk.run('assign', rows(45), {})
    expect(bulk.busy.value).toBe(true)
    await running
    expect(ask.mock.calls.map(([piece]) => piece.length)).toEqual([20, 20, 5])
    expect([bulk.busy.value, bulk.state.done, bulk.state.refused.length]).toEqual([false, 24, 21])
    expect(bulk.state.refused.slice(0, 2).map((one) => [one.ticket.id, one.why])).toEqual([['t3', 'changed'], ['t20', '网络不通，请稍后再试。']])
    expect(after).toHaveBeenCalledWith(bulk.state.refused.map((one) => one.ticket.id))
  })
})
