import { computed, onScopeDispose, ref } from 'vue'
import * as api from '@/api/calls'
import { readUnlock } from '@/api/doors'
import { ApiError } from '@/api/errors'
import type { Call } from '@/api/types'
import { sayError } from '@/shared/composables/toasts'
import { useCalls } from './calls'

/** By then most visitors have pushed the door, milliseconds. */
const PROOF_MS = 3000

type Step = 'accept' | 'decline' | 'hangup' | 'unlock'

/** What can be done with the call on the screen. The screen says "opened" only when the panel has said so. */
export function useCallActions(call: () => Call) {
  const calls = useCalls()
  const busy = ref<Step | null>(null)
  let proof: ReturnType<typeof setTimeout> | undefined
  onScopeDispose(() => clearTimeout(proof))
  const door = computed(() => (busy.value === 'unlock' ? 'asking' : call().unlock?.result ?? 'idle'))

  async function act(step: Step): Promise<void> {
    if (busy.value) return
    busy.value = step
    try {
      calls.update(await api.answer(call().id, step))
      if (step === 'unlock' && call().unlock?.result === 'opened') proof = setTimeout(() => void lookAgain(), PROOF_MS)
      if (step === 'decline' || step === 'hangup') calls.close()
    } catch (error) {
      refused(error)
    } finally {
      busy.value = null
    }
  }

  /** The lock has answered; a little later the door's contact may prove that the visitor has pushed it. */
  async function lookAgain(): Promise<void> {
    const { unlock } = call()
    const now = unlock && await readUnlock(unlock.id).catch(() => null)
    if (now) calls.update({ ...call(), unlock: now })
  }

  function refused(error: unknown): void {
    const name = error instanceof ApiError ? error.problem.accepted_by_name : undefined
    if (error instanceof ApiError && error.code === 'call.already_accepted') return calls.finish({ kind: 'elsewhere', name: String(name ?? '') })
    sayError(error)
    if (error instanceof ApiError && error.status === 409) calls.close()
  }

  return { busy, door, act }
}
