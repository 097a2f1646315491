/** The tree of what can be reported, as its office edits it. */
import type { CategoryChange } from '@/api/settings'
import type { Category } from '@/api/types'

export const TIMES = ['response_minutes', 'arrive_minutes', 'resolve_minutes'] as const
export const URGENT = ['urgent_response_minutes', 'urgent_arrive_minutes', 'urgent_resolve_minutes'] as const
export const REQUIRED = ['proof', 'cause', 'measure', 'parts'] as const
export const LEVELS = 3

/** Whose a category is: everybody's default, a default that this office has changed, or its own. */
export const sourceOf = (one: Category): 'default' | 'changed' | 'own' => (!one.community_id ? 'default' : one.origin_id ? 'changed' : 'own')

/** Every category with those below it, from the top. */
export const flat = (tree: Category[]): Category[] => tree.flatMap((one) => [one, ...flat(one.children)])

/** What is really reported: the ends of the branches, without what is out of use. */
export const leaves = (tree: Category[]): Category[] =>
  tree.filter((one) => !one.retired).flatMap((one) => { const below = leaves(one.children); return below.length ? below : [one] })

export const find = (tree: Category[], id: string): Category | undefined => flat(tree).find((one) => one.id === id || one.origin_id === id)
export const parentOf = (tree: Category[], id: string): Category | undefined => flat(tree).find((one) => one.children.some((child) => child.id === id))
/** Those beside which a category stands. */
export const beside = (tree: Category[], id: string): Category[] => parentOf(tree, id)?.children ?? tree
/** How deep a category stands, the places being 1. */
export const levelOf = (one: Category) => one.path.length

/** What a search leaves: the branches in which a name, a keyword or the code says it. */
export function matching(tree: Category[], words: string, retired: boolean): Category[] {
  const wanted = words.trim().toLowerCase()
  const says = (one: Category) => !wanted || [one.name_zh, one.name_en, one.code, ...one.keywords].some((text) => text.toLowerCase().includes(wanted))
  return tree.filter((one) => retired || !one.retired).flatMap((one) => {
    const children = says(one) && !matching(one.children, words, retired).length ? matching(one.children, '', retired) : matching(one.children, words, retired)
    return says(one) || children.length ? [{ ...one, children }] : []
  })
}

/** What must be stored so that a category stands one place earlier or later among those in use beside it. */
export function moved(siblings: Category[], id: string, by: -1 | 1): { one: Category; sort: number }[] {
  const order = siblings.filter((one) => !one.retired)
  const from = order.findIndex((one) => one.id === id)
  const to = from + by
  if (from < 0 || to < 0 || to >= order.length) return []
  const [taken] = order.splice(from, 1)
  order.splice(to, 0, taken as Category)
  return order.map((one, sort) => ({ one, sort })).filter(({ one, sort }) => one.sort !== sort)
}

export type Draft = Required<Pick<CategoryChange, 'name' | 'name_en' | 'icon' | 'scope' | 'requires' | 'around_clock' | (typeof TIMES)[number] | (typeof URGENT)[number]>> & { keywords: string }

/** The form of a category; keywords as one line. */
export function formOf(one: Category): Draft {
  const { name_zh: name, name_en, icon, scope, requires, around_clock } = one
  const times = Object.fromEntries([...TIMES, ...URGENT].map((field) => [field, one[field]])) as Pick<Draft, (typeof TIMES)[number] | (typeof URGENT)[number]>
  return { name, name_en, icon, scope, keywords: one.keywords.join(' '), requires: [...requires].sort(), around_clock, ...times }
}

/** A category that does not exist yet, as its parent is: what the server gives what is left out. */
export function blank(parent: Category | undefined): Draft {
  const usual: Omit<Draft, 'name' | 'name_en' | 'keywords'> = { icon: 'more', scope: 'both', requires: ['measure'], around_clock: false, response_minutes: 120, arrive_minutes: 540, resolve_minutes: 1080,
    urgent_response_minutes: 60, urgent_arrive_minutes: 270, urgent_resolve_minutes: 540 }
  return { ...(parent ? formOf(parent) : usual), name: '', name_en: '', keywords: '' }
}

/** What is sent: keywords apart, and the Chinese name where there is no English one. */
export const given = (draft: Draft) => ({
  ...draft, name: draft.name.trim(), name_en: draft.name_en.trim() || draft.name.trim(), keywords: [...new Set(draft.keywords.split(/[\s,，、;；]+/).filter(Boolean))],
})
/** Whether a form can be sent at all. */
export const complete = (draft: Draft) => Boolean(draft.name.trim()) && [...TIMES, ...URGENT].every((field) => draft[field] > 0)
