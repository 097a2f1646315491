import { onScopeDispose } from 'vue'
import { ApiError } from '@/api/errors'
import { listen } from '@/api/feed'
import * as questions from '@/api/questions'
import type { Id } from '@/api/types'
import { i18n } from '@/i18n'
import { useLoad } from '@/shared/composables/useLoad'
import { useRequestKey } from '@/shared/composables/useRequestKey'
import { say, sayError } from '@/shared/composables/toasts'

/** One question with its thread, kept fresh by the feed. */
export function useQuestion(id: () => Id) {
  const question = useLoad(() => questions.read(id()))
  const thread = useLoad(() => questions.thread(id()))
  const writing = useRequestKey()
  const acting = useRequestKey()
  const reload = async () => { await Promise.all([question.reload(), thread.reload()]) }
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
    const said = await writing(words, (key) => questions.write(id(), words, key))
    if (!said.ticket_id && thread.data) thread.data = [...thread.data, said]
  })
  const act = <A extends keyof questions.ActionData>(action: A, data: questions.ActionData[A]) => attempt(async () => {
    question.data = await acting([action, data], (key) => questions.act(id(), action, data, key))
  }, `question.done.${action}`)
  const convert = (conversion: questions.Conversion) => attempt(
    () => acting(['convert', conversion], (key) => questions.convert(id(), conversion, key)), 'question.done.convert',
  )
  return { question, thread, reload, write, act, convert }
}

export type QuestionWork = ReturnType<typeof useQuestion>
