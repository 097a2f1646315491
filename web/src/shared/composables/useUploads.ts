import { computed, onScopeDispose, reactive } from 'vue'
import { newKey } from '@/api/client'
import { messageOf } from '@/api/errors'
import { upload, type Medium, type Purpose } from '@/api/uploads'

export interface Uploaded {
  key: string
  blob: Blob
  preview: string
  /** How long it lasts, as far as the browser knows; 0 for a photo. */
  seconds: number
  progress: number
  state: 'waiting' | 'uploading' | 'done' | 'failed'
  error: string
  /** What has gone wrong, for whoever must tell a refusal from a lost network. */
  cause: unknown
  id: string
}

/** What a draft keeps of an upload. */
export interface Kept { key: string; blob: Blob; seconds: number }

/** Files of one kind in a form: uploaded at once with progress, retried or removed one by one. */
export function useUploads(kind: Medium, purpose: Purpose, limit: number) {
  const files = reactive<Uploaded[]>([])
  const running = new Map<string, AbortController>()

  /** Takes a file that is ready to be sent, e.g. one of a kept draft. A kept key lets the server know it again. */
  function restore(blob: Blob, key = newKey(), seconds = 0): void {
    if (files.length >= limit) return
    files.push({ key, blob, preview: URL.createObjectURL(blob), seconds, progress: 0, state: 'waiting', error: '', cause: null, id: '' })
    const file = files.at(-1)
    if (file) void send(file)
  }

  async function send(file: Uploaded): Promise<void> {
    if (file.state === 'uploading' || file.state === 'done') return
    Object.assign(file, { state: 'uploading', progress: 0, error: '', cause: null })
    const abort = new AbortController()
    running.set(file.key, abort)
    try {
      file.id = (await upload({ file: file.blob, kind, purpose, key: file.key }, (part) => { file.progress = part }, abort.signal)).id
      file.state = 'done'
    } catch (cause) {
      Object.assign(file, { state: 'failed', error: messageOf(cause), cause })
    } finally {
      running.delete(file.key)
    }
  }

  /** Takes it out of the form; one that is on its way goes no further. */
  function remove(file: Uploaded): void {
    running.get(file.key)?.abort()
    URL.revokeObjectURL(file.preview)
    files.splice(files.indexOf(file), 1)
  }

  const ids = computed(() => files.filter((file) => file.id).map((file) => file.id))
  const uploading = computed(() => files.some((file) => file.state === 'uploading' || file.state === 'waiting'))
  const failed = computed(() => files.some((file) => file.state === 'failed'))
  const retryAll = () => Promise.all(files.filter((file) => file.state === 'failed').map(send))
  const clear = () => [...files].forEach(remove)

  onScopeDispose(() => {
    running.forEach((abort) => abort.abort())
    files.forEach((file) => URL.revokeObjectURL(file.preview))
  })
  return reactive({ files, limit, ids, uploading, failed, restore, send, remove, retryAll, clear })
}

export type Uploads = ReturnType<typeof useUploads>
