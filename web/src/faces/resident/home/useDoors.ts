import { computed, onScopeDispose, reactive } from 'vue'
import { newKey } from '@/api/client'
import * as api from '@/api/doors'
import { messageOf } from '@/api/errors'
import { listen } from '@/api/feed'
import type { Door, Unlock } from '@/api/types'
import { usePages } from '@/shared/composables/usePages'
import { watchOffline } from '@/shared/doors/offline'

/** What a door said to the newest request to open it; nothing is shown that the panel has not said. */
export interface Attempt { state: 'asking' | Unlock['result'] | 'failed'; text: string; moved: boolean }

const SHOWN_MS = 12_000

/** The doors of a community that the person may see, with live states. */
export function useDoors(community: () => string) {
  const list = usePages<Door>(() => api.doors(community()))
  const attempts = reactive(new Map<string, Attempt>())
  const timers = new Set<ReturnType<typeof setTimeout>>()

  onScopeDispose(listen('door.changed', ({ door }) => {
    const index = list.items.findIndex((one) => one.id === door.id)
    const mine = list.items[index]
    // News goes to many people; whether this person may open the door is said when the list is read, of doors that are there.
    if (mine?.state === 'offline') void list.reload()
    else if (mine) list.items[index] = { ...door, can_unlock: mine.can_unlock && door.can_unlock }
  }))
  onScopeDispose(watchOffline(() => list.items, () => void list.reload()))
  onScopeDispose(listen('reset', () => void list.reload()))
  onScopeDispose(() => timers.forEach(clearTimeout))

  const later = (work: () => void, ms: number) => timers.add(setTimeout(work, ms))

  async function open(door: Door, reason?: string): Promise<void> {
    if (attempts.get(door.id)?.state === 'asking') return
    attempts.set(door.id, { state: 'asking', text: '', moved: false })
    navigator.vibrate?.(15)
    const attempt = await ask(door, reason)
    attempts.set(door.id, attempt)
    later(() => { if (attempts.get(door.id) === attempt || !attempts.get(door.id)?.moved) attempts.delete(door.id) }, SHOWN_MS)
  }

  async function ask(door: Door, reason?: string): Promise<Attempt> {
    try {
      const unlock = await api.unlock(door.id, newKey(), reason)
      if (unlock.result === 'opened' && !unlock.door_moved) later(() => void proof(unlock), 3000)
      return { state: unlock.result, text: unlock.detail, moved: unlock.door_moved === true }
    } catch (error) {
      return { state: 'failed', text: messageOf(error), moved: false }
    }
  }

  /** The lock has answered; a little later the contact may prove that somebody pushed the door. */
  async function proof(unlock: Unlock): Promise<void> {
    const now = await api.readUnlock(unlock.id).catch(() => null)
    const attempt = attempts.get(unlock.door_id)
    if (now?.door_moved && attempt) attempts.set(unlock.door_id, { ...attempt, moved: true })
  }

  const mine = computed(() => list.items.filter((door) => door.can_unlock || door.state === 'offline'))
  return { list, mine, attempts, open }
}
