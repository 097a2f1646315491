/** Reading label codes: out of a picture, out of an address, out of what somebody has typed. */

const CODE = /^[0-9A-Z]{4,16}$/

/** The code that a scanned or typed text means: a label's address, or the code itself. Nothing for anything else. */
export function codeOf(text: string): string | null {
  const plain = text.trim().toUpperCase().replace(/[\s-]/g, '')
  if (CODE.test(plain)) return plain
  try {
    const code = new URL(text.trim()).searchParams.get('label')?.toUpperCase() ?? ''
    return CODE.test(code) ? code : null
  } catch {
    return null
  }
}

/** Looks for a QR code in a picture; the reader is loaded when it is first wanted. */
export async function readPicture(picture: ImageData): Promise<string | null> {
  const { default: read } = await import('jsqr')
  return read(picture.data, picture.width, picture.height)?.data ?? null
}

/** Draws what a camera or a file shows, no larger than a reader needs. */
export function pictureOf(source: CanvasImageSource, width: number, height: number, most = 1000): ImageData | null {
  const scale = Math.min(1, most / Math.max(width, height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(height * scale)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context || !canvas.width || !canvas.height) return null
  context.drawImage(source, 0, 0, canvas.width, canvas.height)
  return context.getImageData(0, 0, canvas.width, canvas.height)
}

/** Reads the QR code in a photo; nothing if there is none, or if it is no picture. */
export async function readFile(file: Blob): Promise<string | null> {
  const bitmap = await createImageBitmap(file).catch(() => null)
  const picture = bitmap && pictureOf(bitmap, bitmap.width, bitmap.height)
  return picture ? readPicture(picture) : null
}
