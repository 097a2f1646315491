import { expect, it } from 'vitest'
import { difference } from './difference'

const words = (was: string, is: string) => difference(was.split(''), is.split('')).map(({ kind, text }) => ({ same: ' ', gone: '-', added: '+' })[kind] + text).join('')

it.each([
  ['abc', 'abc', ' a b c'],
  ['abc', 'ac', ' a-b c'],
  ['ac', 'abc', ' a+b c'],
  ['abc', 'axc', ' a-b+x c'],
  ['', 'ab', '+a+b'],
  ['abcd', 'badc', '-a b-c+a d+c'],
])('%s → %s', (was, is, found) => { expect(words(was, is)).toBe(found) })

it('gives back both texts, whatever they are', () => {
  const texts = ['', 'a', 'aab', 'baab', 'cab', 'abcabba', 'cbabac']
  for (const was of texts) for (const is of texts) {
    const lines = difference(was.split(''), is.split(''))
    const without = (kind: string) => lines.filter((line) => line.kind !== kind).map((line) => line.text).join('')
    expect([without('added'), without('gone')]).toEqual([was, is])
  }
})
