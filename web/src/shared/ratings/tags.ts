/** Which words go with which scores; the server has the list. */
import type { Scores } from '@/api/ratings'
import type { RatingTags } from '@/api/types'

type Tag = RatingTags['items'][number]

/** The tags that go with the scores given so far; a score that is not given yet offers none. */
export function offered(tags: Tag[], rating: Scores): Tag[] {
  return tags.filter((tag) => {
    const score = rating[tag.about as 'speed' | 'quality' | 'manner']
    return score >= tag.lowest && score <= tag.highest
  })
}
