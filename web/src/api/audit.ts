/** The audit trail: who did or saw what, when and why. */
import { body, client } from './client'
import type { AuditEntry, Id, Page } from './types'

export interface AuditQuery { community_id?: Id; action?: string; actor_id?: Id; since?: string; cursor?: string; limit?: number }

export const entries = (query: AuditQuery): Promise<Page<AuditEntry>> => body(client.GET('/api/v1/audit', { params: { query } }))
