import { reactive } from 'vue'
import { messageOf } from '@/api/errors'

export interface Load<T> {
  data: T | null
  loading: boolean
  /** Why the newest attempt failed, in the reader's language; older data stays. */
  error: string
  reload: () => Promise<void>
}

/** One thing read from the server, with the three states a screen must show. Late answers to older questions are dropped. */
export function useLoad<T>(read: () => Promise<T>): Load<T> {
  let round = 0
  const state = reactive({ data: null as T | null, loading: false, error: '' }) as Omit<Load<T>, 'reload'>
  async function reload(): Promise<void> {
    const mine = ++round
    state.loading = true
    try {
      const data = await read()
      if (mine === round) Object.assign(state, { data, error: '' })
    } catch (error) {
      if (mine === round) state.error = messageOf(error)
    } finally {
      if (mine === round) state.loading = false
    }
  }
  void reload()
  return Object.assign(state, { reload })
}
