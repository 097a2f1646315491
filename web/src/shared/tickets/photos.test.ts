import { expect, it } from 'vitest'
import { photosOf, reportedPhotos } from './photos'
import type { Attachment, TicketStep } from '@/api/types'

const photo = (id: string, purpose: Attachment['purpose']) => ({ id, purpose }) as Attachment
const PHOTOS = [photo('before', 'report'), photo('after-1', 'proof'), photo('after-2', 'proof')]
const step = (action: string, attachment_ids?: unknown) => ({ action, data: { attachment_ids } }) as unknown as TicketStep

it('the proof is no part of what was reported', () => {
  expect(reportedPhotos(PHOTOS).map((one) => one.id)).toEqual(['before'])
})

it('the proof stands at the step that it proves, in its own order', () => {
  expect(photosOf(step('resolve', ['after-2', 'after-1']), PHOTOS).map((one) => one.id)).toEqual(['after-2', 'after-1'])
})

it('a step has only its own photos, and none that nobody may see', () => {
  expect(photosOf(step('resolve', ['after-1', 'gone']), PHOTOS).map((one) => one.id)).toEqual(['after-1'])
  expect(photosOf(step('accept'), PHOTOS)).toEqual([])
})

it('a photo of the report is not shown twice', () => {
  expect(photosOf(step('submit', ['before']), PHOTOS)).toEqual([])
})
