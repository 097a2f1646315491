/** How the figures are named and said. They are the server's: here nothing is added up or averaged. */
import type { By } from './period'
import type { FiguresItem, RepairFigures } from '@/api/types'
import { i18n, locale } from '@/i18n'
import { span } from '@/shared/time'

export type Kind = 'count' | 'minutes' | 'share' | 'score'
export const DURATIONS = ['respond', 'arrive', 'resolve'] as const
export type Duration = (typeof DURATIONS)[number]
export interface Figure { name: string; kind: Kind; of: (figures: RepairFigures) => number | null }

const plain = (name: 'reported' | 'assigned' | 'resolved' | 'reopened'): Figure => ({ name, kind: 'count', of: (all) => all[name] })
const timed = (part: Duration, name: 'median' | 'p90' | 'in_time_share', kind: Kind): Figure => ({ name: `${part}.${name}`, kind, of: (all) => all[part][name] })
export const COUNTS = [plain('reported'), plain('assigned'), plain('resolved'), plain('reopened')]
export const REOPENED: Figure = { name: 'reopened_share', kind: 'share', of: (all) => all.reopened_share }
export const ofDuration = (part: Duration) => [timed(part, 'median', 'minutes'), timed(part, 'p90', 'minutes'), timed(part, 'in_time_share', 'share')] as const
export const AVERAGE: Figure = { name: 'rating.average', kind: 'score', of: (all) => all.rating.average }
export const RATED: Figure = { name: 'rating.count', kind: 'count', of: (all) => all.rating.count }

/** The name of a figure, "修复中位数". */
export function nameOf(figure: Figure): string {
  const { t, te } = i18n.global
  const [first = '', second] = figure.name.split('.')
  if (!second || first === 'rating') return t(`statistics.figure.${second ?? first}`)
  const what = t(`statistics.figure.${first}`)
  return te(`statistics.figure.${second}`) ? t('statistics.of', { what, figure: t(`statistics.figure.${second}`) }) : what
}

/** A figure as people say it, "1 小时 5 分", "87.5%"; nothing to tell is a dash. */
export function said(kind: Kind, value: number | null): string {
  if (value === null) return i18n.global.t('statistics.noFigure')
  if (kind === 'minutes') return value < 1 ? i18n.global.t('time.minutes', { m: 0 }) : span(value * 60_000)
  if (kind === 'share') return new Intl.NumberFormat(locale.value, { style: 'percent', maximumFractionDigits: 1 }).format(value)
  return new Intl.NumberFormat(locale.value, { maximumFractionDigits: kind === 'score' ? 2 : 0 }).format(value)
}

/** Minutes on an axis, short: "30 分", "2 小时", "3 天". */
export function onAxis(minutes: number): string {
  const { t } = i18n.global
  if (minutes >= 1440) return t('statistics.axis.d', { n: minutes / 1440 })
  return minutes >= 60 ? t('statistics.axis.h', { n: minutes / 60 }) : t('statistics.axis.m', { n: minutes })
}
const STEPS = [1, 5, 10, 15, 30, 60, 120, 240, 480, 720, 1440, 2880, 4320, 7200, 14_400]
/** Steps of an axis of minutes that fall on whole hours and days; at most six of them. */
export const stepFor = (most: number): number => STEPS.find((step) => most / step <= 6) ?? Math.ceil(most / 6 / 1440) * 1440

/** What an item of the answer is called. */
export function titleOf(item: FiguresItem, by: By): string {
  if (item.week) return new Date(`${item.week}T00:00`).toLocaleDateString(locale.value, { month: 'short', day: 'numeric' })
  return item.name ?? i18n.global.t(`statistics.without.${by}`)
}
