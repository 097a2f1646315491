import type { RouteRecordRaw } from 'vue-router'
import articles from './articles/routes'
import settings from './settings/routes'

export default {
  path: '/manage',
  component: () => import('./ManageShell.vue'),
  meta: { face: 'manage' },
  children: [
    { path: '', name: 'manage-now', component: () => import('./NowPage.vue') },
    { path: 'tickets', name: 'manage-tickets', component: () => import('./TicketsPage.vue') },
    { path: 'statistics', name: 'manage-statistics', component: () => import('./StatisticsPage.vue') },
    { path: 'questions', name: 'manage-questions', component: () => import('./QuestionsPage.vue') },
    { path: 'revisits', name: 'manage-revisits', component: () => import('./RevisitsPage.vue') },
    { path: 'doors', name: 'manage-doors', component: () => import('./DoorsPage.vue') },
    { path: 'calls', name: 'manage-calls', component: () => import('./CallsPage.vue') },
    { path: 'people', name: 'manage-people', component: () => import('./PeoplePage.vue') },
    { path: 'import', name: 'manage-import', component: () => import('./ImportPage.vue') },
    { path: 'prices', name: 'manage-prices', component: () => import('./PricesPage.vue') },
    { path: 'labels', name: 'manage-labels', component: () => import('./LabelsPage.vue') },
    ...articles,
    settings,
    { path: 'grids', name: 'manage-grids', component: () => import('./GridsPage.vue') },
    { path: 'audit', name: 'manage-audit', component: () => import('./AuditPage.vue') },
  ],
} satisfies RouteRecordRaw
