import { computed, ref } from 'vue'
import * as api from '@/api/calls'
import { ApiError } from '@/api/errors'
import type { Call } from '@/api/types'
import { sayError } from '@/shared/composables/toasts'
import { useCalls } from './calls'

type Step = 'accept' | 'decline' | 'hangup' | 'unlock'

/** What can be done with the call on the screen. The screen says "opened" only when the panel has said so. */
export function useCallActions(call: () => Call) {
  const calls = useCalls()
  const busy = ref<Step | null>(null)
  const door = computed(() => (busy.value === 'unlock' ? 'asking' : call().unlock?.result ?? 'idle'))

  async function act(step: Step): Promise<void> {
    if (busy.value) return
    busy.value = step
    try {
      calls.update(await api.answer(call().id, step))
      if (step === 'decline' || step === 'hangup') calls.close()
    } catch (error) {
      refused(error)
    } finally {
      busy.value = null
    }
  }

  function refused(error: unknown): void {
    const name = error instanceof ApiError ? error.problem.accepted_by_name : undefined
    if (error instanceof ApiError && error.code === 'call.already_accepted') return calls.finish({ kind: 'elsewhere', name: String(name ?? '') })
    sayError(error)
    if (error instanceof ApiError && error.status === 409) calls.close()
  }

  return { busy, door, act }
}
