import { describe, expect, it } from 'vitest'
import { at, inOrder, nextRung, sentence, whenOf } from './ladder'
import { lasting } from '../lasting'
import type { Rung } from '@/api/types'

const rung = (promise: Rung['promise'], percent: number, after: number, ...to: Rung['to']): Rung => ({ promise, percent, after, to })

describe('a rung in words', () => {
  it.each([
    [rung('resolve', 50, 0, 'assignee'), '修复时限过半 → 提醒处理人'],
    [rung('arrive', 80, 0, 'assignee'), '到场时限已过 80% → 提醒处理人'],
    [rung('response', 100, 0, 'assignee', 'manager'), '到了接单时限 → 提醒处理人和物业经理'],
    [rung('resolve', 100, 90, 'manager', 'control_room', 'supervisor'), '超过修复时限 1 小时 30 分钟 → 提醒物业经理、中控室和街道'],
    [rung('assignment', 100, 15, 'manager'), '15 分钟仍未派单 → 提醒物业经理'],
    [rung('assignment', 100, 0, 'manager'), '没有人可派 → 提醒物业经理'],
  ])('%o', (one, words) => { expect(sentence(one)).toBe(words) })
})

describe('the ladder', () => {
  const ladder = [rung('resolve', 100, 30, 'supervisor'), rung('response', 100, 0, 'manager'), rung('resolve', 50, 0, 'assignee'), rung('resolve', 100, 0, 'manager')]

  it('stands in the order of promises and of time', () => {
    expect(inOrder(ladder).map(({ promise, percent, after }) => [promise, percent, after])).toEqual([
      ['response', 100, 0], ['resolve', 50, 0], ['resolve', 100, 0], ['resolve', 100, 30],
    ])
  })
  it('grows by a later rung', () => {
    expect(['assignment', 'response', 'resolve'].map((promise) => nextRung(ladder, promise as Rung['promise']).after)).toEqual([15, 30, 60])
    expect(nextRung([rung('resolve', 80, 0, 'manager')], 'resolve')).toMatchObject({ percent: 100, after: 0 })
  })
  it('moves a rung to another time and back', () => {
    const due = rung('resolve', 100, 0, 'manager')
    expect([at(due, 'before').percent, at(due, 'after').after, at(at(due, 'after'), 'before').after]).toEqual([50, 30, 0])
    expect(['before', 'due', 'after'].map((when) => whenOf(at(due, when as 'due')))).toEqual(['before', 'due', 'after'])
  })
})

it('says how long something lasts', () => { expect([0, 45, 60, 150, 1620].map(lasting)).toEqual(['0 分钟', '45 分钟', '1 小时', '2 小时 30 分钟', '27 小时']) })
