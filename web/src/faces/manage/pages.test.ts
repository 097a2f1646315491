import { describe, expect, it } from 'vitest'
import { deskPages, mayOpen } from './pages'
import type { Membership } from '@/api/types'

const HERE = 'here'
const held = (role: Membership['role'], community?: string) => [{ role, community: community ? { id: community, name: community } : null }] as Membership[]
const open = (memberships: Membership[]) => deskPages.map((page) => page.name).filter((name) => mayOpen(`manage-${name}`, memberships, HERE))

describe('pages of the dashboard', () => {
  it('shows a manager all', () => { expect(open(held('property_manager', HERE))).toHaveLength(deskPages.length) })
  it('shows the control room nothing of residents', () => { expect(open(held('control_room', HERE))).toEqual(['now', 'tickets', 'doors', 'calls']) })
  it('shows an officer no calls', () => { expect(open(held('district_officer'))).toEqual(['now', 'tickets', 'doors']) })
  it('shows an auditor no doors', () => { expect(open(held('auditor'))).toEqual(['now', 'tickets']) })
  it('shows nobody the pages of a community in which he has no part', () => { expect(open(held('property_manager', 'elsewhere'))).toEqual([]) })
})
