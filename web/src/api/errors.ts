/** Errors of the API, as the screens see them. */
import { i18n } from '@/i18n'

export interface Problem {
  status: number
  code: string
  title?: string
  detail?: string
  errors?: { pointer: string; code: string; detail: string }[]
  request_id?: string
  [extra: string]: unknown
}

/** A refusal with a reason: `message` is already in the reader's language. */
export class ApiError extends Error {
  readonly problem: Problem

  constructor(problem: Problem, readonly retryAfter: number | null = null) {
    super(problem.detail || fallback(problem.status))
    this.name = 'ApiError'
    this.problem = problem
  }

  get code() { return this.problem.code }
  get status() { return this.problem.status }

  /** The message that belongs to one field, e.g. `field('phone')`. */
  field(name: string): string | undefined {
    return this.problem.errors?.find((error) => error.pointer === `/${name}`)?.detail
  }
}

/** The server was not reached: nothing is known about what it did. */
export class NetworkError extends Error {
  constructor() {
    super(i18n.global.t('errors.network'))
    this.name = 'NetworkError'
  }
}

/** Whether it is unknown what the server did: it was not reached, or it broke while at work. Only the same request may be sent again. */
export const unanswered = (error: unknown): boolean => error instanceof NetworkError || (error instanceof ApiError && error.status >= 500)

function fallback(status: number): string {
  const known = [401, 403, 404, 409, 413, 422, 429, 503]
  const gateway = status === 502 || status === 504
  return i18n.global.t(`errors.${gateway ? 503 : known.includes(status) ? status : 'unknown'}`)
}

/** Reads an answer that is not 2xx; proxies and crashed servers answer without a problem body. */
export async function problemOf(answer: Response): Promise<ApiError> {
  const body: unknown = await answer.json().catch(() => null)
  const retry = Number(answer.headers.get('Retry-After')) || null
  const known = body && typeof body === 'object' && 'code' in body ? (body as Problem) : null
  const problem = known ?? { status: answer.status, code: 'unknown' }
  return new ApiError({ ...problem, status: answer.status }, retry)
}

/** What to show a person about any error; unexpected ones get a plain sentence, never an English stack. */
export function messageOf(error: unknown): string {
  if (error instanceof ApiError || error instanceof NetworkError) {
    const first = error instanceof ApiError ? error.problem.errors?.[0]?.detail : undefined
    return first && error.message !== first && error instanceof ApiError && error.code === 'validation.failed' ? first : error.message
  }
  return i18n.global.t('errors.unknown')
}
