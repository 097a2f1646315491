/** The tree of what can be reported, flat: to be searched by words, and guessed from what somebody has written. */
import type { Category } from '@/api/types'

export interface Entry { id: string; name: string; icon: string; scope: Category['scope']; path: string[]; keywords: string[]; leaf: boolean }
export type Kind = 'home' | 'public'

/** Below this, what was written says nothing about the matter. */
const LEAST = 2
const MOST_FOUND = 12

/** A tree of two levels has no places: there one begins with the matter. */
export const mattersOf = (one: Category): Category[] => (one.children.some((child) => child.children.length) ? one.children : [one])
export const fits = (scope: Entry['scope'], place: Kind) => scope === 'both' || scope === place

/** Matters and problems; what has children comes after them, as it says less. */
export function entries(tree: Category[]): Entry[] {
  const found: Entry[] = []
  const add = (one: Category) => {
    one.children.forEach(add)
    found.push({ id: one.id, name: one.name, icon: one.icon, scope: one.scope, path: one.path, keywords: one.keywords, leaf: !one.children.length })
  }
  tree.flatMap(mattersOf).forEach(add)
  return found
}

/** How much a text speaks of an entry: whole words of it count by their length squared, parts of its name a little. */
export function score(text: string, entry: Entry): number {
  const said = text.toLowerCase()
  const whole = [entry.name, ...entry.keywords].filter((word) => said.includes(word.toLowerCase()))
  return whole.reduce((sum, word) => sum + word.length ** 2, 0) + parts(entry.name).filter((part) => said.includes(part)).length * LEAST
}

/** What a text is most likely about; nothing rather than anything at random, and never what does not exist. */
export function guess(text: string, all: Entry[]): Entry | null {
  const best = all.map((entry) => ({ entry, score: score(text, entry) })).sort((a, b) => b.score - a.score || Number(b.entry.leaf) - Number(a.entry.leaf))[0]
  return best && best.score >= LEAST ? best.entry : null
}

/** The entries that some words mean, the nearest first. */
export function search(words: string, all: Entry[]): Entry[] {
  const wanted = words.trim().toLowerCase()
  const rank = (entry: Entry) => {
    const has = (text: string) => text.toLowerCase().includes(wanted)
    if (has(entry.name)) return 400 + Number(entry.leaf)
    if (entry.keywords.some(has)) return 300
    return entry.path.some(has) ? 200 : score(wanted, entry)
  }
  const ranked = all.map((entry) => ({ entry, rank: rank(entry) })).filter((one) => one.rank >= LEAST)
  return ranked.sort((a, b) => b.rank - a.rank).slice(0, MOST_FOUND).map((one) => one.entry)
}

/** Pairs of Chinese characters, and Latin words that are long enough to mean something. */
function parts(name: string): string[] {
  const latin = name.toLowerCase().match(/[a-z]{4,}/g) ?? []
  const runs = name.match(/\p{Script=Han}{2,}/gu) ?? []
  return [...latin, ...runs.flatMap((run) => [...run].slice(0, -1).map((first, at) => first + run[at + 1]))]
}
