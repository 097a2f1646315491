import { onScopeDispose, reactive, watch } from 'vue'
import * as api from '@/api/settings'
import { messageOf } from '@/api/errors'
import type { Id, Preview, PreviewTerms } from '@/api/types'

const PAUSE = 300

/** What the server says that terms would mean, asked again a moment after they change; late answers are dropped. */
export function usePreview(community: () => Id, terms: () => PreviewTerms | null) {
  const state = reactive({ told: null as Preview | null, error: '', asking: false })
  let round = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  async function ask(wanted: PreviewTerms): Promise<void> {
    const mine = ++round
    try {
      const told = await api.preview(community(), wanted)
      if (mine === round) Object.assign(state, { told, error: '', asking: false })
    } catch (error) {
      if (mine === round) Object.assign(state, { told: null, error: messageOf(error), asking: false })
    }
  }
  watch(() => JSON.stringify(terms()), (_, before) => {
    const wanted = terms()
    clearTimeout(timer)
    round++
    if (!wanted) return
    state.asking = true
    timer = setTimeout(() => void ask(wanted), before ? PAUSE : 0)
  }, { immediate: true })
  onScopeDispose(() => clearTimeout(timer))
  return state
}
