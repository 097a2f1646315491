import { computed, onScopeDispose, reactive, ref, toRaw, watch } from 'vue'
import { useRouter } from 'vue-router'
import { newKey } from '@/api/client'
import { ApiError, messageOf, unanswered } from '@/api/errors'
import * as tickets from '@/api/tickets'
import { i18n } from '@/i18n'
import { useRequestKey } from '@/shared/composables/useRequestKey'
import { say, sayError } from '@/shared/composables/toasts'
import { bodyOf, isPlaced, joinedOf, nearOf, type Form } from './body'
import { dropDraft, emptyPlace, loadDraft, placeOf, saveDraft } from './draft'
import { useMedia } from './useMedia'
import { useSimilar } from './useSimilar'
import type { MyHome } from '../home/useHome'
import type { PlaceLabel } from '@/api/types'

const RETRY_MS = 10_000

const empty = (phone: string): Form => ({
  key: newKey(), text: '', category: '', picked: false, urgency: 'normal', place: emptyPlace(), phone, visit: '', waiting: false,
})

/**
 * A report being written: kept while it is written, sent once, and sent again by itself when the network comes back. `label` is the
 * one that has been scanned to come here.
 */
export function useReport(owner: { id: string; phone: string }, home: MyHome, label: PlaceLabel | null, followed: () => void) {
  const form = reactive(empty(owner.phone))
  const media = useMedia()
  const busy = ref(false)
  const restored = ref(false)
  const router = useRouter()
  /** Why the window that was chosen cannot be had; `round` counts how often the offers must be read anew. */
  const slot = reactive({ refused: '', round: 0 })
  const joining = useRequestKey()
  const similar = useSimilar(() => (form.picked || form.text.trim().length > 1 ? nearOf(form, home) : null))

  /** What the report still lacks, in the order of the form. */
  const missing = computed(() => [
    ...(form.text.trim() || media.spoken ? [] : ['text' as const]), ...(form.category ? [] : ['category' as const]), ...(isPlaced(form.place) ? [] : ['place' as const]),
  ])
  const complete = computed(() => !missing.value.length)

  async function restore(): Promise<void> {
    const draft = await loadDraft(owner.id).catch(() => undefined)
    if (draft) {
      const { photos, voice, video, ...fields } = draft
      // A draft of an older version lacks what was added since.
      Object.assign(form, fields, { place: { ...emptyPlace(), ...fields.place } })
      media.restore({ photos, voice, video })
      restored.value = Boolean(draft.text || media.count)
    }
    watch([form, () => media.count], keepSoon, { deep: true })
    if (label) {
      follow(label)
      await keep()
      followed()
    }
    if (form.waiting) void send()
  }

  /** Takes the place from a label, and what is mostly reported there unless something else was chosen. */
  function follow(scanned: PlaceLabel): void {
    form.place = placeOf(scanned)
    if (scanned.category_id && !form.picked) Object.assign(form, { category: scanned.category_id, picked: true })
  }

  let timer: ReturnType<typeof setTimeout> | undefined
  const keepSoon = () => {
    clearTimeout(timer)
    timer = setTimeout(() => void keep(), 300)
  }
  const keep = () => saveDraft(owner.id, {
    ...structuredClone(toRaw(form)), place: { ...form.place }, ...media.kept(),
  }).catch(() => undefined)

  async function send(): Promise<void> {
    if (busy.value || !complete.value) return
    busy.value = true
    try {
      await media.settled()
      const ticket = await tickets.submit(bodyOf(form, home, media.ids), form.key)
      await discard()
      say(i18n.global.t('resident.report.sent', { number: ticket.number }))
      await router.replace({ name: 'ticket', params: { id: ticket.id } })
    } catch (error) {
      await failed(error)
    } finally {
      busy.value = false
    }
  }

  /** Joins what a neighbour has reported, with what has been typed so far. */
  async function join(id: string): Promise<void> {
    if (busy.value) return
    busy.value = true
    try {
      await media.settled()
      const joined = joinedOf(form, home, media.ids)
      const ticket = await joining([id, joined], (key) => tickets.meToo(id, joined, key))
      await discard()
      say(i18n.global.t('resident.report.near.joined', { number: ticket.number }))
      await router.replace({ name: 'ticket', params: { id: ticket.id } })
    } catch (error) {
      sayError(error)
    } finally {
      busy.value = false
    }
  }

  async function failed(error: unknown): Promise<void> {
    if (!unanswered(error)) {
      form.waiting = false
      // A refusal was an answer to this key; the corrected report is another request.
      form.key = newKey()
      if (error instanceof ApiError && error.code.startsWith('slot.')) return unslotted(error)
      return sayError(error)
    }
    form.waiting = true
    await keep()
  }

  /** Everything stays but the window: somebody else has it. */
  function unslotted(error: unknown): void {
    form.visit = ''
    slot.refused = messageOf(error)
    slot.round += 1
  }

  async function discard(): Promise<void> {
    clearTimeout(timer)
    media.clear()
    Object.assign(form, empty(owner.phone))
    slot.refused = ''
    restored.value = false
    clearTimeout(timer)
    await dropDraft(owner.id).catch(() => undefined)
  }

  const again = () => { if (form.waiting) void send() }
  addEventListener('online', again)
  // A server that was away sends no word when it is back.
  const trying = setInterval(again, RETRY_MS)
  onScopeDispose(() => {
    removeEventListener('online', again)
    clearInterval(trying)
    clearTimeout(timer)
  })
  void restore()
  return reactive({ form, media, busy, restored, complete, missing, slot, similar, follow, send, join, discard })
}
