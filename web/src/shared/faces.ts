/** Which face of the product a person sees first, and which they may switch to. */
import type { Face } from '@/api/types'
import type { IconName } from './icons'

export type Screen = 'resident' | 'worker' | 'manage'

declare module 'vue-router' {
  interface RouteMeta {
    /** Seen without signing in. */
    open?: boolean
    face?: Screen
  }
}

const PATHS: Record<Screen, string> = { resident: '/', worker: '/worker', manage: '/manage' }
const KEY = 'linli.face'
export const faceIcons: Record<Screen, IconName> = { resident: 'home', worker: 'wrench', manage: 'grid' }

/** Screens for these faces, the person's work first. The control room works on the dashboard. */
export function screens(faces: Face[]): Screen[] {
  const work: Screen[] = []
  if (faces.includes('manage') || faces.includes('control')) work.push('manage')
  if (faces.includes('worker')) work.push('worker')
  return faces.includes('resident') || !work.length ? [...work, 'resident'] : work
}

export const mayEnter = (screen: Screen, faces: Face[]) => screens(faces).includes(screen)

export const pathOf = (screen: Screen) => PATHS[screen]

/** Where to go after signing in: the face used last, if it is still the person's. */
export function landing(faces: Face[]): string {
  const mine = screens(faces)
  const last = localStorage.getItem(KEY) as Screen | null
  return PATHS[last && mine.includes(last) ? last : mine[0] ?? 'resident']
}

export const rememberFace = (screen: Screen) => localStorage.setItem(KEY, screen)
