/** How a question looks everywhere. */
import type { QuestionState } from '@/api/types'
import type { IconName } from '@/shared/icons'

export const STATE: Record<QuestionState, { icon: IconName; tone: 'ask' | 'done' | 'stop' }> = {
  waiting: { icon: 'clock', tone: 'ask' },
  answered: { icon: 'chat', tone: 'done' },
  closed: { icon: 'check', tone: 'stop' },
}
