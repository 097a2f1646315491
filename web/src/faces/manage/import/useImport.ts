import { computed, ref } from 'vue'
import { ApiError, messageOf } from '@/api/errors'
import * as estate from '@/api/estate'
import type { Import } from '@/api/types'
import { useAction } from '@/shared/composables/useAction'

/** The two steps of an import: look at what a file would change, then change it. */
export function useImport(community: () => string) {
  const result = ref<Import | null>(null)
  /** A file that the server could make nothing of. */
  const unread = ref<{ file: string; why: string } | null>(null)
  const preview = useAction(async (file: File) => {
    result.value = unread.value = null
    result.value = await estate.previewImport(community(), file).catch((error: unknown) => refused(file, error))
  })
  function refused(file: File, error: unknown): null {
    if (!(error instanceof ApiError) || error.status >= 500) throw error
    unread.value = { file: file.name, why: messageOf(error) }
    return null
  }
  const apply = useAction(async () => { if (result.value) result.value = await estate.applyImport(result.value.id) })
  const template = useAction(async () => save(await estate.importTemplate(community()), 'linli-import.xlsx'))
  const clean = computed(() => result.value?.status === 'previewed' && result.value.error_count === 0 && result.value.valid > 0)
  const counts = computed(() => (result.value?.status === 'applied' ? result.value.created : result.value?.summary))
  const empty = computed(() => clean.value && Object.values(result.value?.summary ?? {}).every((count) => count === 0))
  return { result, unread, preview, apply, template, clean, counts, empty }
}

function save(data: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(data)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 1000)
}
