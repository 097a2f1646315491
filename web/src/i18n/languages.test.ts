import { expect, it } from 'vitest'
import en from './en'
import zh from './zh-CN'

/** The dotted names of all texts, with the names in braces that each expects. */
function texts(node: unknown, path = ''): string[] {
  if (typeof node === 'string') return [`${path} ${[...node.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort().join(',')}`]
  return Object.entries(node as object).flatMap(([key, value]) => texts(value, `${path}.${key}`))
}

it('both languages have the same texts with the same gaps to fill', () => {
  expect(texts(en).sort()).toEqual(texts(zh).sort())
})
