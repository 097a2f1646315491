import { computed, ref } from 'vue'
import * as api from '@/api/labels'
import type { Id, PlaceLabel } from '@/api/types'
import { i18n } from '@/i18n'
import { useAction } from '@/shared/composables/useAction'
import { usePages } from '@/shared/composables/usePages'
import { say } from '@/shared/composables/toasts'
import { openPdf } from '@/shared/print'

/** The labels of a community as its office keeps them: in use, out of use, and chosen to be printed. */
export function useLabels(community: () => Id) {
  const { t } = i18n.global
  const list = usePages<PlaceLabel>((cursor) => api.list(community(), false, cursor))
  const retired = usePages<PlaceLabel>((cursor) => api.list(community(), true, cursor))
  const chosen = ref<string[]>([])
  const printable = computed(() => chosen.value.filter((code) => list.items.some((label) => label.code === code)))
  const reload = () => Promise.all([list.reload(), retired.reload()])

  const printing = useAction(() => openPdf(api.sheet(community(), printable.value), `${t('manage.nav.labels')}.pdf`))
  const restoring = useAction(async (label: PlaceLabel) => {
    await api.change(label.code, { retired: false })
    await reload()
    say(t('labels.restored', { name: label.name }))
  })
  const retiring = useAction(async (label: PlaceLabel) => {
    await api.change(label.code, { retired: true })
    await reload()
    say(t('labels.retiredNow', { name: label.name }), 'ok', () => restoring.run(label))
  })
  const busy = computed(() => retiring.busy.value || restoring.busy.value)
  return { list, retired, chosen, printable, reload, busy, printing: printing.busy, print: printing.run, retire: retiring.run, restore: restoring.run }
}
