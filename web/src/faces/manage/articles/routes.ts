import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: 'articles', name: 'manage-articles', component: () => import('./ArticlesPage.vue') },
  { path: 'articles/answers', name: 'manage-articles-answers', component: () => import('./AnswersPage.vue') },
  { path: 'articles/:id', name: 'manage-articles-one', component: () => import('./ArticlePage.vue'), props: true },
] satisfies RouteRecordRaw[]
