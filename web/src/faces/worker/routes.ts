import type { RouteRecordRaw } from 'vue-router'

export default {
  path: '/worker',
  component: () => import('./WorkerShell.vue'),
  meta: { face: 'worker' },
  children: [
    { path: '', name: 'worker-queue', component: () => import('./QueuePage.vue') },
    { path: 'tasks/:id', name: 'worker-task', component: () => import('./TaskPage.vue'), props: true },
    { path: 'me', name: 'worker-me', component: () => import('./MePage.vue') },
  ],
} satisfies RouteRecordRaw
