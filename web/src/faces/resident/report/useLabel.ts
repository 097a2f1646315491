import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useHome } from '../home/useHome'
import * as labels from '@/api/labels'
import type { PlaceLabel } from '@/api/types'
import { useLoad } from '@/shared/composables/useLoad'

/**
 * The label whose address brought somebody here (`/report?label=…`). If it hangs in another of one's communities, one's home there is
 * the one that counts from now on. The address is then made plain again, so that a reload keeps what has been changed since.
 */
export function useLabel() {
  const route = useRoute()
  const router = useRouter()
  const home = useHome()
  const code = typeof route.query.label === 'string' ? route.query.label : ''
  const load = useLoad<PlaceLabel | null>(async () => {
    if (!code) return null
    const label = await labels.scan(code)
    const there = home.all.find((one) => one.community.id === label.community_id)
    if (there && there.community.id !== home.current?.community.id) home.choose(there.id)
    return label
  })
  const settled = computed(() => !code || load.data !== null || Boolean(load.error))
  const forget = () => router.replace({ query: {} })
  return { load, settled, forget }
}
