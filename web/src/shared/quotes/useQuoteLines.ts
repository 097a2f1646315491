import { computed, ref, type Ref } from 'vue'
import { draftOf, ownLine, quantityIn, withQuantity, type DraftLine } from './draft'
import { sorted } from './look'
import * as api from '@/api/quotes'
import type { PriceItem, Ticket } from '@/api/types'
import { usePages } from '@/shared/composables/usePages'

/** Choosing lines for a quote. A ticket that has been quoted for begins from that quote. */
export function useQuoteLines(ticket: Ticket, lines: Ref<DraftLine[]>) {
  const words = ref('')
  const list = usePages<PriceItem>(async () => {
    const [prices, quotes] = await Promise.all([api.prices(ticket.community_id), ticket.quote ? api.ofTicket(ticket.id) : { items: [] }])
    const before = sorted(quotes.items).head
    if (before && !lines.value.length) lines.value = draftOf(before.lines, prices.items)
    return prices
  })
  const found = computed(() => list.items.filter((item) => item.name.toLowerCase().includes(words.value.trim().toLowerCase())))
  const own = computed(() => lines.value.filter((line) => !line.item))

  const quantity = (item: PriceItem) => quantityIn(lines.value, item)
  const setQuantity = (item: PriceItem, many: number) => { lines.value = withQuantity(lines.value, item, many) }
  const add = () => { lines.value = [...lines.value, ownLine()] }
  const change = (to: DraftLine) => { lines.value = lines.value.map((line) => (line.key === to.key ? to : line)) }
  const remove = (key: string) => { lines.value = lines.value.filter((line) => line.key !== key) }
  return { list, words, found, own, quantity, setQuantity, add, change, remove }
}
