import { describe, expect, it } from 'vitest'
import { BUILT_IN, daysOf, fromAddress, fromSaved, groupsOf, isSame, spanOf, toAddress, toApi, toSaved, without, type Wanted } from './filters'

const NOW = new Date(2026, 10, 22, 15, 30).getTime()
const again = (wanted: Wanted) => fromAddress(toAddress(wanted, NOW), NOW)

describe('addresses of the list', () => {
  it('a tab stands for its own filters, and the first needs no name', () => {
    expect(fromAddress({}, NOW)).toEqual({ view: 'open', filters: { state: 'open' }, q: '', sort: 'due' })
    expect(toAddress(fromAddress({}, NOW), NOW)).toEqual({})
    expect(toAddress(fromAddress({ view: 'closed' }, NOW), NOW)).toEqual({ view: 'closed' })
  })
  it.each(Object.keys(BUILT_IN))('what is written is read back the same: %s', (view) => {
    const plain = fromAddress({ view }, NOW)
    for (const change of [{}, { urgency: 'urgent' }, { state: 'resolved,closed', rating_max: '2' }]) {
      for (const rest of [{}, { q: '漏水 & 3栋', sort: 'urgency' as const }]) {
        const wanted = { ...plain, filters: { ...plain.filters, ...change }, ...rest }
        expect(again(wanted)).toEqual(wanted)
      }
    }
  })
  it('a tab of which nothing is left is that of all tickets', () => {
    const bare = again({ view: 'overdue', filters: {}, q: '', sort: 'due' })
    expect([bare.view, bare.filters]).toEqual(['all', {}])
  })
  it('what falls due today moves with the day', () => {
    const tomorrow = fromAddress({ view: 'today' }, NOW + 86_400_000)
    expect(fromAddress({ view: 'today' }, NOW).filters.due_until).toBe(tomorrow.filters.due_since)
  })
  it('names and orders that mean nothing are passed over', () => {
    expect(fromAddress({ view: 'all', sort: 'mood', colour: 'red', q: ['a', 'b'] }, NOW)).toEqual({ view: 'all', filters: {}, q: '', sort: 'created' })
  })
})

describe('saved views', () => {
  const wanted: Wanted = { view: 'x', filters: { state: 'open', overdue: 'true', rating_max: '2.5' }, q: '电梯', sort: 'updated' }
  it('are the address without its tab, and are known again', () => {
    expect(fromSaved('x', toSaved(wanted))).toEqual(wanted)
    expect(isSame(wanted, toSaved(wanted))).toBe(true)
    expect(isSame({ ...wanted, q: '' }, toSaved(wanted))).toBe(false)
  })
  it('are understood when another program has saved numbers and truth values', () => {
    expect(isSame(wanted, { state: 'open', overdue: true, rating_max: 2.5, q: '电梯', sort: 'updated' })).toBe(true)
  })
  it('without any filter are no built-in tab', () => {
    expect(fromSaved('x', { q: '灯' })).toEqual({ view: 'x', filters: {}, q: '灯', sort: 'due' })
    expect(isSame({ view: 'all', filters: {}, q: '灯', sort: 'due' }, { q: '灯' })).toBe(true)
  })
})

it('the API is asked with numbers and truth values', () => {
  expect(toApi({ view: '', filters: { overdue: 'false', rating_max: '2', assignee: 'none' }, q: '', sort: 'due' }))
    .toEqual({ overdue: false, rating_max: 2, assignee: 'none', sort: 'due' })
})

describe('days', () => {
  const first = new Date(2026, 1, 27, 18)
  const last = new Date(2026, 2, 1, 3)
  it('run from the first midnight to the one after the last', () => {
    const span = spanOf('created', [first, last])
    expect(Date.parse(span.created_since ?? '')).toBe(new Date(2026, 1, 27).getTime())
    expect(Date.parse(span.created_until ?? '')).toBe(new Date(2026, 2, 2).getTime())
    expect(daysOf('created', span).map((day) => day?.getDate())).toEqual([27, 1])
  })
  it('may be open at one end', () => { expect(daysOf('due', { due_until: new Date(2026, 2, 2).toISOString() })[0]).toBeNull() })
  it('are taken away together', () => {
    expect(without({ urgency: 'urgent', ...spanOf('closed', [first, last]) }, 'closed')).toEqual({ urgency: 'urgent' })
    expect(spanOf('closed', null)).toEqual({ closed_since: undefined, closed_until: undefined })
    expect(groupsOf({ ...spanOf('closed', [first, last]), home_id: 'x' })).toEqual(['place', 'closed'])
  })
})
