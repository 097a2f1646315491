import type { EChartsCoreOption, EChartsType } from 'echarts/core'
import { onScopeDispose, shallowRef, watchEffect, type Ref } from 'vue'
import type { Colours } from './charts'

const dark = matchMedia('(prefers-color-scheme: dark)')

/** The colours of the present mode, out of the tokens. */
function colours(): Colours {
  const style = getComputedStyle(document.documentElement)
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim()
  return {
    series: [token('chart-1'), token('chart-2')], text: token('text'), muted: token('text-2'), line: token('line'), surface: token('surface'), font: token('font'),
  }
}

/** Draws into an element what `option` says for the colours of the mode, and anew when either changes. */
export function useChart(element: Readonly<Ref<HTMLElement | null>>, option: (look: Colours) => EChartsCoreOption) {
  const chart = shallowRef<EChartsType | null>(null)
  const look = shallowRef(colours())
  const repaint = () => { look.value = colours() }
  const sizes = new ResizeObserver(() => chart.value?.resize())
  let over = false

  watchEffect(async () => {
    const at = element.value
    if (!at || chart.value) return
    const { init } = await import('./echarts')
    if (over || chart.value) return
    chart.value = init(at)
    sizes.observe(at)
  })
  watchEffect(() => { chart.value?.setOption(option(look.value), { notMerge: true }) })
  dark.addEventListener('change', repaint)
  onScopeDispose(() => {
    over = true
    dark.removeEventListener('change', repaint)
    sizes.disconnect()
    chart.value?.dispose()
  })
  /** The chart as a picture to keep, on the paper that it stands on. */
  const picture = () => chart.value?.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: look.value.surface })
  return { ready: chart, picture }
}
