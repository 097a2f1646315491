/** What was typed and not saved is not left without a question, whichever way the person leaves. */
import { onScopeDispose, ref } from 'vue'
import { onBeforeRouteLeave, onBeforeRouteUpdate } from 'vue-router'

const unsaved = new Set<() => boolean>()
let answer: ((leave: boolean) => void) | null = null

/** Whether the question stands on the screen (see LeaveSheet). */
export const leaving = ref(false)

/** Resolves to whether the page may be left: at once where nothing is unsaved, otherwise as the person decides. */
export function mayLeave(): Promise<boolean> {
  if (![...unsaved].some((dirty) => dirty())) return Promise.resolve(true)
  answer?.(false)
  leaving.value = true
  return new Promise((decided) => { answer = decided })
}

/** The person's word about leaving. */
export function decide(leave: boolean): void {
  leaving.value = false
  answer?.(leave)
  answer = null
}

/** Guards a page for as long as it is shown and `dirty` says that something would be lost. */
export function useUnsaved(dirty: () => boolean): void {
  const warn = (event: BeforeUnloadEvent) => { if (dirty()) event.preventDefault() }
  unsaved.add(dirty)
  addEventListener('beforeunload', warn)
  onScopeDispose(() => {
    unsaved.delete(dirty)
    removeEventListener('beforeunload', warn)
  })
  onBeforeRouteLeave(mayLeave)
  onBeforeRouteUpdate(mayLeave)
}
