import { computed, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import * as ratings from '@/api/ratings'
import type { VisitState } from '@/api/types'
import { useRefresh } from '@/shared/composables/useFeed'
import { usePages } from '@/shared/composables/usePages'

export const VIEWS: VisitState[] = ['due', 'done', 'unreachable', 'lapsed']

/** The office's return visits; which of them lives in the address. */
export function useRevisits(community: () => string) {
  const route = useRoute()
  const router = useRouter()
  const view = computed<VisitState>(() => VIEWS.find((one) => one === route.query.view) ?? 'due')
  const list = usePages((cursor) => ratings.visits({ community_id: community(), state: view.value, cursor, limit: 50 }))
  watch(view, () => { list.ready = false; void list.reload() })
  useRefresh(['return_visit.changed'], list.reload, 300)
  return { list, view, show: (name: VisitState) => router.replace({ query: { view: name } }) }
}
