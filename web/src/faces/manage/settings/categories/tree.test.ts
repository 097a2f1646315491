import { describe, expect, it } from 'vitest'
import { beside, blank, complete, find, flat, formOf, given, leaves, matching, moved, parentOf, sourceOf } from './tree'
import type { Category } from '@/api/types'

const times = { response_minutes: 30, arrive_minutes: 60, resolve_minutes: 90, urgent_response_minutes: 15, urgent_arrive_minutes: 30, urgent_resolve_minutes: 45 }
function category(id: string, name: string, more: Partial<Category> = {}, children: Category[] = []): Category {
  return {
    id, code: id, name, name_zh: name, name_en: id, community_id: null, origin_id: null, version: 1, path: [name], icon: 'drop', sort: 0, scope: 'home', keywords: [],
    requires: ['proof', 'measure'], proof_required: true, around_clock: false, retired: false, children, ...times, ...more,
  } as unknown as Category
}
const leak = category('leak', '漏水', { keywords: ['渗水'], sort: 0 })
const power = category('power', '断电', { sort: 1, community_id: 'here', origin_id: 'power-default' } as Partial<Category>)
const old = category('old', '水表', { sort: 2, retired: true })
const gas = category('gas', '燃气', { sort: 2, community_id: 'here' } as Partial<Category>)
const tree = [category('indoor', '室内', {}, [category('utilities', '水电', {}, [leak, power, old, gas]), category('other', '其他')])]

describe('the tree', () => {
  it('finds categories, also by the default in whose place one stands', () => {
    expect([find(tree, 'gas')?.name, find(tree, 'power-default')?.id, find(tree, 'none')]).toEqual(['燃气', 'power', undefined])
    expect([parentOf(tree, 'gas')?.id, beside(tree, 'indoor').length, flat(tree).length]).toEqual(['utilities', 1, 7])
  })
  it('tells whose a category is', () => { expect([leak, power, gas].map(sourceOf)).toEqual(['default', 'changed', 'own']) })
  it('ends where something is reported', () => { expect(leaves(tree).map((one) => one.id)).toEqual(['leak', 'power', 'gas', 'other']) })
  it('is searched by names and keywords, with the way there', () => {
    const ids = (words: string, retired = false) => flat(matching(tree, words, retired)).map((one) => one.id)
    expect(ids('渗水')).toEqual(['indoor', 'utilities', 'leak'])
    expect(ids('水电')).toEqual(['indoor', 'utilities', 'leak', 'power', 'gas'])
    expect([ids('水表'), ids('水表', true)]).toEqual([[], ['indoor', 'utilities', 'old']])
    expect(ids('POWER')).toEqual(['indoor', 'utilities', 'power'])
  })
})

describe('the order', () => {
  const siblings = [leak, power, old, gas]
  it('changes as few as it must', () => {
    expect(moved(siblings, 'gas', -1).map(({ one, sort }) => [one.id, sort])).toEqual([['gas', 1], ['power', 2]])
    expect(moved(siblings, 'leak', 1).map(({ one, sort }) => [one.id, sort])).toEqual([['power', 0], ['leak', 1]])
  })
  it('ends at both ends', () => { expect([moved(siblings, 'leak', -1), moved(siblings, 'gas', 1)]).toEqual([[], []]) })
})

describe('the form', () => {
  it('sends what was written, keywords apart and once', () => {
    const sent = given({ ...formOf(leak), name: ' 渗漏 ', name_en: '', keywords: '渗水、滴水  渗水,漏雨' })
    expect([sent.name, sent.name_en, sent.keywords]).toEqual(['渗漏', '渗漏', ['渗水', '滴水', '漏雨']])
  })
  it('begins a new one as its parent is, without a name', () => {
    expect(blank(leak)).toMatchObject({ name: '', keywords: '', icon: 'drop', resolve_minutes: 90 })
    expect([complete(blank(leak)), complete({ ...blank(undefined), name: '消防' }), complete({ ...blank(leak), name: '消防', arrive_minutes: 0 })]).toEqual([false, true, false])
  })
})
