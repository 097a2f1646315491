/** While a sheet is open the page behind it takes no focus and no taps. */
let open = 0
let before: Element | null = null

const page = () => document.getElementById('app')

export function enterModal(): void {
  if (open++ === 0) before = document.activeElement
  page()?.setAttribute('inert', '')
  document.body.style.overflow = 'hidden'
}

export function leaveModal(): void {
  if (--open > 0) return
  page()?.removeAttribute('inert')
  document.body.style.overflow = ''
  if (before instanceof HTMLElement) before.focus({ preventScroll: true })
}
