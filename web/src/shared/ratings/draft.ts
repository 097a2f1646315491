/** An unsent rating, kept with its photos until it has arrived. */
import { onScopeDispose, watch } from 'vue'
import type { Scores } from '@/api/ratings'
import type { Photos } from '@/shared/composables/usePhotos'
import { draftStore } from '@/shared/drafts'

interface Draft extends Scores { photos: { key: string; blob: Blob }[] }

const drafts = draftStore<Draft>((owner) => `rating:${owner}`)
const PAUSE_MS = 300

export const blank = (): Scores => ({ speed: 0, quality: 0, manner: 0, tags: [], words: '' })
const touched = (rating: Scores) => rating.speed + rating.quality + rating.manner > 0 || rating.words !== ''

/** Fills the rating with what was left unsent, and keeps what is changed. `drop` forgets it: it has arrived. */
export function useRatingDraft(owner: string, rating: Scores, photos: Photos | null) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let over = false
  const save = () => {
    const kept = (photos?.photos ?? []).map(({ key, blob }) => ({ key, blob }))
    if (!over) void drafts.save(owner, { ...rating, tags: [...rating.tags], photos: kept }).catch(() => undefined)
  }
  void drafts.load(owner).then((draft) => {
    if (!draft || over || touched(rating)) return
    const { photos: kept, ...scores } = draft
    Object.assign(rating, scores)
    for (const photo of kept) photos?.restore(photo.blob, photo.key)
  }).catch(() => undefined)
  watch([rating, () => photos?.photos.length], () => {
    clearTimeout(timer)
    timer = setTimeout(save, PAUSE_MS)
  })
  onScopeDispose(() => clearTimeout(timer))
  return {
    drop: () => {
      over = true
      clearTimeout(timer)
      return drafts.drop(owner).catch(() => undefined)
    },
  }
}
