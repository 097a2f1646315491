import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import * as account from '@/api/account'
import type { Face, Me, Membership, Named } from '@/api/types'
import { setLanguage, type Language } from '@/i18n'

const COMMUNITY = 'linli.community'
const REFUSAL_SHOWN_MS = 30 * 24 * 3_600_000

/** The signed-in person: who, which homes, which faces. */
export const useMe = defineStore('me', () => {
  const person = ref<Me | null>(null)
  const faces = computed<Face[]>(() => person.value?.faces ?? [])
  const active = computed(() => person.value?.memberships.filter((one) => one.status === 'active') ?? [])
  const homes = computed(() => active.value.filter((one) => one.role === 'resident' && one.home))
  const pending = computed(() => person.value?.memberships.filter((one) => one.status === 'pending') ?? [])
  /** Requests that were turned down lately and not made anew. */
  const refused = computed(() => (person.value?.memberships ?? []).filter((one) => one.status === 'rejected' && isNews(one) && !asksAgain(one)))
  const isNews = (one: Membership) => Date.now() - Date.parse(one.decided_at ?? one.requested_at) < REFUSAL_SHOWN_MS
  const asksAgain = (refusal: Membership) => [...homes.value, ...pending.value].some((one) => one.home?.id === refusal.home?.id)
  const isOwner = computed(() => homes.value.some((one) => one.title === 'owner'))

  const chosen = ref(localStorage.getItem(COMMUNITY) ?? '')
  /** Communities in which the person works, each once. */
  const workplaces = computed<Named[]>(() => {
    const staff = active.value.filter((one) => one.role !== 'resident').flatMap((one) => one.community ?? [])
    return [...new Map(staff.map((one) => [one.id, one])).values()]
  })

  async function load(): Promise<void> {
    person.value = await account.me()
  }
  async function speak(language: Language): Promise<void> {
    await setLanguage(language)
    if (person.value && person.value.locale !== language) person.value = await account.update({ locale: language })
  }
  function choose(communityId: string): void {
    chosen.value = communityId
    localStorage.setItem(COMMUNITY, communityId)
  }
  function forget(): void {
    person.value = null
  }
  return { person, faces, active, homes, pending, refused, isOwner, workplaces, chosen, load, speak, choose, forget }
})
