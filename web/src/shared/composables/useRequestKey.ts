import { newKey } from '@/api/client'
import { unanswered } from '@/api/errors'

/**
 * The idempotency key of something a person sends by hand. After a lost answer the same content goes out under the same key, so
 * that pressing the button again acts once; an answer, also a refusal, ends the key.
 */
export function useRequestKey() {
  let content = ''
  let key = ''
  return async function once<T>(what: unknown, send: (key: string) => Promise<T>): Promise<T> {
    const now = JSON.stringify(what)
    if (now !== content) [content, key] = [now, newKey()]
    try {
      const answer = await send(key)
      content = ''
      return answer
    } catch (error) {
      if (!unanswered(error)) content = ''
      throw error
    }
  }
}
