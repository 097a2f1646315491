import * as calls from '@/api/calls'
import * as doors from '@/api/doors'
import * as tickets from '@/api/tickets'
import { useMay } from '../useMay'
import type { CallNumbers, DeviceNumbers, TicketNumbers } from '@/api/types'
import { useRefresh } from '@/shared/composables/useFeed'
import { useLoad } from '@/shared/composables/useLoad'

interface Place { name: string; query?: Record<string, string> }
export interface Figure { name: string; value: string; tone?: 'warn' | 'danger'; to: Place }

const toTickets = (view: string): Place => ({ name: 'manage-tickets', query: { view } })

const ofTickets = (ticket: TicketNumbers): Figure[] => [
  { name: 'open', value: String(ticket.open), to: toTickets('open') },
  { name: 'unassigned', value: String(ticket.unassigned), tone: ticket.unassigned ? 'warn' : undefined, to: toTickets('unassigned') },
  { name: 'overdue', value: String(ticket.overdue), tone: ticket.overdue ? 'danger' : undefined, to: toTickets('overdue') },
  { name: 'confirm', value: String(ticket.waiting_confirmation), to: toTickets('confirm') },
  { name: 'closed', value: String(ticket.closed_today), to: toTickets('closed') },
]
const ofDevices = (device: DeviceNumbers): Figure[] => [
  { name: 'devices', value: `${device.ready} / ${device.total}`, tone: device.offline ? 'danger' : undefined, to: { name: 'manage-doors' } },
]
const ofCalls = (call: CallNumbers): Figure[] => [
  { name: 'missed', value: `${call.missed_today} / ${call.today}`, to: { name: 'manage-calls' } },
]

/** The numbers of the community, each with the place where it is explained. */
export function useNumbers(community: () => string) {
  const may = useMay()
  const load = useLoad(async (): Promise<Figure[]> => {
    const id = community()
    const [ticket, device, call] = await Promise.all([
      tickets.numbers(id), doors.deviceNumbers(id), may('readCalls') ? calls.numbers(id) : null,
    ])
    return [...ofTickets(ticket), ...ofDevices(device), ...(call ? ofCalls(call) : [])]
  })
  useRefresh(['ticket.changed', 'device.changed', 'call.ringing', 'call.ended'], load.reload, 500)
  return load
}
