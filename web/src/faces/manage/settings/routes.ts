import type { RouteRecordRaw } from 'vue-router'

/** The matters of the settings, in the order of their tabs; each has its words under `settings.page`. */
export const settingsPages = ['hours', 'promises', 'appointments', 'categories'] as const

export default {
  path: 'settings',
  component: () => import('../SettingsPage.vue'),
  children: [
    { path: '', name: 'manage-settings', redirect: { name: 'manage-settings-hours' } },
    { path: 'hours', name: 'manage-settings-hours', component: () => import('./HoursPage.vue') },
    { path: 'promises', name: 'manage-settings-promises', component: () => import('./PromisesPage.vue') },
    { path: 'appointments', name: 'manage-settings-appointments', component: () => import('./AppointmentsPage.vue') },
    { path: 'categories', name: 'manage-settings-categories', component: () => import('./CategoriesPage.vue') },
  ],
} satisfies RouteRecordRaw
