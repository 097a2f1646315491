import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { Named } from '@/api/types'
import { useMe } from '@/shared/stores/me'

const KEY = 'linli.home'

export interface MyHome { id: string; label: string; community: Named; building: Named | null }

/** Which of the person's homes the resident's screens speak about. */
export const useHome = defineStore('home', () => {
  const me = useMe()
  const chosen = ref(localStorage.getItem(KEY) ?? '')
  const all = computed<MyHome[]>(() => me.homes.flatMap(({ home, community, building }) => (
    home && community ? [{ ...home, community, building }] : []
  )))
  const current = computed(() => all.value.find((home) => home.id === chosen.value) ?? all.value[0] ?? null)
  function choose(id: string): void {
    chosen.value = id
    localStorage.setItem(KEY, id)
  }
  return { all, current, choose }
})
