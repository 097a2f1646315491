/** Grids, their workers, and the worker's own duty. */
import { body, client } from './client'
import type { Grid, Id, Worker } from './types'

export interface GridDraft { name: string; places: { building_id: Id; entrance_id: Id | null }[]; worker_ids: Id[] }

export const list = (community_id: Id): Promise<{ items: Grid[] }> => body(client.GET('/api/v1/grids', { params: { query: { community_id } } }))
export const create = (community_id: Id, draft: GridDraft): Promise<Grid> => body(client.POST('/api/v1/grids', { body: { community_id, ...draft } }))
export const update = (grid_id: Id, draft: GridDraft): Promise<Grid> =>
  body(client.PATCH('/api/v1/grids/{grid_id}', { params: { path: { grid_id } }, body: draft }))
export const remove = (grid_id: Id) => client.DELETE('/api/v1/grids/{grid_id}', { params: { path: { grid_id } } })

export const workers = (community_id: Id): Promise<{ items: Worker[] }> => body(client.GET('/api/v1/workers', { params: { query: { community_id } } }))
export const duty = (): Promise<{ on_duty: boolean }> => body(client.GET('/api/v1/shifts/me'))
export const setDuty = (on: boolean): Promise<{ on_duty: boolean }> => body(client.POST(`/api/v1/shifts/${on ? 'on' : 'off'}`))
