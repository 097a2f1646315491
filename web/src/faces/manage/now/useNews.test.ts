import { expect, it } from 'vitest'
import { newest, type News } from './useNews'

const at = (key: string, minute: number): News => ({ key, icon: 'door', at: new Date(2026, 10, 22, 9, minute).toISOString(), what: '', where: '' })

it('the kinds are told together, newest first', () => {
  expect(newest([at('ticket', 3)], [at('opening', 5), at('older', 1)]).map((one) => one.key)).toEqual(['opening', 'ticket', 'older'])
})

it('only the newest few are told', () => {
  const many = Array.from({ length: 30 }, (_, minute) => at(String(minute), minute))
  expect(newest(many).map((one) => one.key)).toEqual(['29', '28', '27', '26', '25', '24', '23', '22', '21', '20', '19', '18'])
})
