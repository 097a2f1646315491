import { describe, expect, it } from 'vitest'
import { blocks, inline } from './prose'

const shape = (text: string) => blocks(text).map((one) => [one.kind, one.lines.map((line) => line.map((part) => part.text).join(''))])

describe('a text', () => {
  it('is cut into headings, lists and paragraphs, whose lines stay', () => {
    expect(shape('# 先止水\n关总阀。\n再报修。\n\n1. 一\n2、二\n- 甲\n• 乙\n\n- 丙')).toEqual([
      ['heading', ['先止水']], ['text', ['关总阀。', '再报修。']], ['numbers', ['一', '二']], ['list', ['甲', '乙']], ['list', ['丙']],
    ])
  })
  it('goes on counting where a list was interrupted', () => {
    expect(blocks('1. 一\n\n说明\n\n2. 二').filter((one) => one.kind === 'numbers').map((one) => 'start' in one && one.start)).toEqual([1, 2])
  })
  it('keeps what only looks like Markdown', () => {
    expect(shape('#1 楼\n-5 度\n2026.10 起\n1998年')).toEqual([['text', ['#1 楼', '-5 度', '2026.10 起', '1998年']]])
  })
  it('is empty for nothing', () => { expect(blocks(' \n\r\n')).toEqual([]) })
})

describe('a line', () => {
  it('has bold words and links', () => {
    expect(inline('拨打**119**，见[指南](https://a.cn/x?y=1)或 https://b.cn。')).toEqual([
      { kind: 'text', text: '拨打' }, { kind: 'bold', text: '119' }, { kind: 'text', text: '，见' }, { kind: 'link', text: '指南', to: 'https://a.cn/x?y=1' },
      { kind: 'text', text: '或 ' }, { kind: 'link', text: 'https://b.cn', to: 'https://b.cn' }, { kind: 'text', text: '。' },
    ])
  })
  it('makes no link of a script and no element of markup', () => {
    for (const words of ['[点我](javascript:alert(1))', '<img src=x onerror=alert(1)>', '[x](data:text/html,1)']) expect(inline(words)).toEqual([{ kind: 'text', text: words }])
  })
})
