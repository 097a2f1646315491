import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import * as account from '@/api/account'
import type { Face, Me, Named } from '@/api/types'
import { setLanguage, type Language } from '@/i18n'

const COMMUNITY = 'linli.community'

/** The signed-in person: who, which homes, which faces. */
export const useMe = defineStore('me', () => {
  const person = ref<Me | null>(null)
  const faces = computed<Face[]>(() => person.value?.faces ?? [])
  const active = computed(() => person.value?.memberships.filter((one) => one.status === 'active') ?? [])
  const homes = computed(() => active.value.filter((one) => one.role === 'resident' && one.home))
  const pending = computed(() => person.value?.memberships.filter((one) => one.status === 'pending') ?? [])
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
  return { person, faces, active, homes, pending, isOwner, workplaces, chosen, load, speak, choose, forget }
})
