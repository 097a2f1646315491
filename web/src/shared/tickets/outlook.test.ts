import { describe, expect, it } from 'vitest'
import { dayAndTime, nextSteps, standing, stateOf } from './outlook'
import type { TicketDetail, TicketPromise, TicketState } from '@/api/types'

const NOW = new Date(2026, 10, 22, 15, 0).getTime()
const at = (hour: number, minute = 0, day = 22) => new Date(2026, 10, day, hour, minute).toISOString()
const promise = (change: Partial<TicketPromise>): TicketPromise => ({ kind: 'arrive', due_at: at(17, 30), done_at: null, kept: null, paused: false, ...change })
const told = (change: Partial<TicketPromise>, state: TicketState = 'accepted') => {
  const one = promise(change)
  const how = stateOf(one, { state })
  return [how, standing(one, how, NOW)]
}

describe('a promise', () => {
  it('runs until it is due', () => { expect(told({})).toEqual(['running', '还剩 2 小时 30 分']) })
  it('is broken from then on', () => { expect(told({ due_at: at(14), kept: false })).toEqual(['broken', '已超时 1 小时 0 分']) })
  it('stands still while the ticket is on hold, also when little is left', () => { expect(told({ paused: true }, 'on_hold')).toEqual(['paused', '已暂停']) })
  it('was kept or came too late, whatever came after', () => {
    expect(told({ done_at: at(14, 5), kept: true }, 'closed')).toEqual(['kept', '14:05 完成'])
    expect(told({ due_at: at(14), done_at: at(14, 5), kept: false })).toEqual(['late', '14:05 完成'])
  })
  it('is over when the ticket has ended without it', () => { expect(told({ due_at: at(14), kept: false }, 'cancelled')[0]).toBe('over') })
  it('is over for a step that was left out', () => { expect(told({}, 'resolved')[0]).toBe('over') })
})

it('a time says its day', () => {
  expect(dayAndTime(at(17, 30), NOW)).toBe('今天 17:30')
  expect(dayAndTime(at(9, 0, 23), NOW)).toBe('明天 09:00')
})

it('what happens next leaves out what the promises say already', () => {
  const upcoming = [{ at: at(16), what: 'escalate', text: '如仍未上门，将提醒物业经理' }, { at: at(17, 30), what: 'arrive_due', text: '应在此前上门' }]
  expect(nextSteps({ upcoming } as TicketDetail).map((one) => one.what)).toEqual(['escalate'])
})
