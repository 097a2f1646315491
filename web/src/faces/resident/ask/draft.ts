/** The unsent question. */
import { draftStore } from '@/shared/drafts'

export type About = 'home' | 'public'
export interface Draft {
  /** The question's idempotency key: it outlives every attempt to send. */
  key: string
  text: string
  about: About
  photos: { key: string; blob: Blob }[]
  /** Whether it was sent and no answer came. */
  unsent: boolean
}

export const drafts = draftStore<Draft>((owner) => `question:${owner}`)
