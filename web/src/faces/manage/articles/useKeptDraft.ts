import { onScopeDispose, ref, watch, type Ref } from 'vue'
import type { Draft } from './useArticle'
import { draftStore } from '@/shared/drafts'

interface Kept { draft: Draft; version: number; at: string }
const store = draftStore<Kept>((owner) => `article-${owner}`)
const PAUSE = 800

/** What is being written stays in this browser until it is saved or thrown away, over a crash too. */
export function useKeptDraft(owner: string, draft: Ref<Draft | null>, dirty: () => boolean, version: () => number) {
  const found = ref<Kept | null>(null)
  const keptAt = ref('')
  let timer: ReturnType<typeof setTimeout> | undefined
  // Storage may be forbidden or full: then the page's own question about leaving is all there is.
  void store.load(owner).then((kept) => { found.value = kept ?? null }, () => undefined)

  async function keep(): Promise<void> {
    if (!dirty() || !draft.value) return
    const at = new Date().toISOString()
    const kept: Kept = { draft: JSON.parse(JSON.stringify(draft.value)) as Draft, version: version(), at }
    await store.save(owner, kept).then(() => { keptAt.value = at }, () => undefined)
  }
  watch(draft, () => {
    clearTimeout(timer)
    if (dirty()) timer = setTimeout(() => void keep(), PAUSE)
  }, { deep: true })
  onScopeDispose(() => clearTimeout(timer))

  async function drop(): Promise<void> {
    clearTimeout(timer)
    found.value = null
    keptAt.value = ''
    await store.drop(owner).catch(() => undefined)
  }
  /** Goes on writing; answers on which version of the article that was begun. */
  function restore(): number {
    const kept = found.value
    found.value = null
    if (!kept) return version()
    draft.value = kept.draft
    return kept.version
  }
  return { found, keptAt, drop, restore }
}
