/** What a report says, as it is sent. */
import type { MyHome } from '../home/useHome'
import type { Draft, Place } from './draft'
import type { KeptMedia } from './useMedia'
import type { Joined, Near, Report } from '@/api/tickets'

export type Form = Omit<Draft, keyof KeptMedia>

export const isPlaced = (place: Place) => place.kind === 'home' || Boolean(place.building || place.spot.trim())

/** Whether somebody has to be in when it is repaired, and there is time to say when. */
export const mayAppoint = (form: Pick<Form, 'place' | 'urgency'>) => form.place.kind === 'home' && form.urgency === 'normal'

export function bodyOf(form: Form, home: MyHome, attachments: string[]): Report {
  return {
    ...where(form.place, home),
    category_id: form.category,
    ...(form.text.trim() ? { text: form.text.trim() } : {}),
    urgency: form.urgency,
    attachment_ids: attachments,
    ...(form.phone.trim() ? { contact_phone: form.phone.trim() } : {}),
    ...(form.visit && mayAppoint(form) ? { appointment: { starts_at: form.visit } } : {}),
  }
}

/** The same for joining what a neighbour has reported. */
export function joinedOf(form: Form, home: MyHome, photos: string[]): Joined {
  return { home_id: home.id, text: form.text.trim(), attachment_ids: photos, ...(form.phone.trim() ? { contact_phone: form.phone.trim() } : {}) }
}

/** What is known of a report while it is written, to find out who has made it already; a guessed category would lead astray. */
export function nearOf(form: Form, home: MyHome): Near {
  const { home_id, building_id, entrance_id } = where(form.place, home)
  return { community_id: home.community.id, home_id, building_id, entrance_id, ...(form.picked ? { category_id: form.category } : {}), text: form.text.trim() }
}

function where(place: Place, home: MyHome): Pick<Report, 'home_id' | 'community_id' | 'building_id' | 'entrance_id' | 'floor' | 'spot'> {
  if (place.kind === 'home') return { home_id: home.id, spot: '' }
  return {
    community_id: home.community.id,
    building_id: place.building || undefined,
    entrance_id: place.entrance || undefined,
    floor: place.building && place.floor ? Number(place.floor) : undefined,
    spot: place.spot.trim(),
  }
}
