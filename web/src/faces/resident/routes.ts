import type { RouteRecordRaw } from 'vue-router'

export default {
  path: '/',
  component: () => import('./ResidentShell.vue'),
  meta: { face: 'resident' },
  children: [
    { path: '', name: 'home', component: () => import('./HomePage.vue') },
    { path: 'report', name: 'report', component: () => import('./ReportPage.vue') },
    { path: 'tickets', name: 'tickets', component: () => import('./TicketsPage.vue') },
    { path: 'tickets/:id', name: 'ticket', component: () => import('./TicketPage.vue'), props: true },
    { path: 'ask', name: 'ask', component: () => import('./AskPage.vue') },
    { path: 'ask/new', name: 'ask-new', component: () => import('./AskNewPage.vue') },
    { path: 'ask/mine', name: 'questions', component: () => import('./QuestionsPage.vue') },
    { path: 'ask/:id', name: 'question', component: () => import('./QuestionPage.vue'), props: true },
    { path: 'calls', name: 'calls', component: () => import('./CallsPage.vue') },
    { path: 'profile', name: 'profile', component: () => import('./ProfilePage.vue') },
    { path: 'profile/homes', name: 'homes', component: () => import('./HomesPage.vue') },
    { path: 'profile/doors', name: 'door-log', component: () => import('./DoorLogPage.vue') },
    { path: 'profile/looks', name: 'looks', component: () => import('./LooksPage.vue') },
    { path: 'profile/password', name: 'password', component: () => import('./PasswordPage.vue') },
  ],
} satisfies RouteRecordRaw
