/** Unsent forms, kept in IndexedDB with their photos, so that a lost network loses nothing. */
import { openDB } from 'idb'

const database = () => openDB('linli', 1, { upgrade: (db) => { db.createObjectStore('drafts') } })

/** The drafts of one kind, one for each owner. */
export function draftStore<T>(nameOf: (owner: string) => string) {
  return {
    load: async (owner: string): Promise<T | undefined> => (await database()).get('drafts', nameOf(owner)) as Promise<T | undefined>,
    save: async (owner: string, draft: T) => (await database()).put('drafts', draft, nameOf(owner)),
    drop: async (owner: string) => (await database()).delete('drafts', nameOf(owner)),
  }
}
