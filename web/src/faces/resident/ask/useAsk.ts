import { computed, onScopeDispose, reactive, ref, toRaw, watch } from 'vue'
import { useRouter } from 'vue-router'
import { drafts, type About } from './draft'
import type { MyHome } from '../home/useHome'
import { newKey } from '@/api/client'
import { unanswered } from '@/api/errors'
import * as questions from '@/api/questions'
import { usePhotos } from '@/shared/composables/usePhotos'
import { sayError } from '@/shared/composables/toasts'

const KEEP_AFTER_MS = 300

/** A question being written: kept while it is written, asked once, however often "send" is pressed. */
export function useAsk(owner: string, home: MyHome, words: string) {
  const router = useRouter()
  const form = reactive({ key: newKey(), text: words, about: 'home' as About, unsent: false })
  const photos = usePhotos('comment')
  const busy = ref(false)
  const complete = computed(() => form.text.trim().length > 0 && !photos.uploading && !photos.failed)

  async function restore(): Promise<void> {
    const kept = await drafts.load(owner).catch(() => undefined)
    // Words from the search begin another question, unless the kept one may have arrived already.
    if (kept && (kept.unsent || !words)) {
      Object.assign(form, { key: kept.key, text: kept.text, about: kept.about, unsent: kept.unsent })
      kept.photos.forEach(({ key, blob }) => photos.restore(blob, key))
    }
    watch(() => [form.text, form.about, photos.photos.length], changed)
  }

  let timer: ReturnType<typeof setTimeout> | undefined
  function changed(): void {
    // Other words are another request.
    if (form.unsent) Object.assign(form, { key: newKey(), unsent: false })
    clearTimeout(timer)
    timer = setTimeout(() => void keep(), KEEP_AFTER_MS)
  }
  const keep = () => drafts.save(owner, { ...toRaw(form), photos: photos.photos.map(({ key, blob }) => ({ key, blob: toRaw(blob) })) }).catch(() => undefined)

  async function send(): Promise<void> {
    if (busy.value || !complete.value) return
    busy.value = true
    try {
      const asked = await questions.ask(body(), form.key)
      clearTimeout(timer)
      await drafts.drop(owner).catch(() => undefined)
      await router.replace({ name: 'question', params: { id: asked.id } })
    } catch (error) {
      await failed(error)
    } finally {
      busy.value = false
    }
  }

  async function failed(error: unknown): Promise<void> {
    form.unsent = unanswered(error)
    if (!form.unsent) {
      form.key = newKey()
      sayError(error)
    }
    await keep()
  }

  const body = (): questions.Asked => ({
    community_id: home.community.id, ...(form.about === 'home' ? { home_id: home.id } : {}), text: form.text.trim(), attachment_ids: photos.ids,
  })

  onScopeDispose(() => clearTimeout(timer))
  void restore()
  return reactive({ form, photos, busy, complete, send })
}
