/** Which photos of a ticket belong where: what was reported stands at the top, the proof at the step that it proves. */
import type { Attachment, TicketStep } from '@/api/types'

export const reportedPhotos = (photos: Attachment[]): Attachment[] => photos.filter((photo) => photo.purpose !== 'proof')

/** The photos that came with a step, in the order in which they were added. A rating shows its own. */
export function photosOf(step: Pick<TicketStep, 'action' | 'data'>, photos: Attachment[]): Attachment[] {
  if (step.action === 'submit' || step.action === 'rate') return []
  const ids = Array.isArray(step.data.attachment_ids) ? step.data.attachment_ids : []
  return ids.flatMap((id) => photos.find((photo) => photo.id === id) ?? [])
}
