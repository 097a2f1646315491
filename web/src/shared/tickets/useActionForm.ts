import { computed, reactive } from 'vue'
import { ACTION, type FieldName } from './look'
import type { Ticket, TicketAction } from '@/api/types'
import { isWhole, linesToSend, type DraftLine } from '@/shared/quotes/draft'
import { usePhotos, type Photos } from '@/shared/composables/usePhotos'
import { blank, useRatingDraft } from '@/shared/ratings/draft'

/** A point in time as the browser's field for it wants it: local, to the minute. */
const forField = (date: Date) => new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)

function morningIn(days: number): string {
  const date = new Date()
  date.setDate(date.getDate() + days)
  date.setHours(9, 0)
  return forField(date)
}

/** Until when work is mostly put off. */
export const UNTIL = {
  hours: () => forField(new Date(Date.now() + 2 * 3_600_000)),
  tomorrow: () => morningIn(1),
  days: () => morningIn(3),
}

/** The values an action asks for, whether they suffice, and the body to send. */
export function useActionForm(ticket: Ticket, action: TicketAction) {
  const { optional = [] } = ACTION[action]
  const wants = (field: FieldName) => ticket.category.requires.includes(field === 'photos' ? 'proof' : field)
  const fields = ACTION[action].fields.filter((field) => (field !== 'cause' && field !== 'parts') || wants(field))
  const mayLack = (field: FieldName) => optional.includes(field) && !wants(field)
  const values = reactive({
    assignee: '', into: '', reason: '', note: '', text: '', measure: '', cause: '', parts: '', until: UNTIL.hours(),
    rating: blank(),
    lines: [] as DraftLine[],
    slot: ticket.appointment?.starts_at ?? '',
  })
  const photos: Photos | null = fields.includes('photos') ? usePhotos('proof') : null
  const pictures: Photos | null = fields.includes('rating') ? usePhotos('rating') : null
  const draft = fields.includes('rating') ? useRatingDraft(ticket.id, values.rating, pictures) : null
  const has = (field: FieldName) => fields.includes(field)
  const filled = (field: FieldName): boolean => {
    if (field === 'photos') return Boolean(photos?.ids.length)
    if (field === 'rating') return values.rating.speed > 0 && values.rating.quality > 0 && values.rating.manner > 0
    if (field === 'slot') return values.slot !== (ticket.appointment?.starts_at ?? '')
    if (field === 'lines') return values.lines.length > 0 && values.lines.every(isWhole)
    return values[field].trim().length > 0
  }
  const complete = computed(() => fields.every((field) => mayLack(field) || filled(field)) && [photos, pictures].every((some) => !some?.uploading && !some?.failed))

  function body(): Record<string, unknown> {
    const given: Record<FieldName, () => Record<string, unknown>> = {
      assignee: () => ({ assignee_id: values.assignee }),
      into: () => ({ into_id: values.into }),
      reason: () => ({ reason: values.reason.trim() }),
      note: () => ({ note: values.note.trim() }),
      text: () => ({ text: values.text.trim() }),
      measure: () => ({ measure: values.measure.trim() }),
      cause: () => ({ cause: values.cause.trim() }),
      parts: () => ({ parts: values.parts.trim() }),
      until: () => ({ until: new Date(values.until).toISOString() }),
      slot: () => ({ starts_at: values.slot || null }),
      lines: () => ({ lines: linesToSend(values.lines) }),
      photos: () => ({ attachment_ids: photos?.ids ?? [] }),
      rating: () => ({ ...values.rating, words: values.rating.words.trim() || undefined, attachment_ids: pictures?.ids ?? [] }),
    }
    const wanted = fields.filter((field) => field === 'photos' || filled(field))
    return Object.assign({}, ...wanted.map((field) => given[field]())) as Record<string, unknown>
  }
  return { values, photos, pictures, has, complete, body, arrived: () => draft?.drop(), community: ticket.community_id }
}
