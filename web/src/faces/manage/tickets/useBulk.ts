import { computed, reactive } from 'vue'
import { messageOf } from '@/api/errors'
import * as tickets from '@/api/tickets'
import type { Ticket } from '@/api/types'
import { i18n } from '@/i18n'
import { say } from '@/shared/composables/toasts'

export const BULK = ['assign', 'transfer', 'close'] as const
export type BulkAction = (typeof BULK)[number]
export interface Refusal { ticket: Ticket; why: string }
/** So many at once: few enough that the bar moves and nobody else waits long for the database. */
const PIECE = 20

/** One action on many tickets, piece by piece, with a verdict for each. */
export function useBulk(after: (refused: string[]) => unknown) {
  const state = reactive({ action: '' as BulkAction | '', total: 0, asked: 0, done: 0, refused: [] as Refusal[] })
  const busy = computed(() => state.asked < state.total)

  async function run(action: BulkAction, chosen: Ticket[], data: Record<string, unknown>): Promise<void> {
    if (busy.value) return
    Object.assign(state, { action, total: chosen.length, asked: 0, done: 0, refused: [] })
    for (let start = 0; start < chosen.length; start += PIECE) await ask(action, chosen.slice(start, start + PIECE), data)
    const { t } = i18n.global
    if (!state.refused.length) say(t(`desk.bulk.done.${action}`, { n: state.done }))
    await after(state.refused.map((one) => one.ticket.id))
  }

  async function ask(action: BulkAction, piece: Ticket[], data: Record<string, unknown>): Promise<void> {
    try {
      const answer = await tickets.actOnMany(piece, action, data)
      state.done += answer.done
      const byId = new Map(piece.map((ticket) => [ticket.id, ticket]))
      for (const { id, done, detail } of answer.items) {
        const ticket = byId.get(id)
        if (!done && ticket) state.refused.push({ ticket, why: detail ?? '' })
      }
    } catch (error) {
      state.refused.push(...piece.map((ticket) => ({ ticket, why: messageOf(error) })))
    } finally {
      state.asked += piece.length
    }
  }
  const close = () => { state.refused = [] }
  return { state, busy, run, close }
}
export type Bulk = ReturnType<typeof useBulk>
