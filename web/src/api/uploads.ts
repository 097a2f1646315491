/** Photo uploads. `fetch` reports no progress of a sent body, so this one call uses XMLHttpRequest. */
import { commonHeaders } from './client'
import { ApiError, NetworkError, type Problem } from './errors'
import { accessToken } from './session'
import type { Attachment } from './types'

export type Purpose = 'report' | 'proof' | 'comment' | 'rating'

/** Uploads one picture; `key` stays the same over retries, so that a lost answer does not store it twice. */
export async function upload(file: Blob, purpose: Purpose, key: string, onProgress: (part: number) => void): Promise<Attachment> {
  const token = await accessToken()
  const form = new FormData()
  form.append('file', file, 'photo.jpg')
  form.append('purpose', purpose)
  return send<Attachment>('/api/v1/attachments', form, { ...commonHeaders(token), 'Idempotency-Key': key }, onProgress)
}

function send<T>(path: string, form: FormData, headers: Record<string, string>, onProgress: (part: number) => void): Promise<T> {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest()
    request.open('POST', path)
    request.responseType = 'json'
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.upload.onprogress = (event) => { if (event.lengthComputable) onProgress(event.loaded / event.total) }
    request.onerror = request.ontimeout = () => fail(new NetworkError())
    request.onload = () => {
      if (request.status < 300) done(request.response as T)
      else fail(new ApiError({ code: 'unknown', ...(request.response as Problem | null), status: request.status }))
    }
    request.send(form)
  })
}
