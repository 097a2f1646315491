import { computed, reactive, toRaw } from 'vue'
import { NetworkError } from '@/api/errors'
import { usePhotos } from '@/shared/composables/usePhotos'
import { useUploads, type Kept, type Uploads } from '@/shared/composables/useUploads'

export interface KeptMedia { photos: Kept[]; voice: Kept[]; video: Kept[] }

/** What comes with the words of a report: photos, a voice note, a video. */
export function useMedia() {
  const photos = usePhotos('report')
  const voice = useUploads('voice', 'report', 1)
  const video = useUploads('video', 'report', 1)
  const all: Uploads[] = [photos, voice, video]

  const ids = computed(() => all.flatMap((one) => one.ids))
  const spoken = computed(() => voice.files.length > 0)
  const count = computed(() => all.reduce((sum, one) => sum + one.files.length, 0))

  const kept = (): KeptMedia => ({ photos: keep(photos), voice: keep(voice), video: keep(video) })
  // A draft of an older version has photos alone.
  function restore(draft: Partial<KeptMedia>): void {
    for (const [one, files] of [[photos, draft.photos], [voice, draft.voice], [video, draft.video]] as const) {
      files?.forEach(({ key, blob, seconds }) => one.restore(blob, key, seconds))
    }
  }

  /** Waits for all that is on its way; what failed gets one more try, and what the server refuses is said. */
  async function settled(): Promise<void> {
    await Promise.all(all.map((one) => one.retryAll()))
    while (all.some((one) => one.uploading)) await new Promise((done) => setTimeout(done, 120))
    const failed = all.flatMap((one) => one.files).find((file) => file.state === 'failed')
    if (failed) throw failed.cause instanceof Error ? failed.cause : new NetworkError()
  }

  const clear = () => all.forEach((one) => one.clear())
  return reactive({ photos, voice, video, ids, spoken, count, kept, restore, settled, clear })
}

const keep = (uploads: Uploads): Kept[] => uploads.files.map(({ key, blob, seconds }) => ({ key, blob: toRaw(blob), seconds }))
