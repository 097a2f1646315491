import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { body, client, download } from './client'
import { endSession, keep } from './session'

const server = vi.fn<(request: Request) => Promise<Response>>()
const json = (status: number, value: unknown) => new Response(JSON.stringify(value), { status, headers: { 'Content-Type': 'application/json' } })
const sent = (header: string) => server.mock.calls.map(([request]) => request.headers.get(header))

beforeEach(() => {
  vi.useFakeTimers()
  endSession()
  keep({ access_token: 'A', refresh_token: 'R', expires_in: 900 })
  server.mockReset()
  vi.stubGlobal('fetch', server)
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const goOnDuty = () => body(client.POST('/api/v1/shifts/on'))

it('a POST that did not get through is repeated with the same key', async () => {
  server.mockRejectedValueOnce(new TypeError('network')).mockResolvedValueOnce(json(200, { on_duty: true }))
  const answer = goOnDuty()
  await vi.runAllTimersAsync()
  expect(await answer).toEqual({ on_duty: true })
  const [first, second] = sent('Idempotency-Key')
  expect(first).toBeTruthy()
  expect(second).toBe(first)
})

it('two POSTs have two keys', async () => {
  server.mockImplementation(async () => json(200, { on_duty: true }))
  await Promise.all([goOnDuty(), goOnDuty()])
  expect(new Set(sent('Idempotency-Key')).size).toBe(2)
})

it('it gives up after three attempts and says that the network is down', async () => {
  server.mockRejectedValue(new TypeError('network'))
  const answer = goOnDuty().catch((error: Error) => error.name)
  await vi.runAllTimersAsync()
  expect(await answer).toBe('NetworkError')
  expect(server).toHaveBeenCalledTimes(3)
})

it('a server that hangs is left after a while, with the same words as a lost network', async () => {
  server.mockImplementation(((_: Request, { signal }: RequestInit) => new Promise((_done, fail) => {
    signal?.addEventListener('abort', () => fail(new DOMException('aborted', 'AbortError')))
  })) as typeof server)
  const answer = goOnDuty().catch((error: Error) => error.name)
  await vi.advanceTimersByTimeAsync(20_000)
  expect(await answer).toBe('NetworkError')
  expect(server).toHaveBeenCalledTimes(1)
})

it('a refusal is not repeated and keeps its code and words', async () => {
  server.mockImplementation(async () => json(409, { status: 409, code: 'ticket.changed', detail: '已变化' }))
  await expect(goOnDuty()).rejects.toMatchObject({ code: 'ticket.changed', message: '已变化' })
  expect(server).toHaveBeenCalledTimes(1)
})

it('a request whose twin is still at work is asked again', async () => {
  server.mockResolvedValueOnce(json(409, { status: 409, code: 'idempotency.in_progress' })).mockResolvedValueOnce(json(200, { on_duty: true }))
  const answer = goOnDuty()
  await vi.runAllTimersAsync()
  expect(await answer).toEqual({ on_duty: true })
})

it('a token refused by the server is renewed once and the call repeated with the same key', async () => {
  server.mockImplementation(async (request) => {
    const url = typeof request === 'string' ? request : request.url
    if (url.includes('/auth/refresh')) return json(200, { access_token: 'B', refresh_token: 'R2', expires_in: 900 })
    return request.headers.get('Authorization') === 'Bearer B' ? json(200, { on_duty: true }) : json(401, { status: 401, code: 'auth.token_expired' })
  })
  expect(await goOnDuty()).toEqual({ on_duty: true })
  const keys = server.mock.calls.filter(([request]) => request instanceof Request).map(([request]) => request.headers.get('Idempotency-Key'))
  expect(new Set(keys).size).toBe(1)
})

it('a file tells how much has come, and is whole or not at all', async () => {
  const pieces = [new Uint8Array(3), new Uint8Array(4)]
  const stream = (end: (controller: ReadableStreamDefaultController<Uint8Array>) => void) => new ReadableStream<Uint8Array>({
    pull(controller) {
      const piece = pieces.shift()
      if (piece) controller.enqueue(piece)
      else end(controller)
    },
  })
  const told = vi.fn()
  server.mockResolvedValueOnce(new Response(stream((controller) => controller.close())))
  expect((await download('/file', told, new AbortController().signal)).size).toBe(7)
  expect(told.mock.calls.flat()).toEqual([3, 7])
  pieces.push(new Uint8Array(3))
  server.mockResolvedValueOnce(new Response(stream((controller) => controller.error(new TypeError('broken')))))
  await expect(download('/file', told, new AbortController().signal)).rejects.toThrow('网络不通')
})
