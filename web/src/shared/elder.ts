/** Elder mode: larger type and touch targets, kept on this device. */
import { ref } from 'vue'

const KEY = 'linli.elder'
export const elder = ref(localStorage.getItem(KEY) === '1')

export function restoreElderMode(): void {
  document.documentElement.toggleAttribute('data-elder', elder.value)
}

export function setElderMode(on: boolean): void {
  elder.value = on
  localStorage.setItem(KEY, on ? '1' : '0')
  restoreElderMode()
}
