/**
 * Who is signed in on this device. The access token lives in memory only; the rotating refresh token is kept in
 * `localStorage`, so that all tabs share one family. One tab at a time refreshes (Web Locks) and tells the others.
 */
import { ref } from 'vue'
import { NetworkError, problemOf } from './errors'
import { locale } from '@/i18n'

export interface Tokens {
  access_token: string
  refresh_token: string
  expires_in: number
}

type News = { kind: 'tokens'; access: string; expiresAt: number } | { kind: 'signed-out' }

const KEY = 'linli.refresh'
const EARLY_MS = 20_000
const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('linli.session')

let access = ''
let expiresAt = 0
let running: Promise<string> | null = null

/** Becomes false the moment the session ends, in whichever tab. */
export const signedIn = ref(Boolean(localStorage.getItem(KEY)))

channel?.addEventListener('message', ({ data }: MessageEvent<News>) => {
  if (data.kind === 'signed-out') forget()
  else {
    access = data.access
    expiresAt = data.expiresAt
    signedIn.value = true
  }
})

/** Takes the tokens of a sign-in or a refresh and shares the access token with the other tabs. */
export function keep(tokens: Tokens): void {
  localStorage.setItem(KEY, tokens.refresh_token)
  access = tokens.access_token
  expiresAt = Date.now() + tokens.expires_in * 1000
  signedIn.value = true
  channel?.postMessage({ kind: 'tokens', access, expiresAt } satisfies News)
}

/** Ends the session here and in the other tabs. The server is told by `account.signOut`. */
export function endSession(): void {
  forget()
  channel?.postMessage({ kind: 'signed-out' } satisfies News)
}

function forget(): void {
  localStorage.removeItem(KEY)
  access = ''
  expiresAt = 0
  signedIn.value = false
}

/** A token good for at least some seconds; '' when nobody is signed in. Throws NetworkError when it cannot be renewed now. */
export async function accessToken(): Promise<string> {
  if (access && Date.now() < expiresAt - EARLY_MS) return access
  return localStorage.getItem(KEY) ? renew(access) : ''
}

/** Renews a token that the server no longer accepts. Calls of one tab share one renewal; tabs take turns. */
export function renew(stale: string): Promise<string> {
  running ??= alone(() => exchange(stale)).finally(() => { running = null })
  return running
}

async function alone(work: () => Promise<string>): Promise<string> {
  // Web Locks need a secure context; on a plain http address only this tab's own calls are kept apart.
  return navigator.locks ? await navigator.locks.request('linli.refresh', work) : work()
}

async function exchange(stale: string): Promise<string> {
  // Another tab may have renewed while this one waited for its turn.
  if (access && access !== stale && Date.now() < expiresAt - EARLY_MS) return access
  const refresh = localStorage.getItem(KEY)
  if (!refresh) return ''
  const answer = await post(refresh)
  if (answer.ok) {
    keep((await answer.json()) as Tokens)
    return access
  }
  const error = await problemOf(answer)
  if (error.status === 401 || error.status === 422) endSession()
  throw error
}

async function post(refresh: string): Promise<Response> {
  try {
    return await fetch('/api/v1/auth/refresh', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Accept-Language': locale.value },
      body: JSON.stringify({ refresh_token: refresh }),
    })
  } catch {
    throw new NetworkError()
  }
}
