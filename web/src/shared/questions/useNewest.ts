import { nextTick, watch } from 'vue'

/** Keeps the newest words in sight: when the thread is first shown, and when something is added to it. */
export function useNewest(count: () => number, scroller: () => Element | null | undefined = () => document.scrollingElement): void {
  watch(count, async (now, before) => {
    await nextTick()
    const view = scroller()
    if (view && now) view.scrollTo({ top: view.scrollHeight, behavior: before ? 'smooth' : 'instant' })
  })
}
