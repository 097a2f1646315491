/** The unsent report. */
import { draftStore } from '@/shared/drafts'
import type { KeptMedia } from './useMedia'
import type { PlaceLabel } from '@/api/types'

export interface Draft extends KeptMedia {
  /** The report's idempotency key: it outlives every attempt to send. */
  key: string
  text: string
  category: string
  /** Whether the category was chosen by hand; otherwise it follows the text. */
  picked: boolean
  urgency: 'normal' | 'urgent'
  place: Place
  phone: string
  /** The beginning of the window that was chosen for the visit; '' is as soon as possible. */
  visit: string
  /** Whether the person has pressed "send" and only the network is missing. */
  waiting: boolean
}
export interface Place {
  kind: 'home' | 'public'
  building: string
  entrance: string
  /** A number, or '' for none. */
  floor: string
  spot: string
  /** The words of the label that has filled this in; '' if nothing has. */
  label: string
}

export const emptyPlace = (): Place => ({ kind: 'home', building: '', entrance: '', floor: '', spot: '', label: '' })

/** The place to which a scanned label leads. */
export const placeOf = (label: PlaceLabel): Place => ({
  kind: 'public',
  building: label.building_id ?? '',
  entrance: label.entrance_id ?? '',
  floor: label.floor === null ? '' : String(label.floor),
  spot: label.spot,
  label: label.place_label,
})

export const { load: loadDraft, save: saveDraft, drop: dropDraft } = draftStore<Draft>((owner) => owner)
