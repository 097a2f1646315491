/** Registers the service worker and tells when a newer version waits. */
import { ref } from 'vue'

export const updateReady = ref(false)
let waiting: ServiceWorker | null = null

export function registerServiceWorker(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  addEventListener('load', async () => {
    const registration = await navigator.serviceWorker.register('/sw.js').catch(() => null)
    if (!registration) return
    offer(registration.waiting)
    registration.addEventListener('updatefound', () => watch(registration.installing))
    document.addEventListener('visibilitychange', () => { if (!document.hidden) void registration.update().catch(() => null) })
  })
}

function watch(worker: ServiceWorker | null): void {
  worker?.addEventListener('statechange', () => { if (worker.state === 'installed') offer(worker) })
}

/** The very first version takes over silently; only a replacement is worth a question. */
function offer(worker: ServiceWorker | null): void {
  if (!worker || !navigator.serviceWorker.controller) return
  waiting = worker
  updateReady.value = true
}

export function applyUpdate(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
  waiting?.postMessage('take-over')
}
