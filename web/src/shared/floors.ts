/** Floors as people count them: 1 is the ground, -1 the first basement. */
import { i18n } from '@/i18n'

const BASEMENTS = 3

/** What a building offers to choose from, the ground first, basements last. */
export function floorsOf(building: { floors: number } | undefined): number[] {
  if (!building) return []
  return [...Array.from({ length: building.floors }, (_, below) => below + 1), ...Array.from({ length: BASEMENTS }, (_, above) => -above - 1)]
}

export const floorWords = (floor: number) => i18n.global.t(floor < 0 ? 'where.basement' : 'where.level', { n: Math.abs(floor) })
