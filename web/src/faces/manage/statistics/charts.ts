/** The figures as charts: weeks from left to right, things as bars from top to bottom, the server's order kept. */
import type { EChartsCoreOption } from 'echarts/core'
import { nameOf, onAxis, said, stepFor, titleOf, type Figure } from './figures'
import type { By } from './period'
import type { FiguresItem } from '@/api/types'

export interface Colours { series: string[]; text: string; muted: string; line: string; surface: string; font: string }
/** So many things fit into a chart; the table has all. */
export const MOST_THINGS = 12

/** The items that a chart of these figures shows: of things only those of which there is something to tell. */
export function shownOf(items: FiguresItem[], figures: Figure[], by: By): FiguresItem[] {
  if (by === 'week') return items
  const told = ({ kind, of }: Figure, item: FiguresItem) => (kind === 'count' ? of(item) !== 0 : of(item) !== null)
  return items.filter((item) => figures.some((figure) => told(figure, item))).slice(0, MOST_THINGS)
}

function scaleOf([first]: Figure[], most: number): object {
  if (first?.kind === 'share') return { min: 0, max: 1, interval: .25 }
  if (first?.kind === 'score') return { min: 1, max: 5, interval: 1 }
  if (first?.kind === 'minutes') return { min: 0, max: Math.ceil(most / stepFor(most)) * stepFor(most), interval: stepFor(most) }
  return { min: 0, minInterval: 1, splitNumber: 4 }
}

export function chartOf(items: FiguresItem[], figures: Figure[], by: By, look: Colours): EChartsCoreOption {
  const across = by !== 'week'
  const kind = figures[0]?.kind ?? 'count'
  const shown = shownOf(items, figures, by)
  const most = Math.max(1, ...shown.flatMap((item) => figures.map((figure) => figure.of(item) ?? 0)))
  const text = { color: look.muted, fontFamily: look.font, fontSize: 12 }
  const names = {
    type: 'category', data: shown.map((item) => titleOf(item, by)), inverse: across, axisTick: { show: false }, axisLine: { lineStyle: { color: look.line } },
    axisLabel: { ...text, color: look.text, ...(across ? { width: 120, overflow: 'truncate' } : {}) },
  }
  const values = {
    type: 'value', ...scaleOf(figures, most), splitLine: { lineStyle: { color: look.line } },
    axisLabel: { ...text, hideOverlap: true, formatter: (value: number) => (kind === 'minutes' ? onAxis(value) : said(kind, value)) },
  }
  return {
    animationDuration: 160, color: look.series, textStyle: { fontFamily: look.font },
    grid: { left: 4, right: 16, top: 36, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    legend: { top: 0, left: 0, itemWidth: 12, itemHeight: 12, icon: 'roundRect', textStyle: { ...text, fontSize: 13 } },
    tooltip: {
      trigger: 'axis', axisPointer: { type: across || kind === 'count' ? 'shadow' : 'line', lineStyle: { color: look.line }, shadowStyle: { color: look.muted, opacity: .1 } }, backgroundColor: look.surface,
      borderColor: look.line, textStyle: { color: look.text, fontFamily: look.font, fontSize: 13 }, confine: true,
      valueFormatter: (value: number | null | undefined) => said(kind, value ?? null),
    },
    xAxis: across ? values : names,
    yAxis: across ? names : values,
    series: figures.map((figure) => ({ name: nameOf(figure), data: shown.map(figure.of), ...seriesOf(across || kind === 'count') })),
  }
}

const seriesOf = (bars: boolean) => (bars
  ? { type: 'bar', barMaxWidth: 18, barGap: '15%', itemStyle: { borderRadius: 3 } }
  : { type: 'line', symbol: 'circle', symbolSize: 7, lineStyle: { width: 2.5 }, connectNulls: false })

/** How high a chart must be for its bars to be told apart, in pixels. */
export const heightOf = (items: FiguresItem[], figures: Figure[], by: By): number =>
  by === 'week' ? 240 : 72 + shownOf(items, figures, by).length * (14 + 20 * figures.length)
