import { computed, watch } from 'vue'
import { sorted } from './look'
import * as api from '@/api/quotes'
import type { Ticket } from '@/api/types'
import { useLoad } from '@/shared/composables/useLoad'

/** The quotes of a ticket: the one that counts and the older ones; read again whenever the ticket says that another or its state is new. */
export function useQuotes(ticket: () => Ticket) {
  const list = useLoad(() => api.ofTicket(ticket().id))
  watch(() => `${ticket().quote?.id} ${ticket().quote?.state}`, () => void list.reload())
  const view = computed(() => sorted(list.data?.items ?? []))
  return { list, view }
}
