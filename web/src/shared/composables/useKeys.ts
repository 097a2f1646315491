import { onScopeDispose } from 'vue'

/** Single-key shortcuts, silent while somebody types or a dialog is open. */
export function useKeys(keys: Record<string, () => void>): void {
  const heard = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement
    if (event.ctrlKey || event.metaKey || event.altKey || target.closest('input:not([type=checkbox]), textarea, select, [role=dialog]')) return
    if (event.key === 'Enter' && target.closest('a, button')) return
    const act = keys[event.key]
    if (!act) return
    event.preventDefault()
    act()
  }
  addEventListener('keydown', heard)
  onScopeDispose(() => removeEventListener('keydown', heard))
}
