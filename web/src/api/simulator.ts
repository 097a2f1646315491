/** The simulated door panels of a trial: what they show, and what a visitor or an operator does at them. */
import { ApiError, NetworkError } from './errors'

export interface Faults {
  offline: boolean
  deaf: boolean
  frozen: boolean
  slow: number
  jam: boolean
  stuck: boolean
  skew: number
  drop_acks: boolean
  duplicate_replies: boolean
}

export interface PanelCall {
  state: 'idle' | 'dialling' | 'ringing' | 'talking' | 'over'
  home: string
  label: string
  by: string
  result: string
}

export interface PanelDoor {
  lock: 'locked' | 'unlocking' | 'unlocked' | 'jammed'
  phys: 'open' | 'closed' | 'unknown'
  alarm: 'none' | 'forced' | 'held'
  mode: 'normal' | 'passage' | 'lockdown' | 'fire' | 'blocked'
  /** Seconds until the lock falls back, counted from the moment of this report. */
  relock_in: number | null
}

export interface Panel {
  id: string
  name: string
  label: string
  community: string
  online: boolean
  trouble: string
  door: PanelDoor
  call: PanelCall
  pulses: number
  backlog: number
  faults: Faults
}

const ROOT = '/simulator/api'
const RETRY_MS = 2000

export type PanelAction = 'dial' | 'hangup' | 'walk' | 'exit-button' | 'reboot' | 'faults'

/** Does something at a panel. */
export async function act(panel: string, action: PanelAction, body: object = {}): Promise<Panel> {
  const headers = { 'Content-Type': 'application/json' }
  const sent = fetch(`${ROOT}/panels/${panel}/${action}`, { method: 'POST', headers, body: JSON.stringify(body) })
  const answer = await sent.catch(() => { throw new NetworkError() })
  if (!answer.ok) throw new ApiError({ status: answer.status, code: 'simulator.refused' })
  return (await answer.json()) as Panel
}

/** Hears all panels and each of their changes until the returned function is called; `connected` tells how the line stands. */
export function watchPanels(hear: (panel: Panel) => void, connected: (is: boolean) => void): () => void {
  let source: EventSource
  let timer: ReturnType<typeof setTimeout> | undefined
  const open = () => {
    source = new EventSource(`${ROOT}/stream`)
    source.addEventListener('open', () => connected(true))
    source.addEventListener('panel', (event) => hear(JSON.parse(event.data as string) as Panel))
    source.addEventListener('error', () => {
      connected(false)
      // The browser tries again by itself, but not after an answer that is no stream.
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, RETRY_MS)
    })
  }
  open()
  return () => {
    clearTimeout(timer)
    source.close()
  }
}
