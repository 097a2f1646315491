import { ref, type Ref } from 'vue'
import { sayError } from './toasts'

/** Runs one thing at a time for a button: `busy` at once, errors said aloud, a second tap ignored. Answers whether it worked. */
export function useAction<A extends unknown[]>(work: (...args: A) => Promise<unknown>): { busy: Ref<boolean>; run: (...args: A) => Promise<boolean> } {
  const busy = ref(false)
  async function run(...args: A): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    try {
      await work(...args)
      return true
    } catch (error) {
      sayError(error)
      return false
    } finally {
      busy.value = false
    }
  }
  return { busy, run }
}
