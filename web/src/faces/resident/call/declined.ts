/** Calls that this person has refused. Others of the home may still be asked, so the server goes on listing them as ringing. */
const KEY = 'linli.declined'
const KEPT = 20

const known = (): string[] => JSON.parse(localStorage.getItem(KEY) ?? '[]') as string[]

export const isDeclined = (callId: string) => known().includes(callId)

/** Remembers a refusal over reloads and in all tabs of this browser. */
export function rememberDeclined(callId: string): void {
  localStorage.setItem(KEY, JSON.stringify([callId, ...known().filter((one) => one !== callId)].slice(0, KEPT)))
}
