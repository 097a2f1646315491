/**
 * The live feed: one server-sent event stream per tab, read with `fetch` because `EventSource` cannot send a token.
 * It resumes by `Last-Event-ID`, notices a silent connection, and reconnects with growing pauses.
 */
import { ref } from 'vue'
import { commonHeaders } from './client'
import { accessToken, renew } from './session'
import { EventParser, type FeedEvent } from './sse'
import type { FeedData, FeedKind } from './types'

export type FeedState = 'off' | 'connecting' | 'connected' | 'reconnecting'

/** The server beats every 15 s; two missed beats mean that the line is dead. */
const SILENCE_MS = 35_000
const MAX_PAUSE_MS = 20_000

export const feedState = ref<FeedState>('off')

type Handler = (data: never) => void
const handlers = new Map<string, Set<Handler>>()
let lastId = ''
let stop: AbortController | null = null

/** Hears one kind of news until the returned function is called. `reset` means: news was missed, read everything again. */
export function listen<K extends FeedKind>(kind: K, handler: (data: FeedData[K]) => void): () => void {
  const set = handlers.get(kind) ?? new Set()
  handlers.set(kind, set.add(handler as Handler))
  return () => set.delete(handler as Handler)
}

function deliver(event: FeedEvent): void {
  if (event.id) lastId = event.id
  if (event.kind === 'reset') lastId = ''
  const data: unknown = event.data ? JSON.parse(event.data) : null
  for (const handler of handlers.get(event.kind) ?? []) handler(data as never)
}

/** Opens the stream and keeps it open until `closeFeed`. */
export function openFeed(): void {
  if (stop) return
  stop = new AbortController()
  void keepOpen(stop.signal)
}

/** Closes the stream and forgets the place in it: the next one may belong to somebody else. */
export function closeFeed(): void {
  stop?.abort()
  stop = null
  lastId = ''
  feedState.value = 'off'
}

async function keepOpen(signal: AbortSignal): Promise<void> {
  let failures = 0
  while (!signal.aborted) {
    feedState.value = failures || lastId ? 'reconnecting' : 'connecting'
    const started = Date.now()
    const cause = await readOnce(signal).catch(() => 'failed' as const)
    if (signal.aborted) return
    const lasted = Date.now() - started > 5_000
    failures = cause === 'ended' && lasted ? 0 : failures + 1
    if (failures) feedState.value = 'reconnecting'
    await pause(failures ? Math.min(500 * 2 ** (failures - 1), MAX_PAUSE_MS) : 0, signal)
  }
}

/** One connection, until it ends or falls silent. */
async function readOnce(signal: AbortSignal): Promise<'ended' | 'failed'> {
  const token = await accessToken()
  if (!token) return 'failed'
  const line = new AbortController()
  const end = () => line.abort()
  signal.addEventListener('abort', end)
  let watchdog = setTimeout(end, SILENCE_MS)
  try {
    const answer = await fetch('/api/v1/feed', { headers: feedHeaders(token), signal: line.signal, cache: 'no-store' })
    if (answer.status === 401) await renew(token)
    if (!answer.ok || !answer.body) return 'failed'
    feedState.value = 'connected'
    const parser = new EventParser(deliver)
    for await (const chunk of chunks(answer.body)) {
      clearTimeout(watchdog)
      watchdog = setTimeout(end, SILENCE_MS)
      parser.push(chunk)
    }
    return 'ended'
  } finally {
    clearTimeout(watchdog)
    signal.removeEventListener('abort', end)
  }
}

function feedHeaders(token: string): Record<string, string> {
  return { ...commonHeaders(token), Accept: 'text/event-stream', ...(lastId ? { 'Last-Event-ID': lastId } : {}) }
}

async function* chunks(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = stream.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader()
  for (;;) {
    const { value, done } = await reader.read()
    if (done) return
    yield value
  }
}

/** Waits, but not longer than until the network comes back or the page is looked at again. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const finish = () => {
      clearTimeout(timer)
      removeEventListener('online', finish)
      document.removeEventListener('visibilitychange', finish)
      done()
    }
    const timer = setTimeout(finish, ms)
    addEventListener('online', finish)
    document.addEventListener('visibilitychange', finish)
    signal.addEventListener('abort', finish, { once: true })
  })
}
