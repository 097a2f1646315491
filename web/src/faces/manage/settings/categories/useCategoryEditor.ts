import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { beside, blank, complete, find, formOf, given, moved, type Draft } from './tree'
import * as api from '@/api/settings'
import type { Category, Id } from '@/api/types'
import { say } from '@/shared/composables/toasts'
import { useAction } from '@/shared/composables/useAction'
import { useEdited } from '@/shared/composables/useEdited'
import { useRequestKey } from '@/shared/composables/useRequestKey'

type Known = Category & { version: number }

/** One category as it is edited, or one that does not exist yet: that has the version 0 and is as its parent. */
export function useCategoryEditor(community: Id, tree: () => Category[], category: Category | undefined, parent: Category | undefined, changed: (after: Category) => void) {
  const { t } = useI18n()
  const once = useRequestKey()
  const form = (one: Known): Draft => (one.version ? formOf(one) : blank(parent))
  const edited = useEdited<Known, Draft>({
    form,
    read: async () => find((await api.categories(community)).items, category?.id ?? '') as Known,
    write: (draft, version) => (version ? api.changeCategory(community, category?.id ?? '', given(draft), version) : once(draft, (key) => api.addCategory(community, parent?.id, given(draft), key))),
    saved: (after) => { say(t(category ? 'settings.categories.saved' : 'settings.categories.added', { name: after.name })); changed(after) },
  })
  edited.show(category ?? ({ version: 0 } as Known))

  const { busy: retiring, run: retire } = useAction(async (one: Category) => {
    const after = await api.retireCategory(community, one.id)
    say(t('settings.categories.retiredNow', { name: one.name }), 'ok', () => restore(after))
    changed(after)
  })
  const { busy: restoring, run: restore } = useAction(async (one: Category) => {
    const after = await api.changeCategory(community, one.id, { retired: false }, one.version)
    say(t('settings.categories.restored', { name: one.name }))
    changed(after)
  })
  const { busy: moving, run: move } = useAction(async (by: -1 | 1) => {
    if (!category) return
    let now = category
    for (const { one, sort } of moved(beside(tree(), category.id), category.id, by)) {
      const after = await api.changeCategory(community, one.id, { sort }, one.version)
      if (one.id === category.id) now = after
    }
    changed(now)
  })
  const canMove = (by: -1 | 1) => Boolean(category) && moved(beside(tree(), category?.id ?? ''), category?.id ?? '', by).length > 0
  return {
    edited, form, retire, restore, move, canMove, busy: computed(() => retiring.value || restoring.value || moving.value),
    ready: computed(() => Boolean(edited.draft.value && complete(edited.draft.value))),
  }
}
