import { onScopeDispose, reactive } from 'vue'
import { canRecord, obstacleOf, recordingType, VOICE_SECONDS, type Obstacle } from './recorder'

const TICK_MS = 100

/** Records the voice until it is stopped, cancelled, or a minute is full; `taken` gets what was said and its length in seconds. */
export function useRecorder(taken: (voice: Blob, seconds: number) => void) {
  const state = reactive({ asking: false, recording: false, seconds: 0, level: 0, obstacle: '' as Obstacle | '' })
  let end: ((keep: boolean) => void) | null = null
  let gone = false

  async function start(): Promise<void> {
    if (state.asking || state.recording) return
    Object.assign(state, { asking: true, obstacle: '' })
    try {
      if (!canRecord()) throw new TypeError('no recorder')
      const stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } })
      if (gone) stream.getTracks().forEach((track) => track.stop())
      else record(stream)
    } catch (error) {
      state.obstacle = obstacleOf(error)
    } finally {
      state.asking = false
    }
  }

  function record(stream: MediaStream): void {
    const recorder = new MediaRecorder(stream, { mimeType: recordingType(), audioBitsPerSecond: 48_000 })
    const pieces: Blob[] = []
    const { level, close } = meter(stream)
    const began = Date.now()
    let keep = false
    const timer = setInterval(() => {
      Object.assign(state, { seconds: (Date.now() - began) / 1000, level: level() })
      if (state.seconds >= VOICE_SECONDS) end?.(true)
    }, TICK_MS)
    recorder.ondataavailable = (event) => pieces.push(event.data)
    recorder.onstop = () => {
      clearInterval(timer)
      close()
      stream.getTracks().forEach((track) => track.stop())
      Object.assign(state, { recording: false, level: 0 })
      if (keep && !gone) taken(new Blob(pieces, { type: recorder.mimeType }), state.seconds)
    }
    end = (wanted) => {
      end = null
      keep = wanted
      recorder.stop()
    }
    recorder.start()
    Object.assign(state, { recording: true, seconds: 0 })
  }

  onScopeDispose(() => {
    gone = true
    end?.(false)
  })
  return { state, start, stop: () => end?.(true), cancel: () => end?.(false) }
}

/** How loud it is, from 0 to 1: whoever speaks sees that the phone hears. */
function meter(stream: MediaStream): { level: () => number; close: () => void } {
  const context = new AudioContext()
  const analyser = context.createAnalyser()
  context.createMediaStreamSource(stream).connect(analyser)
  const wave = new Uint8Array(analyser.fftSize)
  const level = () => {
    analyser.getByteTimeDomainData(wave)
    return Math.min(1, Math.max(...wave.map((value) => Math.abs(value - 128))) / 64)
  }
  return { level, close: () => void context.close() }
}
