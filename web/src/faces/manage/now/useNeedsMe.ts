import * as account from '@/api/account'
import * as calls from '@/api/calls'
import * as doorsApi from '@/api/doors'
import * as questions from '@/api/questions'
import * as ratings from '@/api/ratings'
import * as tickets from '@/api/tickets'
import { useMay } from '../useMay'
import type { Call, Door, Membership, Page, Question, ReturnVisit, Ticket } from '@/api/types'
import { useRefresh } from '@/shared/composables/useFeed'
import { usePages } from '@/shared/composables/usePages'
import { doorName } from '@/shared/doors/look'
import type { RouteLocationRaw } from 'vue-router'

/** One thing that waits for somebody at the desk; a lower rank is more urgent. */
export interface Need {
  key: string
  kind: 'call' | 'door' | 'reopened' | 'overdue' | 'unassigned' | 'question' | 'visit' | 'membership'
  rank: number
  at: string
  title: string
  detail: string
  to: RouteLocationRaw
  ticket?: Ticket
}

const BAD: Door['state'][] = ['forced', 'held', 'jammed']

const ofCall = (call: Call): Need => ({
  key: call.id, kind: 'call', rank: 0, at: call.started_at,
  title: call.home.label, detail: doorName(call.door?.name, call.entrance), to: { name: 'manage-calls' },
})
const ofDoor = (door: Door): Need => ({
  key: door.id, kind: 'door', rank: door.state === 'forced' ? 0 : 2, at: door.reported_at ?? '',
  title: doorName(door.name, door.entrance), detail: door.state, to: { name: 'manage-doors', query: { door: door.id } },
})
const ofTicket = (ticket: Ticket): Need => {
  const kind = ticket.state === 'reopened' ? 'reopened' : ticket.assignee ? 'overdue' : 'unassigned'
  return {
    key: ticket.id, kind, rank: ticket.urgency === 'urgent' ? 1 : ticket.overdue || kind === 'reopened' ? 2 : 3, at: ticket.overdue ? ticket.due_at : ticket.created_at,
    title: `${ticket.category.name} · ${ticket.home?.label ?? ticket.place_label}`, detail: ticket.text,
    to: { name: 'manage-tickets', query: { view: kind === 'reopened' ? 'open' : kind, ticket: ticket.id } }, ticket,
  }
}
const ofMembership = (one: Membership): Need => ({
  key: one.id, kind: 'membership', rank: 4, at: one.requested_at, title: one.person.name, detail: one.home?.label ?? '', to: { name: 'manage-people' },
})

const ofQuestion = (question: Question): Need => ({
  key: question.id, kind: 'question', rank: 3, at: question.answer_due_at ?? question.created_at,
  title: question.subject, detail: question.excerpt, to: { name: 'manage-questions', query: { question: question.id } },
})
const ofVisit = (visit: ReturnVisit): Need => ({
  key: visit.id, kind: 'visit', rank: visit.overdue ? 3 : 4, at: visit.due_at,
  title: `${visit.ticket.category_name} · ${visit.ticket.place_label}`, detail: visit.rating?.words || visit.ticket.text, to: { name: 'manage-revisits' },
})

const items = <T>(page: Page<T> | null): T[] => page?.items ?? []

/** Everything that waits, the most urgent first, the oldest first among equals. */
export function useNeedsMe(community: () => string) {
  const may = useMay()
  const list = usePages<Need>(async () => {
    const community_id = community()
    const [ringing, doors, waits, overdue, late, visits, asking] = await Promise.all([
      may('readCalls') ? calls.list({ community_id, state: 'ringing', limit: 20 }) : null,
      may('readDoors') ? doorsApi.doors(community_id) : null,
      tickets.list({ community_id, state: 'submitted,returned,reopened', sort: 'due', limit: 50 }),
      tickets.list({ community_id, state: 'open', overdue: true, sort: 'due', limit: 50 }),
      questions.list({ community_id, state: 'waiting', overdue: true, limit: 50 }),
      may('readVisits') ? ratings.visits({ community_id, state: 'due', limit: 50 }) : null,
      may('readRequests') ? account.memberships({ community_id, status: 'pending', limit: 50 }) : null,
    ])
    const waiting = new Map([...items(waits), ...items(overdue)].map((one) => [one.id, one]))
    const needs = [
      ...items(ringing).map(ofCall), ...items(doors).filter((door) => BAD.includes(door.state)).map(ofDoor),
      ...[...waiting.values()].map(ofTicket), ...items(late).map(ofQuestion), ...items(visits).map(ofVisit), ...items(asking).map(ofMembership),
    ]
    return { items: needs.sort((a, b) => a.rank - b.rank || Date.parse(a.at) - Date.parse(b.at)) }
  })
  useRefresh(['ticket.changed', 'ticket.escalated', 'consultation.changed', 'return_visit.changed', 'call.ringing', 'call.accepted', 'call.ended', 'door.changed', 'membership.changed'], list.reload, 400)
  return list
}
