/* The service worker of the installed app. It keeps the application shell so that the app opens without a network;
 * it never stores an answer of the API. The build replaces the two constants below. */
const VERSION = '__VERSION__'
const SHELL = ['__SHELL__']
const CACHE = `linli-${VERSION}`

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(SHELL)))
})

self.addEventListener('activate', (event) => {
  event.waitUntil(dropOldCaches().then(() => self.clients.claim()))
})

self.addEventListener('message', (event) => {
  if (event.data === 'take-over') self.skipWaiting()
})

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url)
  if (event.request.method !== 'GET' || url.origin !== location.origin) return
  if (isLive(url.pathname)) return
  if (event.request.mode === 'navigate') event.respondWith(page(event.request))
  else if (isImmutable(url.pathname)) event.respondWith(kept(event.request))
})

/** What must always come from the server: the API, its health and this file. */
function isLive(path) {
  return path.startsWith('/api/') || path.startsWith('/health') || path === '/metrics' || path === '/sw.js'
}

/** Files whose name contains their content's hash, and the icons. */
function isImmutable(path) {
  return path.startsWith('/assets/') || path.startsWith('/icons/')
}

/** The newest page while there is a network, the kept one otherwise. */
async function page(request) {
  const cache = await caches.open(CACHE)
  try {
    const answer = await fetch(request)
    if (answer.ok) await cache.put('/', answer.clone())
    return answer
  } catch {
    return (await cache.match('/')) ?? Response.error()
  }
}

async function kept(request) {
  const cache = await caches.open(CACHE)
  const found = await cache.match(request)
  if (found) return found
  const answer = await fetch(request)
  if (answer.ok) await cache.put(request, answer.clone())
  return answer
}

async function dropOldCaches() {
  const names = await caches.keys()
  const old = names.filter((name) => name.startsWith('linli-') && name !== CACHE)
  await Promise.all(old.map((name) => caches.delete(name)))
}
