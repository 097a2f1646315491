import { describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { ApiError } from '@/api/errors'
import { differing, useEdited } from './useEdited'

interface Note { version: number; title: string; lines: string[] }

/** A server that keeps one note, and refuses words that were written on an older version or are empty. */
function served(start: Note) {
  let now = start
  const write = async (draft: Omit<Note, 'version'>, version: number) => {
    if (version !== now.version) throw new ApiError({ status: 412, code: 'version.stale' })
    if (!draft.title) throw new ApiError({ status: 422, code: 'note.blank', detail: '…' })
    return (now = { ...draft, version: version + 1 })
  }
  const elsewhere = (change: Partial<Note>) => { now = { ...now, ...change, version: now.version + 1 } }
  const edited = useEdited<Note, Omit<Note, 'version'>>({
    form: ({ title, lines }) => ({ title, lines }), read: async () => now, write,
  })
  edited.show(now)
  const type = (title: string) => { if (edited.draft.value) edited.draft.value.title = title }
  return { edited, type, elsewhere, now: () => now }
}
const note = { version: 3, title: '一', lines: ['a'] }

describe('something that two people edit', () => {
  it('is dirty while the draft differs, and not after it was put back or saved', async () => {
    const { edited, type, now } = served(note)
    expect(edited.dirty.value).toBe(false)
    edited.draft.value?.lines.push('b')
    expect(edited.dirty.value).toBe(true)
    edited.discard()
    expect([edited.dirty.value, note.lines]).toEqual([false, ['a']])
    type('二')
    expect(await edited.save()).toBe(true)
    expect([edited.dirty.value, now()]).toEqual([false, { version: 4, title: '二', lines: ['a'] }])
  })

  it('shows theirs on demand and gives back what was typed', async () => {
    const { edited, type, elsewhere, now } = served(note)
    type('我的')
    elsewhere({ title: '他们的' })
    await edited.save()
    expect([edited.theirs.value?.title, edited.draft.value?.title]).toEqual(['他们的', '我的'])
    edited.seeTheirs()
    expect([edited.draft.value?.title, edited.dirty.value, edited.kept.value?.title]).toEqual(['他们的', false, '我的'])
    edited.takeBack()
    expect(edited.draft.value?.title).toBe('我的')
    await edited.save()
    expect(now()).toEqual({ version: 5, title: '我的', lines: ['a'] })
  })

  it('keeps mine over theirs when the person says so, and asks again after a third', async () => {
    const { edited, type, elsewhere, now } = served(note)
    type('我的')
    elsewhere({ title: '他们的' })
    await edited.save()
    elsewhere({ title: '第三人的' })
    await edited.keepMine()
    expect(edited.theirs.value?.title).toBe('第三人的')
    await edited.keepMine()
    expect(now()).toEqual({ version: 6, title: '我的', lines: ['a'] })
  })

  it('keeps why words were refused until they are changed', async () => {
    const { edited, type } = served(note)
    type('')
    await nextTick()
    expect(await edited.save()).toBe(false)
    expect([edited.problem.value?.code, edited.dirty.value]).toEqual(['note.blank', true])
    type('好')
    await nextTick()
    expect(edited.problem.value).toBeNull()
  })
})

it('tells which parts differ', () => {
  expect(differing({ a: [1], b: 2, c: 'x' }, { a: [1, 2], b: 2, c: 'y' })).toEqual(['a', 'c'])
})
