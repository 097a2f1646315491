import { reactive, ref } from 'vue'
import { ApiError, messageOf } from '@/api/errors'
import * as ratings from '@/api/ratings'
import { useAction } from '@/shared/composables/useAction'
import { useLoad } from '@/shared/composables/useLoad'
import { blank, useRatingDraft } from '@/shared/ratings/draft'

/** What the holder of a link is asked, and where that has got to. */
export function useRatePage(token: () => string) {
  const page = useLoad(() => ratings.linked(token()).catch(lookedUp))
  const fixed = ref<boolean | null>(null)
  const over = ref('')
  const done = ref(false)
  const reason = ref('')
  const rating = reactive(blank())
  const draft = useRatingDraft(token(), rating, null)
  const complete = () => (fixed.value ? rating.speed > 0 && rating.quality > 0 && rating.manner > 0 : reason.value.trim().length > 0)

  function lookedUp(error: unknown): never {
    if (error instanceof ApiError && error.status === 410) over.value = messageOf(error)
    throw error
  }
  const { busy, run } = useAction(async () => {
    const word = fixed.value ? { fixed: true, reason: '', ...rating, words: rating.words.trim() } : { fixed: false, reason: reason.value.trim() }
    try {
      await ratings.useLink(token(), word)
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 410)) throw error
      over.value = messageOf(error)
      return
    }
    done.value = true
    await draft.drop()
  })
  return { page, fixed, over, done, reason, rating, complete, busy, run }
}
