import { describe, expect, it } from 'vitest'
import { offered } from './tags'
import { blank } from './draft'
import type { TagCode } from '@/api/types'

const tag = (code: TagCode, about: string, lowest: number, highest: number) => ({ code, name: code, praise: lowest > 3, about, lowest, highest })
const TAGS = [tag('punctual', 'speed', 4, 5), tag('late', 'speed', 1, 3), tag('tidy', 'manner', 4, 5)]
const codes = (scores: object) => offered(TAGS, { ...blank(), ...scores }).map((one) => one.code)

describe('tags', () => {
  it('offers nothing before a score is given', () => { expect(codes({})).toEqual([]) })
  it('offers praise for good scores and complaints for bad ones, each for its own', () => {
    expect(codes({ speed: 5, manner: 4 })).toEqual(['punctual', 'tidy'])
    expect(codes({ speed: 3, manner: 4 })).toEqual(['late', 'tidy'])
    expect(codes({ speed: 1, manner: 1 })).toEqual(['late'])
  })
})
