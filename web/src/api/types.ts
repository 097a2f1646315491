/** The API's shapes by the names that the screens use; all but the feed's come from the generated schema. */
import type { components } from './schema'

/** The server always sends every field; the document only marks what may be null. */
export type Full<T> = T extends (infer Item)[] ? Full<Item>[] : T extends object ? { [Key in keyof T]-?: Full<Exclude<T[Key], undefined>> } : T

type Schema<Name extends keyof components['schemas']> = Full<components['schemas'][Name]>

export type Id = string
export interface Named { id: Id; name: string }
export interface Page<T> { items: T[]; next: string | null }

export type Me = Schema<'MeOut'>
export type Face = 'resident' | 'worker' | 'manage' | 'control'
export type Membership = Schema<'MembershipOut'>
export type Title = NonNullable<Membership['title']>
export type Look = Schema<'RevealOut'>
export type AuditEntry = Schema<'AuditOut'>
export type Person = Schema<'PersonOut'>
export type Building = Schema<'BuildingOut'>
export type Home = Schema<'HomeOut'>

export type Device = Schema<'DeviceOut'>
export type NewDevice = Schema<'CreatedDeviceOut'>
export type Presence = Device['presence']
export type DeviceNumbers = Schema<'DeviceStatisticsOut'>
export type Door = Schema<'DoorOut'>
export type DoorState = Door['state']
export type Unlock = Schema<'UnlockOut'>
export type AccessEvent = Schema<'AccessEventOut'>
export type Call = Schema<'CallOut'>
export type CallNumbers = Schema<'CallNumbersOut'>

export type Category = Schema<'CategoryOut'>
export type Attachment = Schema<'AttachmentOut'>
export type Ticket = Schema<'TicketOut'>
export type TicketDetail = Schema<'TicketDetailOut'>
export type TicketPromise = TicketDetail['promises'][number]
export type Upcoming = TicketDetail['upcoming'][number]
export type TicketView = Schema<'TicketViewOut'>
export type BulkAnswer = Schema<'TicketBulkOut'>
export type Verdict = Schema<'TicketVerdict'>
export type RepairStatistics = Schema<'RepairStatisticsOut'>
export type RepairFigures = Schema<'RepairFigures'>
export type FiguresItem = Schema<'RepairFiguresItem'>
export type SimilarTicket = Schema<'TicketSimilarOut'>
export type TicketState = Ticket['state']
export type TicketAction = Ticket['actions'][number]
export type Contact = Schema<'Reachable'>
export type Rating = Schema<'RatingOut'>
export type RatingTags = Schema<'RatingTagsOut'>
export type TagCode = RatingTags['items'][number]['code']
export type RatedWork = Schema<'RatingListed'>
export type RatingLink = Schema<'RatingLinkOut'>
export type Linked = Schema<'LinkedOut'>
export type ReturnVisit = Schema<'ReturnVisitOut'>
export type VisitState = ReturnVisit['state']
export type VisitOutcome = NonNullable<ReturnVisit['outcome']>
export type QueueItem = Schema<'QueueItem'>
export type TicketStep = Schema<'TicketEventOut'>
export type Comment = Schema<'CommentOut'>
export type TicketNumbers = Schema<'TicketStatisticsOut'>

export type Slot = Schema<'AppointmentSlotOut'>
export type AppointmentSettings = Schema<'AppointmentSettingsOut'>
export type AppointmentWindow = Schema<'AppointmentWindow'>
export type PlaceLabel = Schema<'LabelOut'>
export type PriceItem = Schema<'PriceItemOut'>
export type PriceKind = PriceItem['kind']
export type Quote = Schema<'QuoteOut'>
export type QuoteLine = Quote['lines'][number]
export type QuoteState = Quote['state']
export type Question = Schema<'ConsultationOut'>
export type QuestionState = Question['state']
export type QuestionAction = Question['actions'][number]
export type Message = Schema<'ConsultationMessageOut'>
export type ArticleItem = Schema<'ArticleItemOut'>
export type Article = Schema<'ArticleOut'>
export type QuickAnswer = Schema<'QuickAnswerOut'>
export type ArticleVersion = Schema<'ArticleVersionOut'>

export type CategoryPatch = components['schemas']['CategoryPatch']
export type Calendar = Schema<'CalendarOut'>
export type Hours = Pick<Calendar, 'weekly' | 'days'>
export type Policy = Schema<'PolicyOut'>
export type Rung = Policy['ladder'][number]
export type Promised = Rung['promise']
export type Recipient = Rung['to'][number]
export type Preview = Schema<'PreviewOut'>
export type PreviewTerms = components['schemas']['PreviewIn']

export type Grid = Schema<'GridOut'>
export type Worker = Schema<'WorkerOut'>

export type Import = Schema<'ImportOut'>
export type ImportError = Import['errors'][number]

/** What each kind of news on the feed carries. */
export interface FeedData {
  'ticket.changed': { ticket_id: Id; number: string; state: TicketState; version: number; action: string; actor_name: string; assignee_id?: Id | null; parent_id?: Id | null }
  'ticket.escalated': { ticket_id: Id; number: string; state: TicketState; version: number; promise: string; level: number; to: string[] }
  'ticket.comment': { ticket_id: Id; comment_id: Id; author_name: string; parent_id?: Id | null }
  'rating.replied': { rating_id: Id; ticket_id: Id; number: string; author_name: string }
  'return_visit.changed': { return_visit_id: Id; ticket_id: Id; number: string; state: VisitState }
  'attachment.changed': { attachment_id: Id; ticket_id: Id | null; kind: Attachment['kind']; media_state: Attachment['media_state']; problem: string | null }
  'consultation.changed': { consultation_id: Id; state: QuestionState; action: string; subject: string; actor_name: string; assignee_id: Id | null; ticket_id: Id | null }
  'consultation.message': { consultation_id: Id; message_id: Id; state: QuestionState; subject: string; author_name: string }
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
