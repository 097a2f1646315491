import { onScopeDispose, ref, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import * as knowledge from '@/api/knowledge'
import { usePages } from '@/shared/composables/usePages'

const PAUSE_MS = 250

/** Articles: those that match what is being typed, all of them before. The words live in the address, so that "back" finds them. */
export function useSearch(community: string) {
  const route = useRoute()
  const router = useRouter()
  const words = ref(typeof route.query.q === 'string' ? route.query.q : '')
  /** The words that the list answers to. */
  const asked = ref('')
  const list = usePages(async (cursor) => {
    const q = words.value.trim()
    const found = q ? await knowledge.suggest(community, q) : await knowledge.articles(community, cursor)
    asked.value = q
    return found
  })

  let timer: ReturnType<typeof setTimeout> | undefined
  watch(words, () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      void router.replace({ query: words.value.trim() ? { q: words.value } : {} })
      void list.reload()
    }, PAUSE_MS)
  })
  onScopeDispose(() => clearTimeout(timer))
  return { words, asked, list }
}
