/** Recording the voice: what the browser offers, and what may stand in the way. */

export const VOICE_SECONDS = 60
export const VIDEO_SECONDS = 30
export const VIDEO_BYTES = 60 * 2 ** 20

/** The server takes each of these; a browser records in one or the other. */
const TYPES = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus']

export type Obstacle = 'refused' | 'missing' | 'unsupported'

/** Whether this browser can record at all; without a secure address it cannot. */
export const canRecord = () => 'MediaRecorder' in window && Boolean(navigator.mediaDevices)

export const recordingType = () => TYPES.find((type) => MediaRecorder.isTypeSupported(type))

export function obstacleOf(error: unknown): Obstacle {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused'
  return name === 'NotFoundError' || name === 'NotReadableError' ? 'missing' : 'unsupported'
}

/** "0:12" */
export const clock = (seconds: number) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`

/** How long a film lasts by the browser's own judgement, in seconds; 0 if it cannot tell. */
export function lengthOf(file: Blob): Promise<number> {
  return new Promise((done) => {
    const player = document.createElement('video')
    const url = URL.createObjectURL(file)
    const say = (seconds: number) => {
      URL.revokeObjectURL(url)
      done(Number.isFinite(seconds) ? seconds : 0)
    }
    player.preload = 'metadata'
    player.onloadedmetadata = () => say(player.duration)
    player.onerror = () => say(0)
    player.src = url
  })
}
