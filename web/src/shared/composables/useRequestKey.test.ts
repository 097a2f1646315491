import { expect, it } from 'vitest'
import { useRequestKey } from './useRequestKey'
import { ApiError, NetworkError } from '@/api/errors'

const failing = (error: Error) => async (key: string): Promise<string> => { throw Object.assign(error, { key }) }
const keyOf = async (sending: Promise<unknown>) => sending.then((key) => key, (error: { key: string }) => error.key)

it('sends the same content again under the same key after a lost answer', async () => {
  const once = useRequestKey()
  const lost = await keyOf(once('words', failing(new NetworkError())))
  const broken = await keyOf(once('words', failing(new ApiError({ status: 502, code: 'unknown' }))))
  expect(broken).toBe(lost)
  expect(await once('words', async (key) => key)).toBe(lost)
})

it('takes a new key for other content, after a refusal, and after success', async () => {
  const once = useRequestKey()
  const lost = await keyOf(once('words', failing(new NetworkError())))
  const refused = await keyOf(once('other words', failing(new ApiError({ status: 422, code: 'validation.failed' }))))
  const sent = await keyOf(once('other words', async (key) => key))
  const again = await keyOf(once('other words', async (key) => key))
  expect(new Set([lost, refused, sent, again]).size).toBe(4)
})
