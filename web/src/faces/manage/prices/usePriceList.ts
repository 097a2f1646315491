import { computed } from 'vue'
import * as api from '@/api/quotes'
import type { Id, PriceItem } from '@/api/types'
import { i18n } from '@/i18n'
import { useAction } from '@/shared/composables/useAction'
import { usePages } from '@/shared/composables/usePages'
import { say } from '@/shared/composables/toasts'

/** The price list as its office keeps it: by kind, and what is offered no more. */
export function usePriceList(community: () => Id) {
  const { t } = i18n.global
  const list = usePages<PriceItem>(() => api.prices(community(), true))
  const offered = (kind: PriceItem['kind']) => list.items.filter((item) => item.kind === kind && !item.retired)
  const groups = computed(() => (['material', 'labour'] as const).map((kind) => ({ kind, items: offered(kind) })).filter((group) => group.items.length))
  const retired = computed(() => list.items.filter((item) => item.retired))

  async function set(item: PriceItem, isRetired: boolean): Promise<void> {
    const after = await api.changePrice(item.id, { retired: isRetired })
    list.items = list.items.map((one) => (one.id === after.id ? after : one))
  }
  const { busy: restoring, run: restore } = useAction(async (item: PriceItem) => {
    await set(item, false)
    say(t('manage.prices.restored', { name: item.name }))
  })
  const { busy: retiring, run: retire } = useAction(async (item: PriceItem) => {
    await set(item, true)
    say(t('manage.prices.retiredNow', { name: item.name }), 'ok', () => restore(item))
  })
  return { list, groups, retired, busy: computed(() => retiring.value || restoring.value), retire, restore }
}
