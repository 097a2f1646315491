/** The unsent report. */
import { draftStore } from '@/shared/drafts'

export interface Draft {
  /** The report's idempotency key: it outlives every attempt to send. */
  key: string
  text: string
  category: string
  urgency: 'normal' | 'urgent'
  place: Place
  phone: string
  photos: { key: string; blob: Blob }[]
  /** Whether the person has pressed "send" and only the network is missing. */
  waiting: boolean
}
export interface Place { kind: 'home' | 'public'; building: string; entrance: string; spot: string }

export const { load: loadDraft, save: saveDraft, drop: dropDraft } = draftStore<Draft>((owner) => owner)
