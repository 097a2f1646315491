import { computed, watch, type Ref } from 'vue'
import { entries, fits, guess, mattersOf, search, type Entry, type Kind } from './categories'
import * as tickets from '@/api/tickets'
import { useLoad } from '@/shared/composables/useLoad'

interface Asked { community: string; place: Kind; text?: string }

/**
 * A community's categories for a form. As long as nobody has `picked` one by hand, the choice follows what is written; what fits only
 * the other kind of place is offered, never taken by itself.
 */
export function useCategories(asked: Asked, chosen: Ref<string>, picked: Ref<boolean>) {
  const tree = useLoad(() => tickets.categories(asked.community))
  const items = computed(() => tree.data?.items ?? [])
  const all = computed(() => entries(items.value))
  const matters = computed(() => items.value.flatMap(mattersOf).filter((one) => fits(one.scope, asked.place)))
  const matter = computed(() => matters.value.find((one) => one.id === chosen.value || one.children.some((child) => child.id === chosen.value)))

  const here = computed(() => guess(asked.text ?? '', all.value.filter((one) => fits(one.scope, asked.place))))
  const guessed = computed(() => (picked.value ? null : here.value))
  /** What is meant if the place is not the one chosen above. */
  const elsewhere = computed(() => {
    const best = picked.value ? null : guess(asked.text ?? '', all.value)
    return best && !fits(best.scope, asked.place) ? best : null
  })

  watch([() => asked.place, () => tree.data], () => {
    if (tree.data && !matter.value) [chosen.value, picked.value] = ['', false]
  })
  watch([here, picked, () => tree.data], () => {
    if (tree.data && !picked.value && asked.text !== undefined) chosen.value = here.value?.id ?? ''
  })

  function pick(id: string): void {
    picked.value = Boolean(id)
    chosen.value = id
  }
  const find = (words: string): Entry[] => search(words, all.value)
  return { tree, matters, matter, guessed, elsewhere, pick, find }
}
