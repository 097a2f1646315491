import { onScopeDispose, ref, type Ref } from 'vue'
import { pictureOf, readPicture } from './code'

export type Trouble = 'denied' | 'missing' | 'unsupported'
const EVERY_MS = 200

const troubleOf = (error: unknown): Trouble => {
  const name = (error as Error).name
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied'
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'missing' : 'unsupported'
}

/** Shows the camera behind the phone and tells each QR code that it sees. It is given back when the screen closes. */
export function useCamera(video: Readonly<Ref<HTMLVideoElement | null>>, seen: (text: string) => void) {
  const trouble = ref<Trouble | ''>('')
  const running = ref(false)
  let stream: MediaStream | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let over = false

  async function start(): Promise<void> {
    try {
      // Without a secure address browsers have no mediaDevices at all.
      if (!navigator.mediaDevices) throw new Error('insecure')
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
      if (over || !video.value) return stop()
      video.value.srcObject = stream
      await video.value.play()
      running.value = true
      void look()
    } catch (error) {
      if (!over) trouble.value = troubleOf(error)
    }
  }
  async function look(): Promise<void> {
    const shown = video.value
    const picture = shown && pictureOf(shown, shown.videoWidth, shown.videoHeight, 640)
    const text = picture ? await readPicture(picture).catch(() => null) : null
    if (over) return
    if (text) seen(text)
    timer = setTimeout(() => void look(), EVERY_MS)
  }
  function stop(): void {
    over = true
    clearTimeout(timer)
    stream?.getTracks().forEach((track) => track.stop())
  }
  onScopeDispose(stop)
  return { trouble, running, start }
}
