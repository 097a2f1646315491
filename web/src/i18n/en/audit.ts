export default {
  hint: 'Who did what, when and why; entries cannot be changed', tab: { acts: 'Acts', doors: 'Openings' },
  when: 'When', who: 'Who', what: 'What', subject: 'On what', why: 'Reason and result', reason: 'Reason', door: 'Door', event: 'Event',
  any: 'All acts', only: 'Only {name}', everybody: 'Show everybody', byActor: 'Only entries of {name}',
  since: { day: 'Today', week: 'Last 7 days', month: 'Last 30 days', ever: 'Any time' },
  none: 'No such entries', noneText: 'Try a longer time or other acts.', noDoors: 'Nothing yet', noDoorsText: 'Openings appear here.', other: 'Another act',
  kind: { person: 'A person', device: 'A device', system: 'The system' },
  result: { opened: 'The door opened', refused: 'The door did not open', unknown: 'Not confirmed', denied: 'No right to it' },
  of: {
    person: 'Person', membership: 'Role', import: 'Import file', community: 'Community', device: 'Device', door: 'Door', grid: 'Grid', ticket: 'Ticket', other: 'Other',
  },
  action: {
    auth: { sign_in: 'Signed in', sign_out: 'Signed out', token_reused: 'A used token came again', password_changed: 'Changed the password' },
    me: { update: 'Changed own details' },
    memberships: { approve: 'Approved a home request', reject: 'Refused a home request', end: 'Ended a role', staff: 'Added staff' },
    people: { reveal: 'Looked at a phone number', password_set: 'Set a password' },
    imports: { create: 'Uploaded a list of residents', apply: 'Imported residents' },
    communities: { create: 'Created a community' },
    device: { create: 'Added a device', credentials: 'Drew a new enrolment code', enrol: 'A device enrolled', retire: 'Retired a device' },
    door: { unlock: 'Opened a door remotely' },
    grid: { create: 'Created a grid', update: 'Changed a grid', delete: 'Deleted a grid' },
  },
}
