import * as api from '@/api/quotes'
import type { Ticket } from '@/api/types'
import { openPdf } from '@/shared/print'

/** Opens the work sheet of a ticket. */
export const openWorksheet = (ticket: Ticket) => openPdf(api.worksheet(ticket.id), `${ticket.number}.pdf`)
