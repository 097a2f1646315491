import { computed, ref, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import * as tickets from '@/api/tickets'
import type { Ticket } from '@/api/types'
import { fromAddress, toAddress, toApi, type Wanted } from './filters'
import { useLive } from './useLive'
import { usePages } from '@/shared/composables/usePages'

/** The list as the address has it, so that reload, back and a sent link show the same; and the ticket that is open beside it. */
export function useTicketList(community: () => string, holding: () => boolean) {
  const route = useRoute()
  const router = useRouter()
  // An address without a list, on the way to another page, is none of ours.
  const here = route.name
  const query = ref(route.query)
  watch(() => route.query, (now) => { if (route.name === here) query.value = now })
  const wanted = computed(() => fromAddress(query.value, Date.now()))
  const opened = computed(() => (typeof query.value.ticket === 'string' ? query.value.ticket : ''))
  const asked = computed(() => ({ community_id: community(), ...toApi(wanted.value) }))

  const read = (cursor?: string, limit = 50) => tickets.list({ ...asked.value, cursor, limit })
  const list = usePages<Ticket>((cursor) => read(cursor))
  const live = useLive(list, read, holding)
  watch(() => JSON.stringify(asked.value), () => { live.forget(); list.ready = false; void list.reload() })

  const go = (change: Partial<Wanted>) =>
    router.push({ query: { ...toAddress({ ...wanted.value, ...change }, Date.now()), ...(opened.value ? { ticket: opened.value } : {}) } })
  const rest = () => ({ ...query.value, search: undefined })
  const open = (id?: string) => router[id && !opened.value ? 'push' : 'replace']({ query: { ...rest(), ticket: id } })
  return { list, live, wanted, asked, opened, go, open, wantsSearch: () => query.value.search !== undefined }
}
