/** What the office has written down: articles for residents, standard answers for staff. */
import { body, client, newKey } from './client'
import { ifMatch } from './settings'
import type { Article, ArticleItem, ArticleVersion, Id, Page, QuickAnswer } from './types'

export function articles(community_id: Id, cursor?: string): Promise<Page<ArticleItem>> {
  return body(client.GET('/api/v1/articles', { params: { query: { community_id, state: 'published', cursor, limit: 10 } } }))
}
/** The few articles that a sentence seems to be about, the best first. */
export function suggest(community_id: Id, q: string): Promise<{ items: ArticleItem[] }> {
  return body(client.GET('/api/v1/articles/suggest', { params: { query: { community_id, q } } }))
}
export function read(article_id: Id): Promise<Article> {
  return body(client.GET('/api/v1/articles/{article_id}', { params: { path: { article_id } } }))
}
export function vote(article_id: Id, useful: boolean): Promise<Article> {
  return body(client.POST('/api/v1/articles/{article_id}/useful', { params: { path: { article_id } }, body: { useful } }))
}
export function quickAnswers(community_id: Id, q: string): Promise<Page<QuickAnswer>> {
  return body(client.GET('/api/v1/quick-answers', { params: { query: { community_id, q, limit: 30 } } }))
}

/** What an editor writes; the pictures by their ids, in order. */
export interface ArticleWords { title: string; body: string; category: string; keywords: string; attachment_ids: Id[] }
export interface ArticleWanted { state?: 'draft' | 'published'; category?: string; q?: string }
const at = (article_id: Id) => ({ path: { article_id } })

/** The office's list, drafts included for those who may edit them. */
export function written(community_id: Id, wanted: ArticleWanted, cursor?: string): Promise<Page<ArticleItem>> {
  return body(client.GET('/api/v1/articles', { params: { query: { community_id, ...wanted, cursor, limit: 50 } } }))
}
export function categories(community_id: Id): Promise<{ items: { name: string; count: number }[] }> {
  return body(client.GET('/api/v1/articles/categories', { params: { query: { community_id } } }))
}
export function write(community_id: Id, words: ArticleWords, key: string): Promise<Article> {
  return body(client.POST('/api/v1/articles', { body: { community_id, publish: false, ...words }, headers: { 'Idempotency-Key': key } }))
}
export function change(article_id: Id, words: Partial<ArticleWords>, version: number): Promise<Article> {
  return body(client.PATCH('/api/v1/articles/{article_id}', { params: { ...at(article_id), header: ifMatch(version) }, body: words }))
}
export const publish = (id: Id): Promise<Article> => body(client.POST('/api/v1/articles/{article_id}/publish', { params: at(id) }))
export const unpublish = (id: Id): Promise<Article> => body(client.POST('/api/v1/articles/{article_id}/unpublish', { params: at(id) }))
export function versions(article_id: Id, cursor?: string): Promise<Page<ArticleVersion>> {
  return body(client.GET('/api/v1/articles/{article_id}/versions', { params: { ...at(article_id), query: { cursor, limit: 20 } } }))
}

export interface AnswerWords { title: string; text: string }

/** All standard answers of a community and those for all; a few dozen, so all pages at once. */
export async function allQuickAnswers(community_id: Id): Promise<{ items: QuickAnswer[] }> {
  const items: QuickAnswer[] = []
  for (let cursor: string | undefined, more = true; more;) {
    const page: Page<QuickAnswer> = await body(client.GET('/api/v1/quick-answers', { params: { query: { community_id, cursor, limit: 100 } } }))
    items.push(...page.items)
    cursor = page.next ?? undefined
    more = Boolean(cursor)
  }
  return { items }
}
export function addQuickAnswer(community_id: Id, words: AnswerWords, key = newKey()): Promise<QuickAnswer> {
  return body(client.POST('/api/v1/quick-answers', { body: { community_id, ...words }, headers: { 'Idempotency-Key': key } }))
}
export function changeQuickAnswer(quick_answer_id: Id, words: AnswerWords, version: number): Promise<QuickAnswer> {
  return body(client.PATCH('/api/v1/quick-answers/{quick_answer_id}', { params: { path: { quick_answer_id }, header: ifMatch(version) }, body: words }))
}
export async function removeQuickAnswer(quick_answer_id: Id): Promise<void> {
  await client.DELETE('/api/v1/quick-answers/{quick_answer_id}', { params: { path: { quick_answer_id } } })
}
