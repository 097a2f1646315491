import { onScopeDispose } from 'vue'
import { listen } from '@/api/feed'
import type { FeedData, FeedKind } from '@/api/types'

/** Hears news while the component lives. */
export function useFeed<K extends FeedKind>(kind: K, handler: (data: FeedData[K]) => void): void {
  onScopeDispose(listen(kind, handler))
}

/** Reads again when any of these kinds arrives or news was missed; a burst leads to one reading. */
export function useRefresh(kinds: FeedKind[], reload: () => unknown, pauseMs = 250): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const later = () => {
    clearTimeout(timer)
    timer = setTimeout(reload, pauseMs)
  }
  for (const kind of [...kinds, 'reset' as const]) useFeed(kind, later)
  onScopeDispose(() => clearTimeout(timer))
}
