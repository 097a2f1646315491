/** The unsent report, kept in IndexedDB with its photos, so that a lost network loses nothing. */
import { openDB, type DBSchema } from 'idb'

export interface Draft {
  /** The report's idempotency key: it outlives every attempt to send. */
  key: string
  text: string
  category: string
  urgency: 'normal' | 'urgent'
  place: Place
  phone: string
  photos: { key: string; blob: Blob }[]
  /** Whether the person has pressed "send" and only the network is missing. */
  waiting: boolean
}
export interface Place { kind: 'home' | 'public'; building: string; entrance: string; spot: string }

interface Store extends DBSchema { drafts: { key: string; value: Draft } }

const database = () => openDB<Store>('linli', 1, { upgrade: (db) => { db.createObjectStore('drafts') } })

export const loadDraft = async (owner: string) => (await database()).get('drafts', owner)
export const saveDraft = async (owner: string, draft: Draft) => (await database()).put('drafts', draft, owner)
export const dropDraft = async (owner: string) => (await database()).delete('drafts', owner)
