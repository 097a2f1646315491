import { expect, it } from 'vitest'
import { ACTION, nextAction, otherActions, STATE } from './look'
import en from '@/i18n/en'
import zh from '@/i18n/zh-CN'

it('the big button is the first action the server offers to this face', () => {
  expect(nextAction('worker', ['resume', 'depart', 'transfer'])).toBe('resume')
  expect(nextAction('worker', ['resolve', 'hold'])).toBe('resolve')
  expect(nextAction('resident', ['confirm', 'reject', 'rate'])).toBe('confirm')
})

it('there is no big button where it is somebody else’s turn', () => {
  expect(nextAction('worker', ['transfer', 'return'])).toBeNull()
  expect(nextAction('resident', ['urge', 'cancel'])).toBeNull()
})

it('every offered action is shown exactly once', () => {
  expect(otherActions('worker', ['accept', 'return', 'transfer'])).toEqual(['transfer', 'return'])
})

it('every state and action has its words in both languages', () => {
  for (const texts of [zh, en]) {
    expect(Object.keys(texts.ticket.state).sort()).toEqual(Object.keys(STATE).sort())
    for (const kind of ['action', 'ask', 'done'] as const) expect(Object.keys(texts.ticket[kind]).sort()).toEqual(Object.keys(ACTION).sort())
  }
})
