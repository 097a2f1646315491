import { ApiError } from '@/api/errors'
import * as tickets from '@/api/tickets'
import type { QueueItem, Ticket, TicketAction } from '@/api/types'
import { i18n } from '@/i18n'
import { useRefresh } from '@/shared/composables/useFeed'
import { usePages } from '@/shared/composables/usePages'
import { say, sayError } from '@/shared/composables/toasts'

/** The worker's queue by deadline; acting on a card changes it at once and then asks the server for the new order. */
export function useQueue() {
  const list = usePages<QueueItem>(tickets.queue)
  useRefresh(['ticket.changed', 'ticket.comment'], list.reload)

  async function act(ticket: Ticket, action: TicketAction, data: Record<string, unknown> = {}): Promise<boolean> {
    try {
      const after = await tickets.act(ticket, action, data)
      const index = list.items.findIndex((one) => one.id === ticket.id)
      const card = list.items[index]
      if (card) list.items[index] = { ...card, ...after }
      say(i18n.global.t(`ticket.done.${action}`))
      void list.reload()
      return true
    } catch (error) {
      sayError(error)
      if (error instanceof ApiError && error.status === 409) void list.reload()
      return false
    }
  }
  return { list, act }
}
