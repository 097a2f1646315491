/** The pages of the dashboard and what stands on them, by the roles whose right it is, as the server's table of rights has it. */
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
  { name: 'statistics', icon: 'chart', roles: [...COMMUNITY, ...DISTRICT, 'auditor'] },
  { name: 'questions', icon: 'chat', roles: [...COMMUNITY, ...DISTRICT, 'auditor'] },
  { name: 'revisits', icon: 'star', roles: [...DISTRICT, 'property_manager', 'auditor'] },
  { name: 'doors', icon: 'door', roles: [...COMMUNITY, ...DISTRICT, 'auditor'] },
  { name: 'calls', icon: 'phone', roles: COMMUNITY },
  { name: 'people', icon: 'people', roles: OFFICE },
  { name: 'import', icon: 'sheet', roles: OFFICE },
  { name: 'grids', icon: 'grid', roles: OFFICE },
  { name: 'prices', icon: 'yuan', roles: OFFICE },
  { name: 'labels', icon: 'qr', roles: OFFICE },
  { name: 'articles', icon: 'book', roles: [...COMMUNITY, ...DISTRICT, 'auditor'] },
  { name: 'settings', icon: 'sliders', roles: [...COMMUNITY, ...DISTRICT, 'auditor'] },
  { name: 'audit', icon: 'shield', roles: [...OFFICE, 'auditor'] },
]

/** What a page asks for or offers only to some of those who may open it. */
const RIGHTS = {
  readDoors: [...COMMUNITY, ...DISTRICT],
  readAccessLog: [...COMMUNITY, 'auditor'],
  readCalls: COMMUNITY,
  readRequests: OFFICE,
  readVisits: [...DISTRICT, 'property_manager', 'auditor'],
  keepDevices: OFFICE,
  assign: OFFICE,
  comment: [...COMMUNITY, 'platform_admin'],
  readWorkers: [...COMMUNITY, 'platform_admin'],
  exportTickets: [...OFFICE, 'auditor'],
  settle: OFFICE,
  readAnswers: [...COMMUNITY, 'platform_admin'],
} satisfies Record<string, Role[]>
export type Right = keyof typeof RIGHTS

/** Whether a route shows this page or a part of it, as `manage-settings-hours` does. */
export const isOn = (page: DeskPage, route: string) => route === `manage-${page.name}` || route.startsWith(`manage-${page.name}-`)

/** Whether a person with these memberships may open a page for this community; a role without a community counts everywhere. */
export function mayOpen(route: string, held: Membership[], communityId: string): boolean {
  const page = deskPages.find((one) => isOn(one, route))
  return !page || holds(page.roles, held, communityId)
}

/** Whether a person with these memberships has a right in this community. */
export const has = (right: Right, held: Membership[], communityId: string) => holds(RIGHTS[right], held, communityId)

const holds = (roles: Role[], held: Membership[], communityId: string) =>
  held.some((one) => roles.includes(one.role) && (!one.community || one.community.id === communityId))
