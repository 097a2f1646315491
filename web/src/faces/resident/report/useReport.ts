import { computed, onScopeDispose, reactive, ref, toRaw, watch } from 'vue'
import { useRouter } from 'vue-router'
import { newKey } from '@/api/client'
import { NetworkError, unanswered } from '@/api/errors'
import * as tickets from '@/api/tickets'
import { i18n } from '@/i18n'
import { usePhotos } from '@/shared/composables/usePhotos'
import { say, sayError } from '@/shared/composables/toasts'
import { dropDraft, loadDraft, saveDraft, type Draft, type Place } from './draft'
import type { MyHome } from '../home/useHome'

const RETRY_MS = 10_000

const emptyPlace = (): Place => ({ kind: 'home', building: '', entrance: '', spot: '' })
const empty = () => ({ key: newKey(), text: '', category: '', urgency: 'normal' as Draft['urgency'], place: emptyPlace(), phone: '', waiting: false })

/** A report being written: kept while it is written, sent once, and sent again by itself when the network comes back. */
export function useReport(owner: string, home: MyHome) {
  const form = reactive(empty())
  const photos = usePhotos('report')
  const busy = ref(false)
  const restored = ref(false)
  const router = useRouter()

  const placed = computed(() => form.place.kind === 'home' || Boolean(form.place.building || form.place.spot.trim()))
  /** What the report still lacks, in the order of the form. */
  const missing = computed(() => [
    ...(form.text.trim() ? [] : ['text' as const]), ...(form.category ? [] : ['category' as const]), ...(placed.value ? [] : ['place' as const]),
  ])
  const complete = computed(() => !missing.value.length)

  async function restore(): Promise<void> {
    const draft = await loadDraft(owner).catch(() => undefined)
    if (draft) {
      const { photos: kept, ...fields } = draft
      Object.assign(form, fields)
      kept.forEach(({ key, blob }) => photos.restore(blob, key))
      restored.value = Boolean(draft.text || kept.length)
    }
    watch([form, () => photos.photos.length], keepSoon, { deep: true })
    if (form.waiting) void send()
  }

  let timer: ReturnType<typeof setTimeout> | undefined
  const keepSoon = () => {
    clearTimeout(timer)
    timer = setTimeout(() => void keep(), 300)
  }
  const keep = () => saveDraft(owner, {
    ...structuredClone(toRaw(form)), place: { ...form.place }, photos: photos.photos.map(({ key, blob }) => ({ key, blob: toRaw(blob) })),
  }).catch(() => undefined)

  async function send(): Promise<void> {
    if (busy.value || !complete.value) return
    busy.value = true
    try {
      await settled()
      const ticket = await tickets.submit(body(), form.key)
      await discard()
      say(i18n.global.t('resident.report.sent', { number: ticket.number }))
      await router.replace({ name: 'ticket', params: { id: ticket.id } })
    } catch (error) {
      await failed(error)
    } finally {
      busy.value = false
    }
  }

  async function failed(error: unknown): Promise<void> {
    if (!unanswered(error)) {
      form.waiting = false
      // A refusal was an answer to this key; the corrected report is another request.
      form.key = newKey()
      return sayError(error)
    }
    form.waiting = true
    await keep()
  }

  /** Waits for the photos on their way; those that failed get one more try. */
  async function settled(): Promise<void> {
    await photos.retryAll()
    while (photos.uploading) await new Promise((done) => setTimeout(done, 120))
    if (photos.failed) throw new NetworkError()
  }

  function body(): tickets.Report {
    const { place } = form
    const where = place.kind === 'home'
      ? { home_id: home.id, spot: '' }
      : { community_id: home.community.id, building_id: place.building || undefined, entrance_id: place.entrance || undefined, spot: place.spot.trim() }
    return {
      ...where, category_id: form.category, text: form.text.trim(), urgency: form.urgency, attachment_ids: photos.ids,
      ...(form.phone.trim() ? { contact_phone: form.phone.trim() } : {}),
    }
  }

  async function discard(): Promise<void> {
    clearTimeout(timer)
    photos.clear()
    Object.assign(form, empty())
    restored.value = false
    clearTimeout(timer)
    await dropDraft(owner).catch(() => undefined)
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
  return reactive({ form, photos, busy, restored, complete, missing, send, discard })
}
