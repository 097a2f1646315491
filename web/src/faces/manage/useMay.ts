import { has, type Right } from './pages'
import { useCommunity } from './useCommunity'
import { useMe } from '@/shared/stores/me'

/** `may('assign')`: whether the signed-in person has a right in the community on the dashboard. */
export function useMay(): (right: Right) => boolean {
  const me = useMe()
  const community = useCommunity()
  return (right) => has(right, me.active, community.id)
}
