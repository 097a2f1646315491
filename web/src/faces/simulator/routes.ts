import type { RouteRecordRaw } from 'vue-router'

export default {
  path: '/simulator/:id?',
  name: 'simulator',
  component: () => import('./SimulatorPage.vue'),
  props: true,
  meta: { open: true },
} satisfies RouteRecordRaw
