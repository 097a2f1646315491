/** What is different between the rows on the screen and those of the server. */
import type { Ticket } from '@/api/types'

/** Which rows do not belong to the list any more, and how many came, left or stand elsewhere. */
export function changesBetween(shown: Ticket[], fresh: Ticket[]): { gone: Set<string>; count: number } {
  const now = new Set(fresh.map((one) => one.id))
  const before = new Set(shown.map((one) => one.id))
  const gone = new Set([...before].filter((id) => !now.has(id)))
  const came = [...now].filter((id) => !before.has(id)).length
  const stayed = shown.filter((one) => now.has(one.id))
  const moved = fresh.filter((one) => before.has(one.id)).filter((one, index) => one.id !== stayed[index]?.id).length
  return { gone, count: gone.size + came + moved }
}

/** The rows in their old places as they are now. */
export function patched(shown: Ticket[], fresh: Ticket[]): Ticket[] {
  const now = new Map(fresh.map((one) => [one.id, one]))
  return shown.map((one) => now.get(one.id) ?? one)
}

/** The ids from one row to another, both included, whichever comes first; one that is not there leaves the other alone. */
export function between(ids: string[], one: string, other: string): string[] {
  const [from, to] = [ids.indexOf(one), ids.indexOf(other)].sort((a, b) => a - b) as [number, number]
  return from < 0 ? [other] : ids.slice(from, to + 1)
}
