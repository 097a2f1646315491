import { expect, it } from 'vitest'
import { ACTIONS, since } from './useAudit'
import { i18n } from '@/i18n'

it('today counts from midnight, a week from the midnight six days before', () => {
  const evening = new Date(2026, 10, 22, 18, 30)
  expect(since('day', evening)).toBe(new Date(2026, 10, 22).toISOString())
  expect(since('week', evening)).toBe(new Date(2026, 10, 16).toISOString())
  expect(since('ever', evening)).toBeUndefined()
})

it('every act by which one may look has its words', () => {
  expect(ACTIONS.filter((action) => !i18n.global.te(`audit.action.${action}`))).toEqual([])
})
