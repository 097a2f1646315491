import { computed, onScopeDispose, reactive } from 'vue'
import { newKey } from '@/api/client'
import { messageOf } from '@/api/errors'
import { upload, type Purpose } from '@/api/uploads'
import { i18n } from '@/i18n'
import { compress } from '@/shared/photo'
import { say } from './toasts'

export interface Photo {
  key: string
  blob: Blob
  preview: string
  progress: number
  state: 'waiting' | 'uploading' | 'done' | 'failed'
  error: string
  id: string
}

/** Photos of a form: taken, made smaller, uploaded at once with progress, retried one by one. */
export function usePhotos(purpose: Purpose, limit = 9) {
  const photos = reactive<Photo[]>([])

  async function add(files: Iterable<Blob>): Promise<void> {
    for (const file of files) {
      if (photos.length >= limit) return
      try {
        restore(await compress(file))
      } catch {
        say(i18n.global.t('photo.unreadable'), 'warn')
      }
    }
  }

  /** Takes a photo that is small already, e.g. one of a kept draft. A kept key lets the server know it again. */
  function restore(blob: Blob, key = newKey()): void {
    photos.push({ key, blob, preview: URL.createObjectURL(blob), progress: 0, state: 'waiting', error: '', id: '' })
    const photo = photos.at(-1)
    if (photo) void send(photo)
  }

  async function send(photo: Photo): Promise<void> {
    if (photo.state === 'uploading' || photo.state === 'done') return
    Object.assign(photo, { state: 'uploading', progress: 0, error: '' })
    try {
      photo.id = (await upload(photo.blob, purpose, photo.key, (part) => { photo.progress = part })).id
      photo.state = 'done'
    } catch (error) {
      Object.assign(photo, { state: 'failed', error: messageOf(error) })
    }
  }

  function remove(photo: Photo): void {
    URL.revokeObjectURL(photo.preview)
    photos.splice(photos.indexOf(photo), 1)
  }

  const ids = computed(() => photos.filter((photo) => photo.id).map((photo) => photo.id))
  const uploading = computed(() => photos.some((photo) => photo.state === 'uploading' || photo.state === 'waiting'))
  const failed = computed(() => photos.some((photo) => photo.state === 'failed'))
  const retryAll = () => Promise.all(photos.filter((photo) => photo.state === 'failed').map(send))
  const clear = () => [...photos].forEach(remove)

  onScopeDispose(() => photos.forEach((photo) => URL.revokeObjectURL(photo.preview)))
  return reactive({ photos, limit, ids, uploading, failed, add, restore, send, remove, retryAll, clear })
}

export type Photos = ReturnType<typeof usePhotos>
