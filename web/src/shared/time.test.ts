import { expect, it } from 'vitest'
import { ago, remaining, span, stopwatch } from './time'

const NOW = new Date(2026, 10, 22, 12, 0, 0).getTime()
const before = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString()

it('says the near past as people say it', () => {
  expect(ago(before(0), NOW)).toBe('刚刚')
  expect(ago(before(12), NOW)).toBe('12 分钟前')
  expect(ago(before(59), NOW)).toBe('59 分钟前')
})

it('says the clock today and the day before that', () => {
  expect(ago(before(60), NOW)).toBe('11:00')
  expect(ago(before(24 * 60), NOW)).toBe('昨天 12:00')
  expect(ago(before(3 * 24 * 60), NOW)).toBe('11月19日 12:00')
})

it('a clock of the server that runs a little ahead is not the future', () => {
  expect(ago(before(-0.5), NOW)).toBe('刚刚')
})

it('says what is left and what is late', () => {
  expect(remaining(before(-125), NOW)).toBe('还剩 2 小时 5 分')
  expect(remaining(before(12), NOW)).toBe('已超时 12 分钟')
})

it('never says zero minutes, and counts days from 24 hours on', () => {
  expect(span(1000)).toBe('1 分钟')
  expect(span(25 * 3_600_000)).toBe('1 天 1 小时')
})

it('counts a talk in minutes and seconds', () => {
  expect(stopwatch(192_000)).toBe('03:12')
})
