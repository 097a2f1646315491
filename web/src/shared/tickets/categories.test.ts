import { expect, it } from 'vitest'
import { entries, fits, guess, search } from './categories'
import type { Category } from '@/api/types'

const kind = (name: string, keywords: string[] = [], children: unknown[] = [], scope = 'home', path: string[] = []): Category =>
  ({ id: name, name, icon: 'drop', scope, keywords, children, path: [...path, name] }) as unknown as Category

const TREE = [
  kind('室内', [], [
    kind('水电', [], [kind('漏水', ['渗水', '滴水'], [], 'home', ['室内', '水电']), kind('开关插座', ['灯不亮'], [], 'home', ['室内', '水电'])]),
    kind('噪音', [], [kind('邻里噪音', ['楼上'], [], 'both', ['室内', '噪音'])]),
    kind('其他'),
  ]),
  kind('公共区域', [], [
    kind('电梯', [], [kind('电梯困人', ['困住'], [], 'public', ['公共区域', '电梯']), kind('电梯停运', ['坏了'], [], 'public', ['公共区域', '电梯'])], 'public'),
  ], 'public'),
]
const all = entries(TREE)

it('the flat list has matters and problems, and no places', () => {
  expect(all.map((one) => one.name)).toEqual(['漏水', '开关插座', '水电', '邻里噪音', '噪音', '其他', '电梯困人', '电梯停运', '电梯'])
})

it('what was written is guessed by keywords first, then by parts of the name', () => {
  expect(guess('厨房水管滴水，地上都是', all)?.name).toBe('漏水')
  expect(guess('客厅顶灯开关按下去没反应', all)?.name).toBe('开关插座')
  expect(guess('电梯又坏了', all)?.name).toBe('电梯停运')
  expect(guess('有人困住了', all)?.name).toBe('电梯困人')
})

it('where nothing is known nothing is guessed', () => {
  for (const text of ['', '你好', '它不行了', 'asdf', '水']) expect(guess(text, all)).toBeNull()
  expect(guess('漏水', [])).toBeNull()
})

it('a search finds names before keywords before the way there', () => {
  expect(search('电梯', all).map((one) => one.name)).toEqual(['电梯困人', '电梯停运', '电梯'])
  expect(search('滴水', all).map((one) => one.name)).toEqual(['漏水'])
  expect(search('水电', all).map((one) => one.name)).toEqual(['水电', '漏水', '开关插座'])
  expect(search('不存在的东西', all)).toEqual([])
})

it('what is for both fits everywhere', () => {
  expect(fits('both', 'home') && fits('both', 'public') && fits('home', 'home')).toBe(true)
  expect(fits('home', 'public') || fits('public', 'home')).toBe(false)
})
