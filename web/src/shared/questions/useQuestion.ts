import { computed, onScopeDispose } from 'vue'
import { ApiError } from '@/api/errors'
import { listen } from '@/api/feed'
import * as questions from '@/api/questions'
import type { Id } from '@/api/types'
import { i18n } from '@/i18n'
import { useLoad } from '@/shared/composables/useLoad'
import { useRequestKey } from '@/shared/composables/useRequestKey'
import { say, sayError } from '@/shared/composables/toasts'
import { useNewest } from './useNewest'

/** One question with its thread, kept fresh by the feed; `scroller` is what scrolls the thread, by default the page. */
export function useQuestion(id: () => Id, scroller?: () => Element | null) {
  const head = useLoad(() => questions.read(id()))
  const said = useLoad(() => questions.thread(id()))
  const question = computed(() => head.data)
  const thread = computed(() => said.data)
  /** Why there is nothing to show; what has been read once stays on the screen. */
  const failed = computed(() => (head.data && said.data ? '' : head.error || said.error))
  const writing = useRequestKey()
  const acting = useRequestKey()
  const reload = async () => { await Promise.all([head.reload(), said.reload()]) }
  const heard = (news: { consultation_id: Id }) => { if (news.consultation_id === id()) void reload() }

  for (const kind of ['consultation.changed', 'consultation.message'] as const) onScopeDispose(listen(kind, heard))
  onScopeDispose(listen('reset', () => void reload()))

  /** Does something and shows the result; what was refused is said, and what it is now is read again. */
  async function attempt(work: () => Promise<unknown>, done?: string): Promise<boolean> {
    try {
      await work()
      if (done) say(i18n.global.t(done))
      void reload()
      return true
    } catch (error) {
      sayError(error)
      if (error instanceof ApiError && error.status === 409) void reload()
      return false
    }
  }

  const write = (text: string, attachment_ids: Id[], internal = false) => attempt(async () => {
    const words = { text, attachment_ids, internal }
    const message = await writing(words, (key) => questions.write(id(), words, key))
    if (!message.ticket_id && said.data) said.data = [...said.data, message]
  })
  const act = <A extends keyof questions.ActionData>(action: A, data: questions.ActionData[A]) => attempt(async () => {
    head.data = await acting([action, data], (key) => questions.act(id(), action, data, key))
  }, `question.done.${action}`)
  const convert = (conversion: questions.Conversion) => attempt(
    () => acting(['convert', conversion], (key) => questions.convert(id(), conversion, key)), 'question.done.convert',
  )
  useNewest(() => said.data?.length ?? 0, scroller)
  return { question, thread, failed, reload, write, act, convert }
}

export type QuestionWork = ReturnType<typeof useQuestion>
