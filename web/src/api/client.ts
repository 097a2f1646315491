/**
 * The one typed client of the API. It adds what every call needs: the bearer token (renewed once when refused), the
 * reader's language, and on every POST an `Idempotency-Key`, so that a repeat after a broken network acts only once.
 */
import createClient from 'openapi-fetch'
import type { paths } from './schema'
import type { Full } from './types'
import { NetworkError, problemOf } from './errors'
import { accessToken, renew } from './session'
import { locale } from '@/i18n'

/** Pauses before a POST or GET that did not reach the server is repeated, in milliseconds. */
const PAUSES = [400, 1500]
/** How long an answer may take, in milliseconds; a file is sent and read longer than words. */
const PATIENCE = 20_000
const PATIENCE_WITH_FILE = 120_000

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms))

export const newKey = (): string => crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`

/** Headers of every call. */
export function commonHeaders(token: string): Record<string, string> {
  return { 'Accept-Language': locale.value, ...(token ? { Authorization: `Bearer ${token}` } : {}) }
}

/** Repeats a call that never got an answer. Safe: GETs change nothing and POSTs carry one key for all their repeats. */
async function reach(request: Request): Promise<Response> {
  for (const pause of [...PAUSES, null]) {
    try {
      const answer = await within(request)
      if (pause === null || !(await stillAtWork(answer))) return answer
      await wait(pause)
    } catch (error) {
      if (request.signal.aborted) throw error
      // Who has waited in vain once is not made to wait twice more.
      if (pause === null || !navigator.onLine || (error as Error).name === 'AbortError') throw new NetworkError()
      await wait(pause)
    }
  }
  throw new NetworkError()
}

/** One attempt, which ends by itself: a server that hangs must not leave a person before a turning wheel. */
async function within(request: Request): Promise<Response> {
  const limit = new AbortController()
  const end = () => limit.abort()
  request.signal.addEventListener('abort', end)
  const file = request.headers.get('Content-Type')?.startsWith('multipart/')
  const timer = setTimeout(end, file ? PATIENCE_WITH_FILE : PATIENCE)
  try {
    return await fetch(request.clone(), { signal: limit.signal })
  } finally {
    clearTimeout(timer)
    request.signal.removeEventListener('abort', end)
  }
}

/** The first request with the same key has not ended yet; its answer comes when asked again. */
async function stillAtWork(answer: Response): Promise<boolean> {
  if (answer.status !== 409) return false
  const problem: unknown = await answer.clone().json().catch(() => null)
  return (problem as { code?: string } | null)?.code === 'idempotency.in_progress'
}

/** Sends with a valid token; a token refused by the server is renewed once. */
async function send(request: Request): Promise<Response> {
  const token = request.url.includes('/auth/login') ? '' : await accessToken()
  for (const [name, value] of Object.entries(commonHeaders(token))) request.headers.set(name, value)
  if (request.method === 'POST' && !request.headers.has('Idempotency-Key')) request.headers.set('Idempotency-Key', newKey())
  const answer = await reach(request)
  if (answer.status !== 401 || !token) return answer
  const fresh = await renew(token)
  if (!fresh) return answer
  request.headers.set('Authorization', `Bearer ${fresh}`)
  return reach(request)
}

export const client = createClient<paths>({ baseUrl: location.origin, fetch: send })

client.use({
  async onResponse({ response }) {
    if (!response.ok) throw await problemOf(response)
  },
})

/** The body of a good answer; refusals have been thrown before. */
export async function body<T>(call: Promise<{ data?: T }>): Promise<Full<NonNullable<T>>> {
  const { data } = await call
  return data as Full<NonNullable<T>>
}

/** Fetches a file that is written while it comes; `told` hears how many bytes there are so far. */
export async function download(path: string, told: (bytes: number) => void, signal: AbortSignal): Promise<Blob> {
  const answer = await send(new Request(new URL(path, location.origin), { signal }))
  if (!answer.ok) throw await problemOf(answer)
  const pieces: BlobPart[] = []
  let bytes = 0
  try {
    const reader = answer.body?.getReader()
    signal.addEventListener('abort', () => void reader?.cancel())
    for (let piece = await reader?.read(); piece?.value; piece = await reader?.read()) {
      pieces.push(piece.value)
      told((bytes += piece.value.length))
    }
    signal.throwIfAborted()
  } catch (error) {
    throw signal.aborted ? error : new NetworkError()
  }
  return new Blob(pieces, { type: answer.headers.get('Content-Type') ?? '' })
}

/** Fetches a protected file, e.g. a photo, that an `<img src>` could not ask for with a token. */
export async function blob(path: string): Promise<Blob> {
  const answer = await send(new Request(new URL(path, location.origin)))
  if (!answer.ok) throw await problemOf(answer)
  return answer.blob()
}
