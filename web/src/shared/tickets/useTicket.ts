import { computed } from 'vue'
import { ApiError } from '@/api/errors'
import * as tickets from '@/api/tickets'
import type { Audience } from '@/api/tickets'
import type { Attachment, Comment, Id, Ticket, TicketAction, TicketStep } from '@/api/types'
import { i18n } from '@/i18n'
import { listen } from '@/api/feed'
import { photosOf } from './photos'
import { useLoad } from '@/shared/composables/useLoad'
import { useRequestKey } from '@/shared/composables/useRequestKey'
import { say, sayError } from '@/shared/composables/toasts'
import { implied } from './look'
import { onScopeDispose } from 'vue'

/** One ticket with its story and comments, kept fresh by the feed. */
export function useTicket(id: () => Id) {
  const ticket = useLoad(() => tickets.read(id()))
  const history = useLoad(() => tickets.history(id()))
  const comments = useLoad(() => tickets.comments(id()))
  const acting = useRequestKey()
  const saying = useRequestKey()
  const reload = () => Promise.all([ticket.reload(), history.reload(), comments.reload()])

  onScopeDispose(listen('ticket.changed', (news) => {
    if (news.parent_id === id()) void ticket.reload()
    if (news.ticket_id === id() && news.version !== ticket.data?.version) void Promise.all([ticket.reload(), history.reload()])
  }))
  onScopeDispose(listen('ticket.escalated', (news) => { if (news.ticket_id === id()) void Promise.all([ticket.reload(), history.reload()]) }))
  onScopeDispose(listen('attachment.changed', (news) => { if (news.ticket_id === id()) void ticket.reload() }))
  onScopeDispose(listen('ticket.comment', (news) => { if (news.ticket_id === id() || news.parent_id === id()) void comments.reload() }))
  onScopeDispose(listen('rating.replied', (news) => { if (news.ticket_id === id()) void ticket.reload() }))
  onScopeDispose(listen('reset', () => void reload()))

  /** Acts and shows the result at once; when somebody was faster, shows what the ticket is now. */
  async function act(action: TicketAction, data: Record<string, unknown> = {}): Promise<boolean> {
    const seen = ticket.data
    if (!seen) return false
    try {
      const answered = await acting([action, data, seen.version], (key) => tickets.act(seen, action, { ...implied(seen, action), ...data }, key))
      // The feed may have brought what happened after it already.
      if (answered.version >= (ticket.data?.version ?? 0)) ticket.data = answered
      say(i18n.global.t(`ticket.done.${action}`))
      void history.reload()
      return true
    } catch (error) {
      sayError(error)
      if (error instanceof ApiError && error.status === 409) void reload()
      return false
    }
  }

  async function comment(text: string, attachments: Id[], audience: Audience = 'everybody'): Promise<boolean> {
    try {
      await saying([text, attachments, audience], (key) => tickets.comment(id(), text, attachments, audience, key))
      await comments.reload()
      return true
    } catch (error) {
      sayError(error)
      return false
    }
  }

  const story = computed(() => merge(history.data?.items ?? [], comments.data?.items ?? [], ticket.data?.attachments ?? []))
  return { ticket, story, reload, act, comment }
}

export type Chapter =
  | { kind: 'step'; at: string; step: TicketStep; photos: Attachment[] }
  | { kind: 'comment'; at: string; comment: Comment }

function merge(steps: TicketStep[], comments: Comment[], photos: Attachment[]): Chapter[] {
  const chapters: Chapter[] = [
    ...steps.map((step) => ({ kind: 'step' as const, at: step.happened_at, step, photos: photosOf(step, photos) })),
    ...comments.map((comment) => ({ kind: 'comment' as const, at: comment.created_at, comment })),
  ]
  return chapters.sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
}

export type TicketWork = ReturnType<typeof useTicket>
export type { Ticket }
