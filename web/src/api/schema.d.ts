/* Stands in until the server's OpenAPI document exists; `npm run api` then writes this file. */
interface Op {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  parameters: { query?: any; path?: any; header?: any; cookie?: never }
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  requestBody?: { content: { 'application/json': any } }
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  responses: { 200: { headers: Record<string, unknown>; content: { 'application/json': any } } }
}
export interface paths { [path: string]: { get: Op; post: Op; patch: Op; delete: Op } }
