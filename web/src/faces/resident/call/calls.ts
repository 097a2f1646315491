import { defineStore } from 'pinia'
import { onScopeDispose, ref } from 'vue'
import * as api from '@/api/calls'
import { listen } from '@/api/feed'
import type { Call, FeedData } from '@/api/types'
import { startRinging, stopRinging } from './ringing'

/** How the call on the screen ended for this phone; shown for a moment before the screen goes away. */
export type Ending = { kind: 'elsewhere'; name: string } | { kind: 'ended'; outcome: Call['outcome']; name: string }

const GOODBYE_MS = 3200
const ANSWER_MS = 8000
const FRESH_MS = 3000

/** Whether this person has refused the call, on whichever phone; others of the home may still be asked. */
const refused = (call: Call) => call.my_state === 'declined'

/** The call that takes over the screen, and the number of calls missed. One call object on the server decides. */
export const useCalls = defineStore('calls', () => {
  const shown = ref<Call | null>(null)
  const ending = ref<Ending | null>(null)
  const missed = ref(0)
  let goodbye: ReturnType<typeof setTimeout> | undefined
  let leaving = false
  /** This phone has asked for the door, and the answer is under way; the feed may be quicker. */
  let opening = false

  function asks(underWay: boolean): void {
    opening = underWay
  }

  function ring(call: Call): void {
    if (shown.value && shown.value.id !== call.id && !ending.value) return
    if (Date.parse(call.ring_until) < Date.now() || refused(call)) return
    clearTimeout(goodbye)
    ending.value = null
    shown.value = call
    startRinging()
  }

  function update(call: Call): void {
    if (shown.value?.id !== call.id) return
    shown.value = call
    if (call.state !== 'ringing') stopRinging()
    // The door's answer stays readable for a moment; then the screen gives the phone back.
    if (call.state === 'ended' && !ending.value && !leaving) {
      leaving = true
      clearTimeout(goodbye)
      goodbye = setTimeout(close, ANSWER_MS)
    }
  }

  function finish(how: Ending): void {
    stopRinging()
    ending.value = how
    clearTimeout(goodbye)
    goodbye = setTimeout(close, GOODBYE_MS)
  }

  function close(): void {
    clearTimeout(goodbye)
    stopRinging()
    shown.value = null
    ending.value = null
    leaving = false
  }

  function accepted(news: FeedData['call.accepted']): void {
    if (shown.value?.id !== news.call_id || news.client === api.clientId) return
    finish({ kind: 'elsewhere', name: news.accepted_by_name })
  }

  function ended(news: FeedData['call.ended']): void {
    void countMissed()
    if (shown.value?.id !== news.call_id || ending.value) return
    // Who opened the door from this phone is looking at what the door answered.
    if (shown.value.unlock || opening) return void api.read(news.call_id).then(update).catch(() => undefined)
    finish({ kind: 'ended', outcome: news.outcome, name: news.by_name ?? '' })
  }

  /** News that are told again after a pause do not know what the person did meanwhile: then the server is asked. */
  function heard(call: Call): void {
    if (Date.now() - Date.parse(call.started_at) < FRESH_MS) ring(call)
    else void catchUp().catch(() => ring(call))
  }

  /** Rings for a call that began before this page was open, and drops one that ended meanwhile. */
  async function catchUp(): Promise<void> {
    const ringing = (await api.list({ state: 'ringing' })).items.find((call) => !refused(call))
    if (ringing) ring(ringing)
    else if (shown.value?.state === 'ringing') update(await api.read(shown.value.id))
    if (shown.value?.state === 'ended' && !ending.value) close()
  }

  async function countMissed(): Promise<void> {
    missed.value = (await api.list({ missed: true, limit: 50 })).items.filter((call) => !call.seen && !refused(call)).length
  }

  /** Follows the feed while the resident's face is open; somebody without a home has no calls to ask for. */
  function follow(hasHome: () => boolean): void {
    const refresh = () => { if (hasHome()) void Promise.all([catchUp(), countMissed()]).catch(() => undefined) }
    const stops = [
      listen('call.ringing', ({ call }) => heard(call)),
      listen('call.accepted', accepted),
      listen('call.ended', ended),
      listen('reset', refresh),
    ]
    refresh()
    onScopeDispose(() => {
      stops.forEach((stop) => stop())
      close()
    })
  }

  return { shown, ending, missed, asks, update, finish, close, follow, countMissed }
})
