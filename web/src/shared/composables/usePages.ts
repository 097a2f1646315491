import { reactive } from 'vue'
import { messageOf } from '@/api/errors'
import type { Page } from '@/api/types'

export interface Pages<T> {
  items: T[]
  loading: boolean
  error: string
  /** Whether the first page has arrived; before that an empty list means nothing. */
  ready: boolean
  next: string | null
  reload: () => Promise<void>
  more: () => Promise<void>
}

/** A list that is read page by page. `reload` keeps the old rows on the screen until the new ones are there. */
export function usePages<T>(read: (cursor?: string) => Promise<Page<T> | { items: T[] }>): Pages<T> {
  let round = 0
  const state = reactive({ items: [], loading: false, error: '', ready: false, next: null }) as unknown as Omit<Pages<T>, 'reload' | 'more'>
  async function fetchPage(cursor?: string): Promise<void> {
    const mine = ++round
    state.loading = true
    state.error = ''
    try {
      const page = await read(cursor)
      if (mine !== round) return
      state.items = cursor ? [...state.items, ...page.items] : page.items
      state.next = 'next' in page ? page.next : null
      state.ready = true
    } catch (error) {
      if (mine === round) state.error = messageOf(error)
    } finally {
      if (mine === round) state.loading = false
    }
  }
  const reload = () => fetchPage()
  const more = async () => { if (state.next && !state.loading) await fetchPage(state.next) }
  void reload()
  return Object.assign(state, { reload, more })
}
