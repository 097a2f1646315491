import { expect, it, vi } from 'vitest'
import { usePages } from './usePages'
import { NetworkError } from '@/api/errors'

const settled = () => new Promise((done) => setTimeout(done))

it('reads on page by page to the end', async () => {
  const list = usePages(async (cursor) => (cursor ? { items: [3], next: null } : { items: [1, 2], next: 'more' }))
  await settled()
  expect(list.items).toEqual([1, 2])
  await list.more()
  expect(list.items).toEqual([1, 2, 3])
  expect(list.next).toBeNull()
})

it('drops the late answer to an older question', async () => {
  const answers: ((items: string[]) => void)[] = []
  const list = usePages(() => new Promise<{ items: string[] }>((done) => answers.push((items) => done({ items }))))
  void list.reload()
  answers[1]?.(['new'])
  await settled()
  answers[0]?.(['old'])
  await settled()
  expect(list.items).toEqual(['new'])
})

it('keeps the old rows on the screen when a reload fails, and says why', async () => {
  const read = vi.fn<() => Promise<{ items: number[] }>>().mockResolvedValueOnce({ items: [1] }).mockRejectedValueOnce(new NetworkError())
  const list = usePages(read)
  await settled()
  await list.reload()
  expect(list.items).toEqual([1])
  expect(list.error).toBe('网络不通，请稍后再试。')
})
