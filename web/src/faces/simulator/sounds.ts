/** The panel's voice: made of sine tones, because a door panel has a buzzer and not an orchestra. */
import { ref } from 'vue'
import type { Tone } from './results'

const KEY = 'linli.simulator.quiet'
export const quiet = ref(localStorage.getItem(KEY) === 'yes')

export function toggleQuiet(): void {
  quiet.value = !quiet.value
  localStorage.setItem(KEY, quiet.value ? 'yes' : 'no')
  if (quiet.value) stopRinging()
}

/** Each tone: pitch in Hz, begin and length in seconds. */
type Score = [pitch: number, at: number, length: number][]
const SCORES: Record<Tone, Score> = {
  good: [[660, 0, 0.14], [880, 0.14, 0.14], [1320, 0.28, 0.32]],
  wait: [[520, 0, 0.2], [440, 0.24, 0.3]],
  bad: [[330, 0, 0.22], [247, 0.26, 0.42]],
  calm: [[440, 0, 0.16]],
}

let context: AudioContext | null = null
let ringing: ReturnType<typeof setInterval> | undefined

function play(score: Score, volume = 0.12): void {
  if (quiet.value) return
  context ??= new AudioContext()
  // A page that nobody has touched yet may not make a sound.
  if (context.state === 'suspended') void context.resume()
  for (const [pitch, at, length] of score) tone(context, pitch, context.currentTime + at, length, volume)
}

function tone(audio: AudioContext, pitch: number, start: number, length: number, volume: number): void {
  const oscillator = new OscillatorNode(audio, { frequency: pitch })
  const gain = new GainNode(audio, { gain: 0 })
  gain.gain.setValueAtTime(0, start)
  gain.gain.linearRampToValueAtTime(volume, start + 0.015)
  gain.gain.setValueAtTime(volume, start + length - 0.03)
  gain.gain.linearRampToValueAtTime(0, start + length)
  oscillator.connect(gain).connect(audio.destination)
  oscillator.start(start)
  oscillator.stop(start + length)
}

export const beep = () => play([[1046, 0, 0.06]], 0.06)
export const chime = (of: Tone) => play(SCORES[of])

/** The ring-back tone of the Chinese network: 450 Hz, one second of five. */
export function startRinging(): void {
  stopRinging()
  const ring = () => play([[450, 0, 1]], 0.05)
  ring()
  ringing = setInterval(ring, 5000)
}

export function stopRinging(): void {
  clearInterval(ringing)
}
