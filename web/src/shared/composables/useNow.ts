import { onScopeDispose, ref, type Ref } from 'vue'

/** The present time in milliseconds, moving on while the component lives. */
export function useNow(everyMs = 15_000): Ref<number> {
  const now = ref(Date.now())
  const timer = setInterval(() => { now.value = Date.now() }, everyMs)
  onScopeDispose(() => clearInterval(timer))
  return now
}
