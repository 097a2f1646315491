import { computed, reactive } from 'vue'
import * as api from '@/api/quotes'
import type { Id, PriceItem } from '@/api/types'
import { i18n } from '@/i18n'
import { say } from '@/shared/composables/toasts'
import { centsOf, priceWords } from '@/shared/quotes/money'

/** A line of the price list while it is written. Its kind is for good: quotes are sorted by it. */
export function usePriceEditor(community: Id, item: PriceItem | null) {
  const form = reactive({
    kind: item?.kind ?? ('material' as PriceItem['kind']),
    name: item?.name ?? '',
    unit: item?.unit ?? '',
    price: item ? priceWords(item.unit_price_cents) : '',
  })
  const cents = computed(() => centsOf(form.price))
  const complete = computed(() => Boolean(form.name.trim() && form.unit.trim()) && cents.value !== null)

  async function save(): Promise<void> {
    if (cents.value === null) return
    const draft = { name: form.name.trim(), unit: form.unit.trim(), unit_price_cents: cents.value }
    await (item ? api.changePrice(item.id, draft) : api.addPrice(community, { kind: form.kind, ...draft }))
    say(i18n.global.t(item ? 'manage.prices.changed' : 'manage.prices.added', { name: draft.name }))
  }
  return { form, complete, save }
}
