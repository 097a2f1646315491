/** Faces are loaded when they are first opened; who may see which follows the person's roles. */
import { createRouter, createWebHistory, type RouteLocationNormalized } from 'vue-router'
import { signedIn } from '@/api/session'
import { i18n, setLanguage, type Language } from '@/i18n'
import { landing, mayEnter, rememberFace } from '@/shared/faces'
import { useMe } from '@/shared/stores/me'
import manage from '@/faces/manage/routes'
import resident from '@/faces/resident/routes'
import simulator from '@/faces/simulator/routes'
import worker from '@/faces/worker/routes'

export const router = createRouter({
  history: createWebHistory(),
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  routes: [
    { path: '/login', name: 'login', component: () => import('@/faces/login/LoginPage.vue'), meta: { open: true } },
    { path: '/rate/:token', name: 'rate', component: () => import('@/faces/rate/RatePage.vue'), props: true, meta: { open: true } },
    resident,
    worker,
    manage,
    simulator,
    { path: '/error', name: 'error', component: () => import('@/faces/ErrorPage.vue'), meta: { open: true } },
    { path: '/:rest(.*)*', name: 'missing', component: () => import('@/faces/ErrorPage.vue'), props: { missing: true }, meta: { open: true } },
  ],
})

router.beforeEach(async (to) => {
  if (to.meta.open) return true
  const login = { name: 'login', query: to.fullPath === '/' ? {} : { next: to.fullPath } }
  if (!signedIn.value) return login
  const arrived = await arrive()
  if (arrived === 'signed-out') return login
  if (arrived === 'failed') return { name: 'error', query: { next: to.fullPath } }
  return toFace(to)
})

/** Makes sure that it is known who is signed in. */
async function arrive(): Promise<'known' | 'signed-out' | 'failed'> {
  const me = useMe()
  if (me.person) return 'known'
  try {
    await me.load()
    if (!localStorage.getItem('linli.locale') && me.person) await setLanguage(me.person['locale'] as Language)
    return 'known'
  } catch {
    return signedIn.value ? 'failed' : 'signed-out'
  }
}

function toFace(to: RouteLocationNormalized): true | string {
  const { faces } = useMe()
  const wanted = to.matched[0]?.meta.face
  if (!wanted || !mayEnter(wanted, faces)) return landing(faces)
  const start = landing(faces)
  if (to.path === '/' && start !== '/') return start
  rememberFace(wanted)
  return true
}

router.afterEach(() => { document.title = i18n.global.t('app.name') })
router.onError((error, to) => {
  // A new version was installed while this page was open: its old files are gone, so load the page afresh.
  if (/dynamically imported module|module script/i.test(String(error))) location.assign(to.fullPath)
})
