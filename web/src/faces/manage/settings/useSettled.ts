import { watch } from 'vue'
import { useEdited, type Edited, type Source } from '@/shared/composables/useEdited'
import { useLoad, type Load } from '@/shared/composables/useLoad'
import { useUnsaved } from '@/shared/composables/useUnsaved'

export type Settled<T, D> = Edited<T, D> & { load: Load<T>; form: (thing: T) => D }

/** One matter of the settings: read once, edited by whoever may, and not left unsaved without a question. */
export function useSettled<T extends { version: number }, D extends object>(source: Source<T, D>): Settled<T, D> {
  const edited = useEdited(source)
  const load = useLoad(source.read)
  watch(() => load.data, (found) => { if (found) edited.show(found) })
  useUnsaved(() => edited.dirty.value)
  return { ...edited, load, form: source.form }
}
