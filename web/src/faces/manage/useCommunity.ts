import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import * as estate from '@/api/estate'
import type { Named } from '@/api/types'
import { useMe } from '@/shared/stores/me'

/** The community on the dashboard. District and platform staff choose from all that they may see. */
export const useCommunity = defineStore('community', () => {
  const me = useMe()
  const visible = ref<Named[]>([])
  const all = computed(() => (me.workplaces.length ? me.workplaces : visible.value))
  const current = computed(() => all.value.find((one) => one.id === me.chosen) ?? all.value[0] ?? null)
  const id = computed(() => current.value?.id ?? '')

  async function load(): Promise<void> {
    if (!me.workplaces.length) visible.value = (await estate.communities()).items
  }
  return { all, current, id, load, choose: me.choose }
})
