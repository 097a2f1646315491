import { ref } from 'vue'

/** Whether the device has a network at all. */
export const online = ref(navigator.onLine)
addEventListener('online', () => { online.value = true })
addEventListener('offline', () => { online.value = false })
