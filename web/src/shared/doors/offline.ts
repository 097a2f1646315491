/** Doors that were offline when the list was read: nobody may tell when they are back, as after a pause of the broker. */
import type { Door } from '@/api/types'

const AGAIN_MS = 30_000

/** Read again every half minute while a door is offline and somebody looks; returns how to stop. */
export function watchOffline(doors: () => Pick<Door, 'state'>[], reload: () => void): () => void {
  const timer = setInterval(() => {
    if (!document.hidden && doors().some((door) => door.state === 'offline')) reload()
  }, AGAIN_MS)
  return () => clearInterval(timer)
}
