import type { RouteRecordRaw } from 'vue-router'

export default {
  path: '/worker',
  component: () => import('./WorkerShell.vue'),
  meta: { face: 'worker' },
  children: [
    { path: '', name: 'worker-queue', component: () => import('./QueuePage.vue') },
    { path: 'tasks/:id', name: 'worker-task', component: () => import('./TaskPage.vue'), props: true },
    { path: 'questions', name: 'worker-questions', component: () => import('./QuestionsPage.vue') },
    { path: 'questions/:id', name: 'worker-question', component: () => import('./QuestionPage.vue'), props: true },
    { path: 'me', name: 'worker-me', component: () => import('./MePage.vue') },
  ],
} satisfies RouteRecordRaw
