/** The one word a visitor is left with, its colour and its picture. */
import type { Panel } from '@/api/simulator'
import type { IconName } from '@/shared/icons'

export type Tone = 'good' | 'wait' | 'bad' | 'calm'

const RESULTS = {
  opened: ['good', 'check'],
  jammed: ['bad', 'alert'],
  declined: ['bad', 'close'],
  no_answer: ['wait', 'missed'],
  busy: ['wait', 'phone'],
  unknown_home: ['wait', 'search'],
  offline: ['bad', 'offline'],
  no_response: ['bad', 'offline'],
  cancelled: ['calm', 'hangup'],
  ended: ['calm', 'hangup'],
} satisfies Record<string, [Tone, IconName]>

export type ResultWord = keyof typeof RESULTS

export const toneOf = (word: ResultWord): Tone => RESULTS[word][0]
export const iconOf = (word: ResultWord): IconName => RESULTS[word][1]

/** What the screen says now, or nothing. An open lock is said whoever opened it; an unknown word of the platform is an end. */
export function resultOf({ call, door }: Pick<Panel, 'call' | 'door'>): ResultWord | null {
  if (door.lock === 'unlocked' && door.mode === 'normal') return 'opened'
  if (call.state !== 'over') return null
  if (door.lock === 'jammed') return 'jammed'
  return call.result in RESULTS ? (call.result as ResultWord) : 'ended'
}

/** Whether a visitor waits or talks. */
export const inCall = ({ call }: Pick<Panel, 'call'>) => ['dialling', 'ringing', 'talking'].includes(call.state)
