import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import * as estate from '@/api/estate'
import * as grids from '@/api/grids'
import * as tickets from '@/api/tickets'
import type { Building, Category, TicketState } from '@/api/types'
import { daysOf, type Filters, type Group, type Span } from './filters'
import { locale } from '@/i18n'
import { useMay } from '../useMay'
import { useLoad } from '@/shared/composables/useLoad'

// A type, not an interface: the cascader wants what may have further members.
export type Option = { value: string; label: string; children?: Option[] }

const ofCategory = (one: Category): Option =>
  ({ value: one.id, label: one.name, ...(one.children.length ? { children: one.children.map(ofCategory) } : {}) })
const ofBuilding = (one: Building): Option =>
  ({ value: one.id, label: one.name, ...(one.entrances.length ? { children: one.entrances.map((each) => ({ value: each.id, label: each.name })) } : {}) })
/** The labels on the way to a value, none if it is not there. */
function pathTo(value: string, options: Option[]): string[] {
  for (const one of options) {
    if (one.value === value) return [one.label]
    const below = pathTo(value, one.children ?? [])
    if (below.length) return [one.label, ...below]
  }
  return []
}

/** What can be chosen in the filters, and how what was chosen is said. */
export function useFilterWords(community: () => string) {
  const { t } = useI18n()
  const may = useMay()
  const load = useLoad(async () => {
    const [categories, buildings, workers] = await Promise.all([
      tickets.categories(community()), estate.buildings(community()), may('readWorkers') ? grids.workers(community()) : { items: [] },
    ])
    return { categories: categories.items.map(ofCategory), buildings: buildings.items.map(ofBuilding), workers: workers.items }
  })
  const categories = computed(() => load.data?.categories ?? [])
  const buildings = computed(() => load.data?.buildings ?? [])
  const workers = computed(() => load.data?.workers ?? [])

  const state = (one: string) => (one === 'open' ? t('desk.open') : t(`ticket.state.${one as TicketState}`))
  const day = (date: Date) => date.toLocaleDateString(locale.value, { month: 'short', day: 'numeric' })
  function days(name: Span, filters: Filters): string {
    const [from, to] = daysOf(name, filters)
    if (from && to) return day(from) === day(to) ? day(from) : t('desk.days', { from: day(from), to: day(to) })
    return from ? t('desk.since', { from: day(from) }) : t('desk.until', { to: to ? day(to) : '' })
  }
  function person(id: string): string {
    if (id === 'me') return t('desk.me')
    return id === 'none' ? t('desk.nobody') : workers.value.find((one) => one.id === id)?.name ?? t('desk.onePerson')
  }
  function place(filters: Filters): string {
    const found = pathTo(filters.entrance_id ?? filters.building_id ?? '', buildings.value)
    return found.length ? found.join(' ') : t(filters.home_id ? 'desk.oneHome' : 'desk.onePlace')
  }
  const said: Record<Group, (filters: Filters) => string> = {
    state: (given) => (given.state ?? '').split(',').map(state).join('、'),
    category: (given) => pathTo(given.category_id ?? '', categories.value).join(' › ') || t('desk.oneCategory'),
    place,
    assignee: (given) => person(given.assignee ?? ''),
    reporter: (given) => person(given.reporter ?? ''),
    urgency: (given) => t(`ticket.urgency.${given.urgency === 'urgent' ? 'urgent' : 'normal'}`),
    overdue: (given) => t(given.overdue === 'true' ? 'desk.late' : 'desk.notLate'),
    created: (given) => days('created', given),
    closed: (given) => days('closed', given),
    due: (given) => days('due', given),
    rating: (given) => t('desk.ratingMax', { n: given.rating_max }),
  }
  const words = (group: Group, filters: Filters) => said[group](filters)
  return { categories, buildings, workers, words, state }
}
export type FilterWords = ReturnType<typeof useFilterWords>
