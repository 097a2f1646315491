import { expect, it } from 'vitest'
import { codeOf } from './code'

it('a label is known by its address, wherever the platform stands', () => {
  expect(codeOf('https://linli.example/report?label=7KQ2M9XA')).toBe('7KQ2M9XA')
  expect(codeOf('http://localhost:8000/report?label=7kq2m9xa&x=1')).toBe('7KQ2M9XA')
})

it('a code may be typed as it is read', () => {
  expect(codeOf(' 7kq2 m9xa ')).toBe('7KQ2M9XA')
  expect(codeOf('7KQ2-M9XA')).toBe('7KQ2M9XA')
})

it('what leads elsewhere is no label', () => {
  for (const text of ['', 'https://example.com/', 'https://example.com/?label=', '报修', 'https://e.com/report?label=<script>', 'weixin://pay/abc']) {
    expect(codeOf(text)).toBeNull()
  }
})
