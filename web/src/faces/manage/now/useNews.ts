import { useMay } from '../useMay'
import * as calls from '@/api/calls'
import * as doors from '@/api/doors'
import * as tickets from '@/api/tickets'
import type { AccessEvent, Call, Ticket } from '@/api/types'
import { i18n } from '@/i18n'
import { useRefresh } from '@/shared/composables/useFeed'
import { usePages } from '@/shared/composables/usePages'
import { doorName } from '@/shared/doors/look'
import type { IconName } from '@/shared/icons'
import type { RouteLocationRaw } from 'vue-router'

/** One thing that has happened lately; `to` is where it is told in full. */
export interface News { key: string; icon: IconName; at: string; what: string; where: string; to?: RouteLocationRaw }

const SHOWN = 12
/** What the contact of a door sees of each opening would fill the column. */
const EVERYDAY = ['door_opened', 'door_closed']

const { t, te } = i18n.global
const ofTicket = (ticket: Ticket): News => ({
  key: ticket.id, icon: 'wrench', at: ticket.created_at, what: t('manage.news.ticket', { kind: ticket.category.name }),
  where: ticket.home?.label ?? ticket.place_label, to: { name: 'manage-tickets', query: { ticket: ticket.id } },
})
const ofEvent = (event: AccessEvent): News => ({
  key: event.id, icon: 'door', at: event.at, where: doorName(event.door.name, event.door.entrance),
  what: [t(te(`access.${event.kind}`) ? `access.${event.kind}` : 'access.other'), ...(event.person ? [event.person.name] : [])].join(' · '),
})
const ofCall = (call: Call): News => ({
  key: call.id, icon: call.missed ? 'missed' : 'phone', at: call.started_at, where: doorName(call.door?.name, call.entrance),
  what: t('manage.news.call', { home: call.home.label }), to: { name: 'manage-calls' },
})

/** The newest of several kinds, newest first. */
export function newest(...kinds: News[][]): News[] {
  return kinds.flat().sort((a, b) => Date.parse(b.at) - Date.parse(a.at)).slice(0, SHOWN)
}

/** What has happened lately, of that which this person may read, kept live by the feed. */
export function useNews(community_id: string) {
  const may = useMay()
  const list = usePages<News>(async () => {
    const [reported, passed, called] = await Promise.all([
      tickets.list({ community_id, sort: 'created', limit: SHOWN }),
      may('readAccessLog') ? doors.accessEvents({ community_id, limit: 3 * SHOWN }) : null,
      may('readCalls') ? calls.list({ community_id, limit: SHOWN }) : null,
    ])
    const events = (passed?.items ?? []).filter((event) => !EVERYDAY.includes(event.kind))
    return { items: newest(reported.items.map(ofTicket), events.map(ofEvent), (called?.items ?? []).map(ofCall)) }
  })
  useRefresh(['ticket.changed', 'access.event', 'call.ringing', 'call.ended'], list.reload, 600)
  return list
}
