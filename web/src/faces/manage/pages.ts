/** The pages of the dashboard and the roles whose right it is to read their main list, as the server's table of rights has it. */
import type { Membership } from '@/api/types'
import type { IconName } from '@/shared/icons'

type Role = Membership['role']

export interface DeskPage { name: string; icon: IconName; roles: Role[] }

const COMMUNITY: Role[] = ['property_manager', 'control_room']
const OFFICE: Role[] = ['property_manager', 'platform_admin']
const DISTRICT: Role[] = ['district_officer', 'platform_admin']

export const deskPages: DeskPage[] = [
  { name: 'now', icon: 'clock', roles: [...COMMUNITY, ...DISTRICT, 'auditor'] },
  { name: 'tickets', icon: 'wrench', roles: [...COMMUNITY, ...DISTRICT, 'auditor'] },
  { name: 'doors', icon: 'door', roles: [...COMMUNITY, ...DISTRICT] },
  { name: 'calls', icon: 'phone', roles: COMMUNITY },
  { name: 'people', icon: 'people', roles: OFFICE },
  { name: 'import', icon: 'sheet', roles: OFFICE },
  { name: 'grids', icon: 'grid', roles: OFFICE },
  { name: 'prices', icon: 'yuan', roles: OFFICE },
]

/** Who reads what passed through a door. */
export const READS_ACCESS_LOG: Role[] = [...COMMUNITY, 'auditor']

/** Whether a person with these memberships may open a page for this community; a role without a community counts everywhere. */
export function mayOpen(route: string, held: Membership[], communityId: string): boolean {
  const page = deskPages.find((one) => `manage-${one.name}` === route)
  return !page || holds(page.roles, held, communityId)
}

export const holds = (roles: Role[], held: Membership[], communityId: string) =>
  held.some((one) => roles.includes(one.role) && (!one.community || one.community.id === communityId))
