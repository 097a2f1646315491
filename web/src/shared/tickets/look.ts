/** How a ticket's states and actions look: a tone and a picture beside the word. */
import type { Ticket, TicketAction, TicketState } from '@/api/types'
import type { IconName } from '@/shared/icons'
import { isUndecided } from '@/shared/quotes/look'

export type StateTone = 'wait' | 'work' | 'ask' | 'done' | 'stop'

export const STATE: Record<TicketState, { tone: StateTone; icon: IconName }> = {
  submitted: { tone: 'wait', icon: 'clock' },
  assigned: { tone: 'wait', icon: 'user' },
  returned: { tone: 'wait', icon: 'swap' },
  accepted: { tone: 'work', icon: 'check' },
  on_the_way: { tone: 'work', icon: 'pin' },
  in_progress: { tone: 'work', icon: 'wrench' },
  on_hold: { tone: 'wait', icon: 'clock' },
  resolved: { tone: 'ask', icon: 'check' },
  reopened: { tone: 'ask', icon: 'refresh' },
  closed: { tone: 'done', icon: 'check' },
  closed_unfixed: { tone: 'stop', icon: 'alert' },
  cancelled: { tone: 'stop', icon: 'close' },
}

const OVER: TicketState[] = ['closed', 'closed_unfixed', 'cancelled']
/** The states in which the ticket's clock runs; on hold it stands, and a resolved ticket waits for the resident, not the worker. */
const RUNNING: TicketState[] = ['submitted', 'assigned', 'returned', 'accepted', 'on_the_way', 'in_progress', 'reopened']
export const isRunning = (ticket: Pick<Ticket, 'state'>) => RUNNING.includes(ticket.state)
export const isOver = (ticket: Pick<Ticket, 'state'>) => OVER.includes(ticket.state)

/** What an action must be told before it is sent. */
export type FieldName = 'assignee' | 'reason' | 'note' | 'text' | 'until' | 'measure' | 'cause' | 'parts' | 'photos' | 'rating' | 'lines' | 'slot' | 'into'
interface ActionLook { icon: IconName; fields: FieldName[]; optional?: FieldName[]; danger?: true }

export const ACTION: Record<TicketAction, ActionLook> = {
  assign: { icon: 'user', fields: ['assignee', 'note'], optional: ['note'] },
  accept: { icon: 'check', fields: [] },
  agree: { icon: 'check', fields: [] },
  decline: { icon: 'close', fields: ['reason'] },
  quote: { icon: 'yuan', fields: ['lines', 'note'], optional: ['note'] },
  transfer: { icon: 'swap', fields: ['assignee', 'reason'] },
  return: { icon: 'back', fields: ['reason'] },
  depart: { icon: 'pin', fields: [] },
  arrive: { icon: 'home', fields: [] },
  start: { icon: 'wrench', fields: [] },
  hold: { icon: 'clock', fields: ['until', 'reason'] },
  resume: { icon: 'wrench', fields: [] },
  // Cause and parts are asked for where the category wants them.
  resolve: { icon: 'check', fields: ['photos', 'measure', 'cause', 'parts'], optional: ['photos', 'cause', 'parts'] },
  confirm: { icon: 'check', fields: [] },
  reject: { icon: 'refresh', fields: ['reason'] },
  close: { icon: 'check', fields: ['reason'] },
  cancel: { icon: 'close', fields: ['reason'], danger: true },
  reopen: { icon: 'refresh', fields: ['reason'] },
  urge: { icon: 'clock', fields: ['text'], optional: ['text'] },
  merge: { icon: 'people', fields: ['into', 'reason'] },
  split: { icon: 'swap', fields: ['reason'] },
  rate: { icon: 'star', fields: ['rating'] },
  appointment: { icon: 'calendar', fields: ['slot'] },
}

/** What may be the one big button of each face. */
const NEXT: Record<'resident' | 'worker' | 'manage', TicketAction[]> = {
  resident: ['agree', 'confirm', 'rate'],
  worker: ['accept', 'resume', 'depart', 'arrive', 'start', 'resolve'],
  manage: ['assign'],
}

type Offered = Pick<Ticket, 'actions' | 'quote'>

/** The server names the likely action first. While the resident decides about a quote, a worker can but take a ticket on. */
export function nextAction(face: keyof typeof NEXT, ticket: Offered): TicketAction | null {
  const next = ticket.actions.find((action) => NEXT[face].includes(action)) ?? null
  return face === 'worker' && isUndecided(ticket) && next !== 'accept' ? null : next
}

export function otherActions(face: keyof typeof NEXT, ticket: Offered): TicketAction[] {
  const next = nextAction(face, ticket)
  const others = (Object.keys(ACTION) as TicketAction[]).filter((action) => ticket.actions.includes(action) && action !== next)
  // What undoes the whole thing comes last.
  return [...others.filter((action) => !ACTION[action].danger), ...others.filter((action) => ACTION[action].danger)]
}

/** What an action says without asking anybody: the quote that was on the screen is the one that is decided. */
export function implied(ticket: Ticket, action: TicketAction): Record<string, unknown> {
  return (action === 'agree' || action === 'decline') && ticket.quote ? { quote_id: ticket.quote.id } : {}
}
