import { reactive } from 'vue'
import { messageOf } from '@/api/errors'
import type { Page, Ticket } from '@/api/types'
import { changesBetween, patched } from './live'
import { useRefresh } from '@/shared/composables/useFeed'
import type { Pages } from '@/shared/composables/usePages'

const MOST_AT_ONCE = 100

/**
 * Keeps the rows fresh by the feed. While somebody points at the table or has chosen rows (`holding`), rows change in place only:
 * what came, left or moved waits, counted in `waiting`, until it is asked for or nobody holds the table any more.
 */
export function useLive(list: Pages<Ticket>, read: (cursor?: string, limit?: number) => Promise<Page<Ticket>>, holding: () => boolean) {
  const state = reactive({ waiting: 0, gone: new Set<string>() })
  let fresh: Page<Ticket> | null = null
  let round = 0

  async function refresh(now = false): Promise<void> {
    const mine = ++round
    const before = list.items
    try {
      const page = await readAll(before.length)
      // Meanwhile another list was asked for, or another page of this one.
      if (mine !== round || list.items !== before) return
      fresh = page
    } catch (error) {
      if (mine === round) list.error = messageOf(error)
      return
    }
    if (now || !holding()) apply()
    else hold(fresh)
  }

  /** Reads as many rows as there are on the screen, at least one page. */
  async function readAll(rows: number): Promise<Page<Ticket>> {
    const items: Ticket[] = []
    let next: string | null = null
    do {
      const page: Page<Ticket> = await read(next ?? undefined, Math.min(MOST_AT_ONCE, Math.max(50, rows - items.length)))
      items.push(...page.items)
      next = page.next
    } while (next && items.length < rows)
    return { items, next }
  }

  function hold(page: Page<Ticket>): void {
    const { gone, count } = changesBetween(list.items, page.items)
    Object.assign(state, { gone, waiting: count })
    list.items = patched(list.items, page.items)
  }

  function apply(): void {
    if (!fresh) return
    Object.assign(list, { items: fresh.items, next: fresh.next, error: '' })
    forget()
  }

  function forget(): void {
    round++
    fresh = null
    Object.assign(state, { waiting: 0, gone: new Set() })
  }

  useRefresh(['ticket.changed', 'ticket.escalated'], refresh, 400)
  return Object.assign(state, { refresh, apply, forget, release: () => { if (!holding()) apply() } })
}
