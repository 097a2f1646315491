/**
 * What the list of tickets is narrowed to, as the address has it: the API's own names and values, so that a sent link, a saved view
 * and an export all say the same.
 */
import type { LocationQuery } from 'vue-router'
import type { TicketQuery } from '@/api/tickets'

export const FILTERS = [
  'state', 'category_id', 'building_id', 'entrance_id', 'home_id', 'assignee', 'reporter', 'urgency', 'overdue',
  'created_since', 'created_until', 'closed_since', 'closed_until', 'due_since', 'due_until', 'rating_max',
] as const
export type FilterName = (typeof FILTERS)[number]
export type Filters = Partial<Record<FilterName, string>>
export const SORTS = ['due', 'created', 'updated', 'urgency'] as const
export type Sort = (typeof SORTS)[number]

/** A list as a person asked for it: from which tab, narrowed to what, searched for which words, in which order. */
export interface Wanted { view: string; filters: Filters; q: string; sort: Sort }
interface BuiltIn { filters: (now: number) => Filters; sort: Sort }

const ENDED = 'closed,closed_unfixed,cancelled'

/** The tabs that everybody has. What falls due today is asked anew each day. */
export const BUILT_IN: Record<string, BuiltIn> = {
  open: { filters: () => ({ state: 'open' }), sort: 'due' },
  unassigned: { filters: () => ({ state: 'submitted,returned' }), sort: 'due' },
  overdue: { filters: () => ({ state: 'open', overdue: 'true' }), sort: 'due' },
  today: { filters: (now) => ({ state: 'open', ...spanOf('due', [new Date(now), new Date(now)]) }), sort: 'due' },
  mine: { filters: () => ({ state: 'open', assignee: 'me' }), sort: 'due' },
  confirm: { filters: () => ({ state: 'resolved' }), sort: 'due' },
  closed: { filters: () => ({ state: ENDED }), sort: 'updated' },
  all: { filters: () => ({}), sort: 'created' },
}

export const usualSort = (view: string): Sort => BUILT_IN[view]?.sort ?? 'due'
const text = (value: unknown) => (typeof value === 'string' ? value : '')
const same = (a: Filters, b: Filters) => FILTERS.every((name) => (a[name] ?? '') === (b[name] ?? ''))
const compact = <T extends Record<string, string | undefined>>(all: T) =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value)) as Record<string, string>

/** Reads an address. A tab alone stands for its own filters; as soon as one filter is named, the address names all there are. */
export function fromAddress(query: LocationQuery, now: number): Wanted {
  const view = text(query.view) || 'open'
  const named: Filters = compact(Object.fromEntries(FILTERS.map((name) => [name, text(query[name])])))
  const builtIn = BUILT_IN[view]
  const sort = SORTS.find((one) => one === query.sort) ?? usualSort(view)
  return { view, filters: builtIn && !Object.keys(named).length ? builtIn.filters(now) : named, q: text(query.q), sort }
}

/** Writes an address, as short as it can be said. */
export function toAddress(wanted: Wanted, now: number): Record<string, string> {
  const { q, sort, filters } = wanted
  const view = wanted.view in BUILT_IN && same(filters, {}) ? 'all' : wanted.view
  const itself = BUILT_IN[view] && same(filters, BUILT_IN[view].filters(now))
  return compact({
    view: view === 'open' && itself ? undefined : view, ...(itself ? {} : filters), q, sort: sort === usualSort(view) ? undefined : sort,
  })
}

/** The query as a view keeps it; what the API has read back may hold numbers and truth values. */
export const toSaved = ({ filters, q, sort }: Wanted): Record<string, string> => compact({ ...filters, q, sort })
export function fromSaved(view: string, query: Record<string, unknown>): Wanted {
  const told = Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]))
  return fromAddress({ ...told, view }, 0)
}
export const isSame = (wanted: Wanted, query: Record<string, unknown>): boolean => {
  const other = fromSaved('saved', query)
  return same(wanted.filters, other.filters) && wanted.q === other.q && wanted.sort === other.sort
}

/** The same for the API. */
export function toApi({ filters, q, sort }: Wanted): TicketQuery {
  const { overdue, rating_max, ...rest } = filters
  return {
    ...rest, ...(overdue ? { overdue: overdue === 'true' } : {}), ...(rating_max ? { rating_max: Number(rating_max) } : {}), ...(q ? { q } : {}), sort,
  } as TicketQuery
}

export type Span = 'created' | 'closed' | 'due'
const midnight = (date: Date, days = 0) => new Date(date.getFullYear(), date.getMonth(), date.getDate() + days)

/** The filters for the days from the first to the last, both included. */
export function spanOf(name: Span, days: [Date, Date] | null): Filters {
  const [since, until] = days ? [midnight(days[0]).toISOString(), midnight(days[1], 1).toISOString()] : []
  return { [`${name}_since`]: since, [`${name}_until`]: until }
}

/** The first and the last day of such filters; one end may be open. */
export function daysOf(name: Span, filters: Filters): [Date | null, Date | null] {
  const [since, until] = [filters[`${name}_since`], filters[`${name}_until`]]
  return [since ? new Date(since) : null, until ? new Date(Date.parse(until) - 1) : null]
}

/** Filters that are shown as one, in the order in which they are shown. */
export const GROUPS = {
  state: ['state'], category: ['category_id'], place: ['building_id', 'entrance_id', 'home_id'], assignee: ['assignee'], reporter: ['reporter'],
  urgency: ['urgency'], overdue: ['overdue'], created: ['created_since', 'created_until'], closed: ['closed_since', 'closed_until'],
  due: ['due_since', 'due_until'], rating: ['rating_max'],
} satisfies Record<string, FilterName[]>
export type Group = keyof typeof GROUPS
export const groupsOf = (filters: Filters) => (Object.keys(GROUPS) as Group[]).filter((group) => GROUPS[group].some((name) => filters[name]))
export const without = (filters: Filters, group: Group): Filters =>
  Object.fromEntries(Object.entries(filters).filter(([name]) => !(GROUPS[group] as string[]).includes(name)))
