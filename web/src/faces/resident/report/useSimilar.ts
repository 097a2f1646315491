import { computed, onScopeDispose, reactive, ref, watch } from 'vue'
import * as tickets from '@/api/tickets'
import type { Near } from '@/api/tickets'
import type { SimilarTicket } from '@/api/types'

const PAUSE_MS = 400
const MOST_SHOWN = 3

/** What neighbours have reported already that looks like the same, while a report is written; silent when nothing does. */
export function useSimilar(near: () => Near | null) {
  const found = ref<SimilarTicket[]>([])
  const unlike = ref<string[]>([])
  let round = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function look(): Promise<void> {
    const mine = ++round
    const asked = near()
    // A report can be sent without this: a failure is not worth a word.
    const items = asked ? await tickets.similar(asked).then((answer) => answer.items, () => []) : []
    if (mine === round) found.value = items
  }
  watch(() => JSON.stringify(near()), () => {
    clearTimeout(timer)
    timer = setTimeout(() => void look(), PAUSE_MS)
  }, { immediate: true })
  onScopeDispose(() => clearTimeout(timer))

  const shown = computed(() => found.value.filter((one) => !unlike.value.includes(one.id)).slice(0, MOST_SHOWN))
  function dismiss(): void {
    unlike.value.push(...shown.value.map((one) => one.id))
  }
  return reactive({ shown, dismiss })
}
