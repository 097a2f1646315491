import { describe, expect, it } from 'vitest'
import { daysOf, kindOf, minutesOf, monthOf, nextSpan, readClock, stretches, today, weekdayOf } from './hours'

const OFFICE = [['08:30', '17:30']]
const weekly = { mon: OFFICE, tue: OFFICE, wed: OFFICE, thu: OFFICE, fri: OFFICE, sat: [], sun: [] }
const days = {
  '2026-09-27': [], '2026-10-01': [], '2026-10-02': [], '2026-10-03': [], '2026-10-10': OFFICE, '2026-10-12': [['10:00', '12:00']],
}
const hours = { weekly, days }

describe('a calendar', () => {
  it('knows weekdays, also of leap days', () => {
    expect(['2026-10-01', '2026-11-22', '2028-02-29'].map(weekdayOf)).toEqual(['thu', 'sun', 'tue'])
  })
  it('lays a month out in whole weeks from Monday', () => {
    const october = monthOf(2026, 10)
    expect([october.length, october.indexOf('2026-10-01'), october.filter(Boolean).length]).toEqual([35, 3, 31])
    expect(monthOf(2027, 2).filter(Boolean)).toHaveLength(28)
  })
  it('says today by the community\'s clock', () => {
    const late = Date.parse('2026-11-22T17:00:00Z')
    expect([today('Asia/Shanghai', late), today('UTC', late)]).toEqual(['2026-11-23', '2026-11-22'])
  })
  it('tells what a day is', () => {
    const kinds = ['2026-10-08', '2026-10-11', '2026-10-01', '2026-10-10', '2026-10-12'].map((day) => kindOf(day, hours))
    expect(kinds).toEqual(['open', 'closed', 'rest', 'shifted', 'changed'])
  })
  it('joins following days of a kind, and leaves out what is past', () => {
    const found = stretches(hours, '2026-09-28')
    expect(found.map(({ from, to, kind }) => [from, to, kind])).toEqual([
      ['2026-10-01', '2026-10-03', 'rest'], ['2026-10-10', '2026-10-10', 'shifted'], ['2026-10-12', '2026-10-12', 'changed'],
    ])
    expect(found.slice(0, 1).flatMap(daysOf)).toEqual(['2026-10-01', '2026-10-02', '2026-10-03'])
  })
})

describe('times', () => {
  it('are read as people type them', () => {
    expect(['8:30', '0830', '9', ' 17.30 ', '24:00', '8：05'].map(readClock)).toEqual(['08:30', '08:30', '09:00', '17:30', '24:00', '08:05'])
    expect(['', '25', '24:01', '8:60', 'noon', '8:3'].map(readClock)).toEqual([null, null, null, null, null, null])
  })
  it('add up', () => { expect(minutesOf([['08:30', '12:00'], ['13:30', '24:00'], ['20:00', '19:00']])).toBe(210 + 630) })
  it('offer a further span within the day', () => {
    expect([nextSpan([]), nextSpan([['08:30', '12:00']]), nextSpan([['08:30', '23:30']])]).toEqual([['08:30', '17:30'], ['13:00', '15:00'], ['23:00', '24:00']])
  })
})
