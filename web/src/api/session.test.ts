import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { accessToken, endSession, keep, renew, signedIn } from './session'

const answer = (status: number, body: unknown) => new Response(JSON.stringify(body), { status })
const tokens = (n: number) => ({ access_token: `access-${n}`, refresh_token: `refresh-${n}`, expires_in: 900 })
const server = vi.fn<typeof fetch>()

beforeEach(() => {
  endSession()
  server.mockReset()
  vi.stubGlobal('fetch', server)
})
afterEach(() => vi.unstubAllGlobals())

it('nobody signed in means no token and no question to the server', async () => {
  expect(await accessToken()).toBe('')
  expect(server).not.toHaveBeenCalled()
})

it('many calls that meet a stale token share one renewal', async () => {
  keep(tokens(1))
  server.mockImplementation(async () => answer(200, tokens(2)))
  const renewed = await Promise.all([renew('access-1'), renew('access-1'), renew('access-1')])
  expect(renewed).toEqual(['access-2', 'access-2', 'access-2'])
  expect(server).toHaveBeenCalledTimes(1)
  expect(localStorage.getItem('linli.refresh')).toBe('refresh-2')
})

it('a token that somebody renewed meanwhile is not renewed again', async () => {
  keep(tokens(5))
  expect(await renew('access-4')).toBe('access-5')
  expect(server).not.toHaveBeenCalled()
})

it('a refused refresh token ends the session', async () => {
  keep(tokens(1))
  server.mockImplementation(async () => answer(401, { code: 'auth.token_reused', status: 401, detail: 'x' }))
  await expect(renew('access-1')).rejects.toMatchObject({ status: 401 })
  expect(signedIn.value).toBe(false)
  expect(localStorage.getItem('linli.refresh')).toBeNull()
})

it('a lost network does not end the session', async () => {
  keep(tokens(1))
  server.mockRejectedValue(new TypeError('network'))
  await expect(renew('access-1')).rejects.toMatchObject({ name: 'NetworkError' })
  expect(signedIn.value).toBe(true)
  expect(localStorage.getItem('linli.refresh')).toBe('refresh-1')
})

it('a server that is down does not end the session', async () => {
  keep(tokens(1))
  server.mockImplementation(async () => answer(503, { code: 'unavailable', status: 503 }))
  await expect(renew('access-1')).rejects.toMatchObject({ status: 503 })
  expect(signedIn.value).toBe(true)
})
