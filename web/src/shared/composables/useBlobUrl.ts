import { ref, watchEffect, type Ref } from 'vue'
import { blob } from '@/api/client'

/** Object URLs of protected pictures, kept while the page lives: a picture of a ticket never changes. */
const known = new Map<string, Promise<string>>()

function load(path: string): Promise<string> {
  const found = known.get(path) ?? blob(path).then((data) => URL.createObjectURL(data))
  known.set(path, found)
  found.catch(() => known.delete(path))
  return found
}

export function useBlobUrl(path: () => string): { url: Ref<string>; failed: Ref<boolean> } {
  const url = ref('')
  const failed = ref(false)
  watchEffect(async () => {
    const wanted = path()
    try {
      const found = await load(wanted)
      if (wanted === path()) url.value = found
    } catch {
      failed.value = true
    }
  })
  return { url, failed }
}

export const pictureUrl = load
