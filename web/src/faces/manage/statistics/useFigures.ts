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
  const period = computed(() => periodOf(route.query))
  const by = computed(() => byOf(route.query))
  const asked = computed((): tickets.FiguresQuery => {
    const { days, from, to } = period.value
    return { community_id: community(), by: by.value, ...(days ? { days } : { from, to }) }
  })
  /** The days that the figures on the screen are of. */
  const span = computed(() => ({ from: load.data?.statistics.from ?? period.value.from, to: load.data?.statistics.to ?? period.value.to }))
  const load = useLoad(async () => ({ by: by.value, statistics: await tickets.figures(asked.value) }))
  watch(() => JSON.stringify(asked.value), () => { if (route.name === here) void load.reload() })

  const { busy: exporting, run: exportAll } = useAction(async () => {
    saveBlob(await tickets.exportedFigures(asked.value), i18n.global.t('statistics.file', span.value))
  })
  const show = (change: { days?: number; from?: string; to?: string; by?: By }) => {
    const days = 'from' in change ? undefined : change.days ?? period.value.days ?? undefined
    const own = days ? {} : { from: change.from ?? period.value.from, to: change.to ?? period.value.to }
    return router.push({ query: { ...(days ? { days: String(days) } : own), by: change.by ?? by.value } })
  }
  return { period, span, by, load, show, exporting, exportAll }
}
