/** The ring: two soft tones made in place, and the phone's own buzz. A browser that still waits for a first touch stays silent. */
const EVERY_MS = 2600
const BUZZ = [500, 250, 500]

let audio: AudioContext | null = null
let timer: ReturnType<typeof setInterval> | undefined

export function startRinging(): void {
  if (timer) return
  ringOnce()
  timer = setInterval(ringOnce, EVERY_MS)
}

export function stopRinging(): void {
  clearInterval(timer)
  timer = undefined
  buzz(0)
  void audio?.suspend()
}

function ringOnce(): void {
  buzz(BUZZ)
  if (!touched()) return
  audio ??= new AudioContext()
  void audio.resume()
  const start = audio.currentTime
  const notes: [number, number][] = [[0, 659], [0.22, 523], [0.75, 659], [0.97, 523]]
  for (const [at, pitch] of notes) tone(audio, start + at, pitch)
}

/** Browsers allow neither sound nor buzz before the page has been touched once. */
const touched = () => navigator.userActivation?.hasBeenActive ?? true

function buzz(pattern: number | number[]): void {
  if (touched()) navigator.vibrate?.(pattern)
}

function tone(context: AudioContext, at: number, pitch: number): void {
  const source = context.createOscillator()
  const volume = context.createGain()
  source.type = 'triangle'
  source.frequency.value = pitch
  volume.gain.setValueAtTime(0.0001, at)
  volume.gain.exponentialRampToValueAtTime(0.28, at + 0.02)
  volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.42)
  source.connect(volume).connect(context.destination)
  source.start(at)
  source.stop(at + 0.45)
}
