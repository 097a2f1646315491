import { computed, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { ApiError, type Problem } from '@/api/errors'
import { useAction } from './useAction'

export interface Edited<T, D> {
  /** What stood on the server when it was last read or written. */
  thing: ShallowRef<T | null>
  draft: Ref<D | null>
  dirty: ComputedRef<boolean>
  busy: Ref<boolean>
  /** What somebody else has written meanwhile; the person decides. */
  theirs: ShallowRef<T | null>
  /** The person's own words, while theirs are looked at. */
  kept: ShallowRef<D | null>
  /** Why the server refused the words, for the field that it names; gone with the next keystroke. */
  problem: ShallowRef<Problem | null>
  show: (found: T) => void
  save: () => Promise<boolean>
  discard: () => void
  seeTheirs: () => void
  keepMine: () => Promise<boolean>
  takeBack: () => void
}

export interface Source<T, D> {
  /** What of the thing is edited. */
  form: (thing: T) => D
  read: () => Promise<T>
  write: (draft: D, version: number) => Promise<T>
  saved?: (thing: T) => void
}

const copy = <D>(value: D): D => JSON.parse(JSON.stringify(value)) as D
const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

/** Something that two people may edit at once: nobody's words are overwritten unseen, and none are lost. */
export function useEdited<T extends { version: number }, D extends object>({ form, read, write, saved }: Source<T, D>): Edited<T, D> {
  const thing = shallowRef(null) as ShallowRef<T | null>
  const draft = ref(null) as Ref<D | null>
  const theirs = shallowRef(null) as ShallowRef<T | null>
  const kept = shallowRef(null) as ShallowRef<D | null>
  const problem = shallowRef<Problem | null>(null)
  const dirty = computed(() => Boolean(draft.value && thing.value) && !same(draft.value, form(thing.value as T)))
  watch(draft, () => { problem.value = null }, { deep: true })

  function show(found: T): void {
    thing.value = found
    draft.value = copy(form(found))
  }
  async function store(): Promise<void> {
    if (!thing.value || !draft.value) return
    problem.value = null
    try {
      const after = await write(draft.value, thing.value.version)
      kept.value = null
      show(after)
      saved?.(after)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (error.status === 412) { theirs.value = await read(); return }
      if (error.status === 422) problem.value = error.problem
      throw error
    }
  }
  const { busy, run: save } = useAction(store)
  function discard(): void {
    kept.value = null
    if (thing.value) show(thing.value)
  }
  function seeTheirs(): void {
    if (!theirs.value) return
    kept.value = draft.value && copy(draft.value)
    show(theirs.value)
    theirs.value = null
  }
  function keepMine(): Promise<boolean> {
    thing.value = theirs.value
    theirs.value = null
    return save()
  }
  function takeBack(): void {
    draft.value = kept.value
    kept.value = null
  }
  return { thing, draft, dirty, busy, theirs, kept, problem, show, save, discard, seeTheirs, keepMine, takeBack }
}

/** Which of the edited parts differ between two versions. */
export const differing = <D extends object>(one: D, other: D) => (Object.keys(one) as (keyof D & string)[]).filter((part) => !same(one[part], other[part]))
