import { computed, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import * as tickets from '@/api/tickets'
import { useRefresh } from '@/shared/composables/useFeed'
import { usePages } from '@/shared/composables/usePages'

/** Saved views: what a tab asks the server for. */
export const VIEWS = {
  open: { state: 'open' },
  unassigned: { state: 'submitted,returned' },
  overdue: { state: 'open', overdue: true },
  confirm: { state: 'resolved' },
  closed: { state: 'closed,closed_unfixed,cancelled', sort: 'created' },
} satisfies Record<string, tickets.TicketQuery>
export type View = keyof typeof VIEWS

/** The table's view, search and open ticket live in the address, so that a link shows the same to a colleague. */
export function useTicketTable(community: () => string) {
  const route = useRoute()
  const router = useRouter()
  const view = computed<View>(() => (typeof route.query.view === 'string' && route.query.view in VIEWS ? route.query.view as View : 'open'))
  const q = computed(() => (typeof route.query.q === 'string' ? route.query.q : ''))
  const opened = computed(() => (typeof route.query.ticket === 'string' ? route.query.ticket : ''))

  const list = usePages((cursor) => tickets.list({
    community_id: community(), sort: 'due', ...VIEWS[view.value], q: q.value || undefined, cursor, limit: 50,
  }))
  watch([view, q], () => { list.ready = false; void list.reload() })
  useRefresh(['ticket.changed'], list.reload, 400)

  const set = (change: Record<string, string | undefined>) => router.replace({ query: { ...route.query, search: undefined, ...change } })
  return { list, view, q, opened, set, wantsSearch: () => route.query.search !== undefined }
}
