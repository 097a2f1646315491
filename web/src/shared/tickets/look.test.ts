import { expect, it } from 'vitest'
import { ACTION, implied, isRunning, nextAction, otherActions, STATE } from './look'
import { promiseOf } from './promise'
import type { QuoteState, Ticket, TicketAction, TicketState } from '@/api/types'
import en from '@/i18n/en'
import zh from '@/i18n/zh-CN'

const offers = (actions: TicketAction[], state?: QuoteState) => ({ actions, quote: state ? { id: 'q', state, total_cents: 19700 } : null }) as Ticket

it('the big button is the first action the server offers to this face', () => {
  expect(nextAction('worker', offers(['resume', 'depart', 'transfer']))).toBe('resume')
  expect(nextAction('worker', offers(['resolve', 'hold']))).toBe('resolve')
  expect(nextAction('resident', offers(['confirm', 'reject', 'rate']))).toBe('confirm')
})

it('there is no big button where it is somebody else’s turn', () => {
  expect(nextAction('worker', offers(['transfer', 'return']))).toBeNull()
  expect(nextAction('resident', offers(['urge', 'cancel']))).toBeNull()
})

it('every offered action is shown exactly once', () => {
  expect(otherActions('worker', offers(['accept', 'return', 'transfer']))).toEqual(['transfer', 'return'])
})

it('while a quote is undecided it is the resident’s turn, and a worker can but take the ticket on', () => {
  expect(nextAction('resident', offers(['urge', 'agree', 'decline'], 'offered'))).toBe('agree')
  expect(nextAction('worker', offers(['depart', 'hold'], 'offered'))).toBeNull()
  expect(otherActions('worker', offers(['depart', 'hold'], 'offered'))).toEqual(['depart', 'hold'])
  expect(nextAction('worker', offers(['accept'], 'offered'))).toBe('accept')
  expect(nextAction('worker', offers(['resolve'], 'agreed'))).toBe('resolve')
})

it('who decides about a quote decides about the one that was on the screen', () => {
  expect(implied(offers([], 'offered'), 'agree')).toEqual({ quote_id: 'q' })
  expect(implied(offers([], 'offered'), 'decline')).toEqual({ quote_id: 'q' })
  expect(implied(offers([], 'offered'), 'hold')).toEqual({})
})

it('the clock runs until the work is said to be done, and stands while it is on hold', () => {
  const running = Object.keys(STATE).filter((state) => isRunning({ state: state as TicketState }))
  expect(running.sort()).toEqual(['accepted', 'assigned', 'in_progress', 'on_the_way', 'reopened', 'returned', 'submitted'])
})

it('a resolved or waiting ticket is never said to be late', () => {
  const ticket = { due_at: '2026-11-22T00:00:00Z', on_hold_until: null, assignee: { name: '王' } }
  const now = Date.parse('2026-11-23T00:00:00Z')
  const late = (state: TicketState) => promiseOf({ ...ticket, state } as Ticket, now).includes('超时')
  expect((['in_progress', 'resolved', 'on_hold', 'closed'] as const).map(late)).toEqual([true, false, false, false])
})

it('every state and action has its words in both languages', () => {
  for (const texts of [zh, en]) {
    expect(Object.keys(texts.ticket.state).sort()).toEqual(Object.keys(STATE).sort())
    for (const kind of ['action', 'ask', 'done'] as const) expect(Object.keys(texts.ticket[kind]).sort()).toEqual(Object.keys(ACTION).sort())
  }
})
