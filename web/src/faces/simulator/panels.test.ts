import { describe, expect, it } from 'vitest'
import type { Panel } from '@/api/simulator'
import { inCall, resultOf } from './results'
import { entranceOf, estate } from './usePanels'

const panel = (changes: { label?: string; community?: string; call?: Partial<Panel['call']>; door?: Partial<Panel['door']> } = {}): Panel => ({
  id: `panel-${changes.label ?? ''}`, name: '门口机', label: changes.label ?? '3栋1单元', community: changes.community ?? '白象街1号',
  online: true, trouble: '', pulses: 0, backlog: 0,
  door: { lock: 'locked', phys: 'closed', alarm: 'none', mode: 'normal', relock_in: null, ...changes.door },
  call: { state: 'idle', home: '', label: '', by: '', result: '', ...changes.call },
  faults: { offline: false, deaf: false, frozen: false, slow: 0, jam: false, stuck: false, skew: 0, drop_acks: false, duplicate_replies: false },
})

describe('the estate', () => {
  it('stands in the order of its numbers, not of its letters', () => {
    const labels = ['10栋1单元', '2栋2单元', '2栋1单元']
    const [community] = estate(labels.map((label) => panel({ label })))
    expect(community?.buildings.map((building) => building.name)).toEqual(['2栋', '10栋'])
    expect(community?.buildings[0]?.panels.map(entranceOf)).toEqual(['1单元', '2单元'])
  })

  it('keeps communities apart', () => {
    const found = estate([panel({ community: '长江里' }), panel({ community: '白象街1号' })])
    expect(found).toHaveLength(2)
  })

  it('shows a panel whose label names no building', () => {
    const [community] = estate([panel({ label: '东门' })])
    expect(community?.buildings[0]?.name).toBe('东门')
    expect(entranceOf(panel({ label: '东门' }))).toBe('东门')
  })
})

describe('the word on the screen', () => {
  it('is nothing while nobody calls, and while somebody is called', () => {
    expect(resultOf(panel())).toBeNull()
    expect(resultOf(panel({ call: { state: 'ringing' } }))).toBeNull()
    expect(inCall(panel({ call: { state: 'ringing' } }))).toBe(true)
    expect(inCall(panel({ call: { state: 'over' } }))).toBe(false)
  })

  it('is "come in" as soon as the lock is open, whoever opened it', () => {
    expect(resultOf(panel({ door: { lock: 'unlocked' } }))).toBe('opened')
    expect(resultOf(panel({ call: { state: 'talking' }, door: { lock: 'unlocked' } }))).toBe('opened')
  })

  it('is not "come in" at a door that stands in passage', () => {
    expect(resultOf(panel({ door: { lock: 'unlocked', mode: 'passage' } }))).toBeNull()
  })

  it('says that the lock is jammed, whatever the platform believes', () => {
    expect(resultOf(panel({ call: { state: 'over', result: 'opened' }, door: { lock: 'jammed' } }))).toBe('jammed')
  })

  it('is the end of the call for a word it does not know', () => {
    expect(resultOf(panel({ call: { state: 'over', result: 'a_new_word' } }))).toBe('ended')
    expect(resultOf(panel({ call: { state: 'over', result: 'busy' } }))).toBe('busy')
  })
})
