/** What the office has written down: articles for residents, standard answers for staff. */
import { body, client } from './client'
import type { Article, ArticleItem, Id, Page, QuickAnswer } from './types'

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
