/** Short messages at the edge of the screen, shared by all faces. */
import { reactive } from 'vue'
import { messageOf } from '@/api/errors'

export type Tone = 'ok' | 'warn' | 'danger' | 'info'
export interface Toast { id: number; text: string; tone: Tone; undo?: () => unknown }

export const toasts = reactive<Toast[]>([])
let next = 1

/** Says what happened; with `undo` it can be taken back as long as the message stands. */
export function say(text: string, tone: Tone = 'ok', undo?: () => unknown): void {
  const toast = { id: next++, text, tone, undo }
  // Newer news replaces older; only an error keeps its time beside it.
  toasts.splice(0, toasts.length, ...toasts.filter((one) => one.tone === 'danger').slice(-1), toast)
  setTimeout(() => dismiss(toast.id), undo ? 8000 : tone === 'danger' || tone === 'warn' ? 6000 : 3200)
}

export function dismiss(id: number): void {
  const index = toasts.findIndex((toast) => toast.id === id)
  if (index >= 0) toasts.splice(index, 1)
}

export const sayError = (error: unknown) => say(messageOf(error), 'danger')
