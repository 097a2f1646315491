import { reactive, ref, watch } from 'vue'
import * as account from '@/api/account'
import * as estate from '@/api/estate'
import type { Home, Title } from '@/api/types'
import { i18n } from '@/i18n'
import { useLoad } from '@/shared/composables/useLoad'
import { say } from '@/shared/composables/toasts'

/** Finds a home by its exact label or number and asks to be bound to it; a second person decides. */
export function useBindHome() {
  const communities = useLoad(estate.communities)
  const form = reactive({ community: '', communityName: '', q: '', home: '', title: 'owner' as Title })
  const found = ref<Home[]>([])
  const searched = ref(false)
  watch(() => communities.data, (page) => { form.community ||= page?.items[0]?.id ?? '' })

  /** The community that was chosen, or the one with exactly the typed name. */
  async function communityId(): Promise<string> {
    if (form.community) return form.community
    return (await estate.lookupCommunities(form.communityName.trim())).items[0]?.id ?? ''
  }

  async function search(): Promise<void> {
    form.home = ''
    found.value = []
    const community = await communityId()
    if (!community) {
      searched.value = true
      return
    }
    found.value = (await estate.lookupHomes(community, form.q.trim())).items
    searched.value = true
    if (found.value.length === 1) form.home = found.value[0]?.id ?? ''
  }

  async function ask(): Promise<void> {
    await account.askForHome(form.home, form.title)
    say(i18n.global.t('resident.homes.asked'))
  }
  return { communities, form, found, searched, search, ask }
}
