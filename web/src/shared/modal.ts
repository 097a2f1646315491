/** What lies on top of the screen takes focus and taps alone: the page and everything else below it is inert. */
import { onBeforeUnmount, onMounted, type Ref } from 'vue'

interface Layer { root: HTMLElement; before: Element | null }

const layers: Layer[] = []

/** Makes this element a layer on top of the page for as long as its component is shown; focus comes to it and goes back. */
export function useModal(root: Ref<HTMLElement | null | undefined>, focused: Ref<HTMLElement | null | undefined> = root): void {
  let layer: Layer | null = null
  onMounted(() => {
    if (!root.value) return
    layer = { root: root.value, before: document.activeElement }
    layers.push(layer)
    settle()
    focused.value?.focus({ preventScroll: true })
  })
  onBeforeUnmount(() => {
    if (layer) remove(layer)
  })
}

function remove(layer: Layer): void {
  const at = layers.indexOf(layer)
  const above = layers[at + 1]
  layers.splice(at, 1)
  settle()
  // A layer that closes under another leaves it the place to which focus goes back.
  if (above) above.before = layer.before
  else if (layer.before instanceof HTMLElement) layer.before.focus({ preventScroll: true })
}

function settle(): void {
  document.getElementById('app')?.toggleAttribute('inert', layers.length > 0)
  layers.forEach((layer, at) => layer.root.toggleAttribute('inert', at < layers.length - 1))
  document.body.style.overflow = layers.length ? 'hidden' : ''
}
