import * as tickets from '@/api/tickets'
import { useLoad } from '@/shared/composables/useLoad'
import { useRefresh } from '@/shared/composables/useFeed'

const DAY = 86_400_000

/** The worker's own figures, counted from the tickets themselves: the newest hundred that have ended, and all that are open. */
export function useMyNumbers() {
  const numbers = useLoad(async () => {
    const [open, ended] = await Promise.all([
      tickets.list({ assignee: 'me', state: 'open', limit: 100 }),
      tickets.list({ assignee: 'me', state: 'closed', sort: 'created', limit: 100 }),
    ])
    const today = new Date().setHours(0, 0, 0, 0)
    const since = (time: number) => ended.items.filter((one) => Date.parse(one.updated_at) >= time).length
    return {
      open: open.items.length,
      overdue: open.items.filter((one) => one.overdue).length,
      doneToday: since(today),
      doneWeek: since(today - 6 * DAY),
    }
  })
  useRefresh(['ticket.changed'], numbers.reload)
  return numbers
}
