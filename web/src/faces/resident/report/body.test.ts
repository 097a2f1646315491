import { expect, it } from 'vitest'
import { bodyOf, isPlaced, type Form } from './body'
import { emptyPlace, placeOf } from './draft'
import type { PlaceLabel } from '@/api/types'

const HOME = { id: 'home', label: '1栋1单元1203', community: { id: 'here', name: '' }, building: null }
const form = (changes: Partial<Form>): Form => ({
  key: 'k', text: ' 没电了 ', category: 'c', picked: true, urgency: 'normal', place: emptyPlace(), phone: '', visit: '2026-11-23T01:00:00Z', waiting: false, ...changes,
})
const LABEL = { building_id: 'b', entrance_id: null, floor: -1, spot: '地下车库', place_label: '1栋 地下1层 地下车库' } as PlaceLabel

it('an appointment goes along for a home, and nowhere else', () => {
  expect(bodyOf(form({}), HOME, ['p'])).toEqual({
    home_id: 'home', spot: '', category_id: 'c', text: '没电了', urgency: 'normal', attachment_ids: ['p'], appointment: { starts_at: '2026-11-23T01:00:00Z' },
  })
  expect(bodyOf(form({ urgency: 'urgent' }), HOME, [])).not.toHaveProperty('appointment')
  expect(bodyOf(form({ place: placeOf(LABEL) }), HOME, [])).not.toHaveProperty('appointment')
})

it('a label fills in the place', () => {
  const body = bodyOf(form({ place: placeOf(LABEL), phone: ' 13900000000 ' }), HOME, [])
  expect(body).toMatchObject({ community_id: 'here', building_id: 'b', floor: -1, spot: '地下车库', contact_phone: '13900000000' })
  expect(body.entrance_id).toBeUndefined()
})

it('a floor means nothing without its building', () => {
  expect(bodyOf(form({ place: { ...emptyPlace(), kind: 'public', floor: '3', spot: '东门' } }), HOME, []).floor).toBeUndefined()
})

it('a public place is a building or some words', () => {
  expect(isPlaced(emptyPlace())).toBe(true)
  expect(isPlaced({ ...emptyPlace(), kind: 'public', spot: '  ' })).toBe(false)
  expect(isPlaced({ ...emptyPlace(), kind: 'public', building: 'b' })).toBe(true)
})
