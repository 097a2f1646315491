import { computed, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import * as questions from '@/api/questions'
import { useRefresh } from '@/shared/composables/useFeed'
import { usePages } from '@/shared/composables/usePages'

/** What a tab asks the server for: those that wait come by the deadline of their answer. */
export const VIEWS = {
  waiting: { state: 'waiting', sort: 'due' },
  overdue: { overdue: true, sort: 'due' },
  mine: { state: 'open', assignee: 'me' },
  answered: { state: 'answered' },
  closed: { state: 'closed' },
} satisfies Record<string, questions.QuestionQuery>
export type View = keyof typeof VIEWS

/** The list's view, search and open question live in the address, so that a link shows the same to a colleague. */
export function useQuestionList(community: () => string) {
  const route = useRoute()
  const router = useRouter()
  const text = (name: string) => (typeof route.query[name] === 'string' ? String(route.query[name]) : '')
  const view = computed<View>(() => (text('view') in VIEWS ? text('view') as View : 'waiting'))
  const q = computed(() => text('q'))
  const opened = computed(() => text('question'))

  const list = usePages((cursor) => questions.list({ community_id: community(), ...VIEWS[view.value], q: q.value || undefined, cursor, limit: 50 }))
  watch([view, q], () => { list.ready = false; void list.reload() })
  useRefresh(['consultation.changed', 'consultation.message'], list.reload, 400)

  const set = (change: Record<string, string | undefined>) => router.replace({ query: { ...route.query, ...change } })
  return { list, view, q, opened, set }
}
