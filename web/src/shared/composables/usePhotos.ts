import type { Purpose } from '@/api/uploads'
import { i18n } from '@/i18n'
import { compress } from '@/shared/photo'
import { say } from './toasts'
import { useUploads, type Uploaded } from './useUploads'

export type Photo = Uploaded

/** Photos of a form: taken, made smaller, and uploaded like anything else. */
export function usePhotos(purpose: Purpose, limit = 9) {
  const uploads = useUploads('photo', purpose, limit)

  async function add(taken: Iterable<Blob>): Promise<void> {
    for (const file of taken) {
      if (uploads.files.length >= limit) return
      try {
        uploads.restore(await compress(file))
      } catch {
        say(i18n.global.t('photo.unreadable'), 'warn')
      }
    }
  }

  return Object.assign(uploads, { photos: uploads.files, add })
}

export type Photos = ReturnType<typeof usePhotos>
