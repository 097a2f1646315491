import { describe, expect, it } from 'vitest'
import { deskPages, has, mayOpen, type Right } from './pages'
import type { Membership } from '@/api/types'

const HERE = 'here'
const held = (role: Membership['role'], community?: string) => [{ role, community: community ? { id: community, name: community } : null }] as Membership[]
const open = (memberships: Membership[]) => deskPages.map((page) => page.name).filter((name) => mayOpen(`manage-${name}`, memberships, HERE))

describe('pages of the dashboard', () => {
  it('shows a manager all', () => { expect(open(held('property_manager', HERE))).toHaveLength(deskPages.length) })
  it('shows the control room nothing of residents', () => { expect(open(held('control_room', HERE))).toEqual(['now', 'tickets', 'statistics', 'questions', 'doors', 'calls', 'articles', 'settings']) })
  it('shows an officer no calls', () => { expect(open(held('district_officer'))).toEqual(['now', 'tickets', 'statistics', 'questions', 'revisits', 'doors', 'articles', 'settings']) })
  it('shows an auditor what was done and by which devices', () => { expect(open(held('auditor'))).toEqual(['now', 'tickets', 'statistics', 'questions', 'revisits', 'doors', 'articles', 'settings', 'audit']) })
  it('shows the parts of a page to those who may open it', () => {
    expect(['manage-settings-hours', 'manage-articles-one', 'manage-prices'].map((route) => mayOpen(route, held('auditor'), HERE))).toEqual([true, true, false])
    expect(mayOpen('manage-settings-hours', held('property_manager', 'elsewhere'), HERE)).toBe(false)
  })
  it('shows nobody the pages of a community in which he has no part', () => { expect(open(held('property_manager', 'elsewhere'))).toEqual([]) })
})

describe('what stands on the pages', () => {
  const rights: Right[] = ['readDoors', 'readAccessLog', 'readCalls', 'readRequests', 'readVisits', 'keepDevices', 'assign', 'comment', 'readWorkers', 'exportTickets', 'settle', 'readAnswers']
  const of = (role: Membership['role']) => rights.filter((right) => has(right, held(role), HERE))

  it('a manager has all of it', () => { expect(of('property_manager')).toEqual(rights) })
  it('the control room neither assigns nor judges requests', () => {
    expect(of('control_room')).toEqual(['readDoors', 'readAccessLog', 'readCalls', 'comment', 'readWorkers', 'readAnswers'])
  })
  it('an officer only looks at doors and at who is asked how it was', () => { expect(of('district_officer')).toEqual(['readDoors', 'readVisits']) })
  it('an auditor reads who came through, takes lists away, and moves nothing', () => { expect(of('auditor')).toEqual(['readAccessLog', 'readVisits', 'exportTickets']) })
  it('has none of it where a person has no part', () => {
    expect(rights.filter((right) => has(right, held('property_manager', 'elsewhere'), HERE))).toEqual([])
  })
})
