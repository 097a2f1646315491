/** What differs between two texts, line by line. */
export interface Line { kind: 'same' | 'gone' | 'added'; text: string }

/** The lines of both in one order, from what was to what is; the longest common lines stay, of the rest what is gone comes first. */
export function difference(was: string[], is: string[]): Line[] {
  const common = lengths(was, is)
  const found: Line[] = []
  let [left, right] = [0, 0]
  while (left < was.length || right < is.length) {
    if (left < was.length && right < is.length && was[left] === is[right]) {
      found.push({ kind: 'same', text: was[left] ?? '' })
      left++
      right++
    } else if (left < was.length && (right >= is.length || at(common, left + 1, right) >= at(common, left, right + 1))) {
      found.push({ kind: 'gone', text: was[left++] ?? '' })
    } else found.push({ kind: 'added', text: is[right++] ?? '' })
  }
  return found
}

const at = (table: number[][], left: number, right: number) => table[left]?.[right] ?? 0

/** How many lines two texts have in common from each pair of lines on. */
function lengths(was: string[], is: string[]): number[][] {
  const table = Array.from({ length: was.length + 1 }, () => new Array<number>(is.length + 1).fill(0))
  for (let left = was.length - 1; left >= 0; left--) {
    for (let right = is.length - 1; right >= 0; right--) {
      const row = table[left] as number[]
      row[right] = was[left] === is[right] ? at(table, left + 1, right + 1) + 1 : Math.max(at(table, left + 1, right), at(table, left, right + 1))
    }
  }
  return table
}
