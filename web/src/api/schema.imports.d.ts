/* Stands in for the import operations until the server's document names them. */
import type { Import } from './types'

declare module './schema' {
  interface paths {
    '/api/v1/communities/{community_id}/imports': {
      parameters: { query?: never; path?: never; header?: never; cookie?: never }
      post: {
        parameters: { query?: never; header?: never; path: { community_id: string }; cookie?: never }
        requestBody: { content: { 'multipart/form-data': { file: string } } }
        responses: { 201: { headers: Record<string, unknown>; content: { 'application/json': Import } } }
      }
    }
    '/api/v1/imports/{import_id}/apply': {
      parameters: { query?: never; path?: never; header?: never; cookie?: never }
      post: {
        parameters: { query?: never; header?: never; path: { import_id: string }; cookie?: never }
        requestBody?: never
        responses: { 200: { headers: Record<string, unknown>; content: { 'application/json': Import } } }
      }
    }
  }
}
