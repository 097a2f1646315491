/** How a question looks everywhere. */
import type { Question, QuestionState } from '@/api/types'
import type { IconName } from '@/shared/icons'

export const STATE: Record<QuestionState, { icon: IconName; tone: 'ask' | 'done' | 'stop' }> = {
  waiting: { icon: 'clock', tone: 'ask' },
  answered: { icon: 'chat', tone: 'done' },
  closed: { icon: 'check', tone: 'stop' },
}

/** What has been said last, unless the subject says it already. */
export const newestOf = (question: Question) => (question.excerpt === question.subject ? '' : question.excerpt)
