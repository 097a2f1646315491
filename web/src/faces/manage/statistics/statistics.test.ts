import { describe, expect, it } from 'vitest'
import { chartOf, MOST_THINGS, shownOf, type Colours } from './charts'
import { AVERAGE, COUNTS, nameOf, ofDuration, onAxis, said, stepFor, titleOf, type Figure } from './figures'
import { byOf, dayOf, isTooLong, periodOf } from './period'
import type { LocationQuery } from 'vue-router'
import type { FiguresItem } from '@/api/types'

describe('periods', () => {
  it('are four weeks up to today, if nothing else is said', () => {
    expect(periodOf({})).toEqual({ days: 28, from: '', to: '' })
    expect(dayOf(new Date(2026, 1, 3, 23, 59))).toBe('2026-02-03')
  })
  it('are read from the address', () => {
    expect(periodOf({ days: '7' }).days).toBe(7)
    expect(periodOf({ from: '2026-01-01', to: '2026-12-31' })).toEqual({ days: null, from: '2026-01-01', to: '2026-12-31' })
    expect([byOf({ by: 'worker' }), byOf({ by: 'mood' })]).toEqual(['worker', 'week'])
  })
  it.each<LocationQuery>([{ days: '5' }, { from: '2026-02-30x', to: '2026-03-01' }, { from: '2026-03-02', to: '2026-03-01' }, { from: '2024-01-01', to: '2025-06-01' }, { from: '2026-01-01' }])(
    'that mean nothing give way: %o', (query) => { expect(periodOf(query).days).toBe(28) },
  )
  it('may be a year long', () => {
    expect(isTooLong(new Date(2024, 0, 1), new Date(2024, 11, 31))).toBe(false)
    expect(isTooLong(new Date(2024, 0, 1), new Date(2025, 0, 1))).toBe(true)
  })
})

describe('figures', () => {
  it('are said as people do', () => {
    expect([said('minutes', 65), said('minutes', 0), said('share', .875), said('score', 4.25), said('count', 1234), said('share', null)])
      .toEqual(['1 小时 5 分', '0 分钟', '87.5%', '4.25', '1,234', '—'])
  })
  it('have names', () => {
    expect(ofDuration('resolve').map(nameOf)).toEqual(['修复中位数', '修复九成以内', '修复按时率'])
    expect(nameOf(AVERAGE)).toBe('平均评分')
  })
  it('have an axis of whole hours and days', () => {
    expect([6, 61, 300, 4000, 200_000].map(stepFor)).toEqual([1, 15, 60, 720, 34_560])
    expect([30, 120, 2880].map(onAxis)).toEqual(['30 分', '2 小时', '2 天'])
  })
})

const item = (name: string | null, reported: number, median: number | null = null): FiguresItem =>
  ({ id: name, name, week: null, reported, resolved: 0, reopened: 0, assigned: 0, resolve: { median, p90: median, in_time_share: null } }) as unknown as FiguresItem
const LOOK: Colours = { series: ['teal', 'orange'], text: 'black', muted: 'grey', line: 'silver', surface: 'white', font: 'sans' }
const seriesOf = (items: FiguresItem[], figures: Figure[]) => (chartOf(items, figures, 'building', LOOK).series as { data: unknown[] }[]).map((one) => one.data)

describe('charts', () => {
  it('show the figures as they came, in their order', () => {
    const [median, p90] = ofDuration('resolve')
    expect(seriesOf([item('3栋', 5, 90), item('1栋', 2, 30)], [median, p90])).toEqual([[90, 30], [90, 30]])
  })
  it('leave out of what there is nothing to tell, and no week', () => {
    const items = [item('3栋', 5), item(null, 0), item('1栋', 2)]
    expect(shownOf(items, COUNTS, 'building').map((one) => titleOf(one, 'building'))).toEqual(['3栋', '1栋'])
    expect(shownOf(items, COUNTS, 'week')).toHaveLength(3)
    expect(titleOf(item(null, 1), 'building')).toBe('公共区域')
  })
  it('show no more things than fit', () => {
    expect(shownOf(Array.from({ length: 30 }, (_, n) => item(`${n}栋`, 1)), COUNTS, 'building')).toHaveLength(MOST_THINGS)
  })
})
