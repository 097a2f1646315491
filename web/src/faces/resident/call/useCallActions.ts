import { computed, onScopeDispose, ref } from 'vue'
import * as api from '@/api/calls'
import { readUnlock } from '@/api/doors'
import { ApiError } from '@/api/errors'
import type { Call } from '@/api/types'
import { sayError } from '@/shared/composables/toasts'
import { useCalls } from './calls'

/** How often and how many times to look whether the visitor has pushed the door; it takes most people a few seconds. */
const LOOK_MS = 1500
const LOOKS = 8

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
    calls.asks(step === 'unlock')
    try {
      const answered = await api.answer(call().id, step)
      calls.update(answered)
      if (step === 'unlock' && answered.unlock?.result === 'opened') lookLater(answered.unlock.id, LOOKS)
      if (step === 'decline' || step === 'hangup') calls.close()
      // The visitor may have left a moment before: then this was the answer to a missed call.
      if (step === 'decline') void calls.countMissed().catch(() => undefined)
    } catch (error) {
      refused(error)
    } finally {
      calls.asks(false)
      busy.value = null
    }
  }

  /** The lock has answered; a little later the door's contact may prove that the visitor has pushed it. */
  function lookLater(unlock: string, looks: number): void {
    proof = setTimeout(() => void look(unlock, looks - 1), LOOK_MS)
  }

  async function look(id: string, looks: number): Promise<void> {
    const unlock = await readUnlock(id).catch(() => null)
    if (unlock) calls.update({ ...call(), unlock })
    if (!unlock?.door_moved && looks > 0) lookLater(id, looks)
  }

  function refused(error: unknown): void {
    const name = error instanceof ApiError ? error.problem.accepted_by_name : undefined
    if (error instanceof ApiError && error.code === 'call.already_accepted') return calls.finish({ kind: 'elsewhere', name: String(name ?? '') })
    sayError(error)
    if (error instanceof ApiError && error.status === 409) calls.close()
  }

  return { busy, door, act }
}
