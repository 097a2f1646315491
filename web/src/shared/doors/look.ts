/** How a door's state looks. The word always stands beside the colour. */
import type { Door, DoorState, Presence } from '@/api/types'
import type { IconName } from '@/shared/icons'

export type DoorTone = 'calm' | 'open' | 'warn' | 'alarm' | 'mute'

export const DOOR: Record<DoorState, { tone: DoorTone; icon: IconName }> = {
  locked: { tone: 'calm', icon: 'lock' },
  unlocking: { tone: 'open', icon: 'unlock' },
  unlocked: { tone: 'open', icon: 'unlock' },
  held: { tone: 'warn', icon: 'door' },
  forced: { tone: 'alarm', icon: 'alert' },
  jammed: { tone: 'alarm', icon: 'alert' },
  offline: { tone: 'mute', icon: 'offline' },
  unknown: { tone: 'mute', icon: 'clock' },
}

/** Locked with the leaf standing open is not locked in any useful sense, so it is said. */
export const doorWord = (door: Pick<Door, 'state' | 'phys'>) => (door.state === 'locked' && door.phys === 'open' ? 'lockedOpen' : door.state)

/** A door's full name: most entrances call theirs just "单元门". */
export function doorName(name: string | undefined, entrance: { label: string } | null): string {
  if (!name || !entrance || name.startsWith(entrance.label)) return name ?? entrance?.label ?? ''
  return `${entrance.label} ${name}`
}

export const PRESENCE: Record<Presence, DoorTone> = { ready: 'open', sleeping: 'mute', offline: 'alarm', stale: 'warn', unknown: 'mute' }
