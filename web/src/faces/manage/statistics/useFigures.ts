import { computed, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import * as tickets from '@/api/tickets'
import { i18n } from '@/i18n'
import { byOf, periodOf, type By } from './period'
import { useAction } from '@/shared/composables/useAction'
import { useLoad } from '@/shared/composables/useLoad'
import { saveBlob } from '@/shared/save'

/** The figures that the address asks for, and the same as a file. */
export function useFigures(community: () => string) {
  const route = useRoute()
  const router = useRouter()
  const here = route.name
  const period = computed(() => periodOf(route.query, new Date()))
  const by = computed(() => byOf(route.query))
  const asked = computed(() => ({ community_id: community(), from: period.value.from, to: period.value.to, by: by.value }))
  const load = useLoad(async () => ({ by: by.value, statistics: await tickets.figures(asked.value) }))
  watch(() => JSON.stringify(asked.value), () => { if (route.name === here) void load.reload() })

  const { busy: exporting, run: exportAll } = useAction(async () => {
    const { from, to } = period.value
    saveBlob(await tickets.exportedFigures(asked.value), i18n.global.t('statistics.file', { from, to }))
  })
  const show = (change: { days?: number; from?: string; to?: string; by?: By }) => {
    const days = 'from' in change ? undefined : change.days ?? period.value.days ?? undefined
    const own = days ? {} : { from: change.from ?? period.value.from, to: change.to ?? period.value.to }
    return router.push({ query: { ...(days ? { days: String(days) } : own), by: change.by ?? by.value } })
  }
  return { period, by, load, show, exporting, exportAll }
}
