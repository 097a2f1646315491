/** The API's shapes by the names that the screens use. */
export type Id = string
export type Time = string
export interface Named { id: Id; name: string }
export interface Labelled { id: Id; label: string }
export interface Page<T> { items: T[]; next: string | null }

export type Face = 'resident' | 'worker' | 'manage' | 'control'

export interface Person { id: Id; name: string; phone: string }
export interface Membership {
  id: Id
  role: string
  title: 'owner' | 'tenant' | 'family' | null
  status: 'pending' | 'active' | 'rejected' | 'ended'
  community: Named | null
  district: Named | null
  building: Named | null
  home: Labelled | null
  person: Person
  requested_at: Time
  decided_at: Time | null
  decided_by_name: string | null
}
export interface Me extends Person { locale: string; memberships: Membership[]; faces: Face[] }
export interface Building extends Named { floors: number; entrances: Named[] }
export interface Home { id: Id; label: string; number: string; floor: number; building: Named; entrance: Named; community_id: Id }

export interface ImportError { row: number; column: string; code: string; detail: string }
export interface ImportCounts { buildings: number; entrances: number; homes: number; people: number }
export interface Import {
  id: Id
  status: 'previewed' | 'applied'
  rows: number
  valid: number
  errors: ImportError[]
  summary: ImportCounts
  created?: ImportCounts | null
}

export type Presence = 'unknown' | 'ready' | 'sleeping' | 'offline' | 'stale'
export interface Device {
  id: Id
  name: string
  kind: string
  community_id: Id
  entrance: Labelled | null
  state: 'created' | 'enrolled' | 'retired'
  presence: Presence
  last_seen_at: Time | null
  model: string | null
  serial: string | null
  fw: string | null
  cfg_ver: number | null
  rssi: number | null
  backlog: number | null
}

export type DoorState = 'unknown' | 'locked' | 'unlocking' | 'unlocked' | 'held' | 'forced' | 'jammed' | 'offline'
export interface Door {
  id: Id
  name: string
  kind: 'entrance' | 'gate'
  community_id: Id
  entrance: Labelled | null
  state: DoorState
  phys: 'open' | 'closed' | 'unknown'
  mode: string
  reported_at: Time | null
  device_id: Id | null
  can_unlock: boolean
}
export interface Unlock {
  id: Id
  door_id: Id
  result: 'opened' | 'refused' | 'unknown'
  code: string
  detail: string
  requested_at: Time
  acked_at: Time | null
  door_moved: boolean | null
}
export interface AccessEvent {
  id: Id
  at: Time
  recorded_at: Time
  kind: string
  door: Named
  person: Named | null
  via: string
  result: string | null
  reason: string | null
}

export interface Call {
  id: Id
  state: 'ringing' | 'accepted' | 'ended'
  outcome: 'answered' | 'no_answer' | 'declined' | 'cancelled' | 'busy' | 'opened' | 'failed' | null
  device_id: Id
  door: Named | null
  entrance: Labelled
  home: Labelled
  started_at: Time
  ring_until: Time
  accepted_at: Time | null
  accepted_by: Named | null
  ended_at: Time | null
  ended_reason: string | null
  unlock: Unlock | null
  missed: boolean
  seen: boolean
}

export interface Category {
  id: Id
  code: string
  name: string
  icon: string
  children: Category[]
  response_minutes: number
  resolve_minutes: number
  proof_required: boolean
}
export interface Attachment {
  id: Id
  url: string
  thumb_url: string
  width: number
  height: number
  content_type: string
  size: number
  state: string
}
export type TicketState =
  | 'submitted' | 'assigned' | 'accepted' | 'on_the_way' | 'in_progress' | 'on_hold' | 'resolved'
  | 'closed' | 'closed_unfixed' | 'cancelled' | 'returned' | 'reopened'
export type TicketAction =
  | 'assign' | 'accept' | 'transfer' | 'return' | 'depart' | 'arrive' | 'start' | 'hold' | 'resume' | 'resolve'
  | 'confirm' | 'reject' | 'close' | 'cancel' | 'reopen' | 'urge' | 'rate'
export interface Contact { id: Id; name: string; phone_masked: string }
export interface Rating {
  speed: number
  quality: number
  manner: number
  words: string | null
  attachments?: Attachment[]
}
export interface Ticket {
  id: Id
  number: string
  community_id: Id
  home: Labelled | null
  place_label: string
  category: { id: Id; name: string; icon: string }
  text: string
  urgency: 'normal' | 'urgent'
  state: TicketState
  version: number
  reporter: Contact
  assignee: Contact | null
  created_at: Time
  updated_at: Time
  due_at: Time
  response_due_at: Time | null
  overdue: boolean
  on_hold_until: Time | null
  attachments: Attachment[]
  rating: Rating | null
  actions: TicketAction[]
  comment_count: number
}
export interface QueueItem extends Ticket { next_action: TicketAction | null; minutes_left: number }
export interface TicketStep {
  id: Id
  seq: number
  action: string
  from_state: TicketState | null
  to_state: TicketState
  actor: { id: Id | null; name: string; role: string }
  happened_at: Time
  recorded_at: Time
  note: string | null
  data: Record<string, unknown>
}
export interface Comment {
  id: Id
  author: { id: Id; name: string; role?: string }
  text: string
  internal: boolean
  created_at: Time
  attachments: Attachment[]
}

export interface GridPlace { building_id: Id; entrance_id: Id | null; label: string }
export interface Worker { id: Id; name: string; on_duty: boolean; open_tickets: number }
export interface Grid {
  id: Id
  name: string
  community_id: Id
  places: GridPlace[]
  workers: { id: Id; name: string; on_duty: boolean }[]
}

export interface TicketNumbers {
  open: number
  unassigned: number
  overdue: number
  waiting_confirmation: number
  created_today: number
  closed_today: number
  average_rating: number | null
}
export interface DeviceNumbers { total: number; ready: number; offline: number; by_kind: Record<string, number> }
export interface CallNumbers { today: number; missed_today: number; ringing: number }

/** What each kind of news on the feed carries. */
export interface FeedData {
  'ticket.changed': { ticket_id: Id; number: string; state: TicketState; version: number; action: string; actor_name: string; assignee_id?: Id | null }
  'ticket.comment': { ticket_id: Id; comment_id: Id; author_name: string }
  'call.ringing': { call: Call }
  'call.accepted': { call_id: Id; accepted_by_name: string; client: string }
  'call.ended': { call_id: Id; outcome: Call['outcome']; reason: string | null; by_name?: string | null }
  'door.changed': { door: Door }
  'access.event': { event: AccessEvent }
  'device.changed': { device: Device }
  'membership.changed': { membership_id: Id; status: Membership['status'] }
  reset: null
}
export type FeedKind = keyof FeedData
