/** Uploads of photos, voice notes and videos. `fetch` reports no progress of a sent body, so this one call uses XMLHttpRequest. */
import { commonHeaders } from './client'
import { ApiError, NetworkError, type Problem } from './errors'
import { accessToken } from './session'
import type { Attachment } from './types'

/** How long an upload may stand still before it counts as lost, in milliseconds; a slow one may take as long as it moves. */
const STALLED = 20_000

export type Purpose = 'report' | 'proof' | 'comment' | 'rating' | 'article'
export type Medium = Attachment['kind']
export interface Upload { file: Blob; kind: Medium; purpose: Purpose; key: string }

/** Uploads one file; `key` stays the same over retries, so that a lost answer does not store it twice. */
export async function upload({ file, kind, purpose, key }: Upload, onProgress: (part: number) => void, signal: AbortSignal): Promise<Attachment> {
  const token = await accessToken()
  const form = new FormData()
  form.append('file', file, kind)
  form.append('purpose', purpose)
  form.append('kind', kind)
  return send<Attachment>('/api/v1/attachments', form, { ...commonHeaders(token), 'Idempotency-Key': key }, onProgress, signal)
}

function send<T>(
  path: string, form: FormData, headers: Record<string, string>, onProgress: (part: number) => void, signal: AbortSignal,
): Promise<T> {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest()
    request.open('POST', path)
    request.responseType = 'json'
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    signal.addEventListener('abort', () => request.abort())
    let watchdog = setTimeout(() => request.abort(), STALLED)
    request.upload.onprogress = (event) => {
      clearTimeout(watchdog)
      watchdog = setTimeout(() => request.abort(), STALLED)
      if (event.lengthComputable) onProgress(event.loaded / event.total)
    }
    request.onloadend = () => clearTimeout(watchdog)
    request.onerror = request.onabort = () => fail(new NetworkError())
    request.onload = () => {
      if (request.status < 300) done(request.response as T)
      else fail(new ApiError({ code: 'unknown', ...(request.response as Problem | null), status: request.status }))
    }
    request.send(form)
  })
}
