import { computed, ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import * as knowledge from '@/api/knowledge'
import type { Article, ArticleVersion, Id } from '@/api/types'
import { useAction } from '@/shared/composables/useAction'
import { useEdited } from '@/shared/composables/useEdited'
import { useRequestKey } from '@/shared/composables/useRequestKey'
import { say } from '@/shared/composables/toasts'

export interface Draft { title: string; category: string; keywords: string; body: string; pictures: Article['pictures'] }

const BLANK = { id: '', version: 0, title: '', category: '', keywords: '', body: '', pictures: [], state: 'draft', may_edit: true } as unknown as Article
export const formOf = ({ title, category, keywords, body, pictures }: Article | ArticleVersion): Draft => ({ title, category, keywords, body, pictures })
const sent = ({ pictures, ...words }: Draft): knowledge.ArticleWords => ({ ...words, attachment_ids: pictures.map((one) => one.id) })

/** One article as it is written, kept, published and put back to what it said before; `new` is one that does not exist yet. */
export function useArticle(id: Id, community: () => Id) {
  const { t } = useI18n()
  const router = useRouter()
  const once = useRequestKey()
  const fresh = id === 'new'
  const edited = useEdited<Article, Draft>({
    form: formOf,
    read: () => knowledge.read(id),
    write: (draft, version) => (fresh ? once(draft, (key) => knowledge.write(community(), sent(draft), key)) : knowledge.change(id, sent(draft), version)),
    saved: (after) => {
      say(t('articles.saved'))
      if (fresh) void router.replace({ name: 'manage-articles-one', params: { id: after.id } })
    },
  })
  const failed = ref('')
  async function load(): Promise<void> {
    failed.value = ''
    await (fresh ? Promise.resolve(BLANK) : knowledge.read(id)).then(edited.show, (error: Error) => { failed.value = error.message })
  }
  void load()
  const ready = computed(() => Boolean(edited.draft.value?.title.trim() && edited.draft.value.body.trim() && edited.draft.value.category.trim()))

  const { busy: publishing, run: publish } = useAction(async () => {
    if (edited.dirty.value && !(await edited.save())) return
    if (edited.theirs.value || !edited.thing.value) return
    edited.show(await knowledge.publish(edited.thing.value.id))
    say(t('articles.publishedNow'))
  })
  const { busy: hiding, run: unpublish } = useAction(async () => {
    edited.show(await knowledge.unpublish(id))
    say(t('articles.unpublishedNow'), 'ok', publish)
  })
  const { busy: restoring, run: restore } = useAction(async (version: ArticleVersion) => {
    if (!edited.thing.value) return
    edited.show(await knowledge.change(id, sent(formOf(version)), edited.thing.value.version))
    say(t('articles.restored', { n: version.version }))
  })
  return { edited, failed, load, ready, fresh, publish, unpublish, restore, busy: computed(() => publishing.value || hiding.value || restoring.value) }
}
