export default {
  keys: 'j / k to move · Enter opens · / searches', keyAssign: 'a assigns',
  nav: { now: 'Now', tickets: 'Tickets', statistics: 'Statistics', questions: 'Questions', revisits: 'Return visits', doors: 'Doors & devices', calls: 'Door calls', people: 'People', import: 'Import', grids: 'Grids', prices: 'Price list', labels: 'Repair labels', articles: 'Knowledge', settings: 'Settings', audit: 'Audit trail' },
  number: { open: 'Open', unassigned: 'Unassigned', overdue: 'Overdue', confirm: 'To confirm', closed: 'Closed today', devices: 'Devices ready', missed: 'Missed / calls today' },
  needs: { title: 'Needs me', none: 'Nothing needs you', noneText: 'New {awaited} appear here at once.',
    awaited: { tickets: 'unassigned, unfixed and overdue tickets, questions answered late', calls: 'door calls', doors: 'door trouble', requests: 'home requests' },
    call: 'Ringing', door: 'Door trouble', reopened: 'Not fixed', overdue: 'Overdue', unassigned: 'Unassigned', question: 'Late answer', visit: 'Return visit', membership: 'Home request' },
  news: { title: 'Latest', none: 'Nothing yet', noneText: 'New repairs, openings and calls appear here.', ticket: 'Repair: {kind}', call: 'Call to {home}' },
  tickets: { view: { open: 'Open', unassigned: 'Unassigned', overdue: 'Overdue', confirm: 'To confirm', closed: 'Ended' }, number: 'Number', what: 'What', place: 'Where', state: 'State', assignee: 'Assignee', due: 'Due', nobody: 'Nobody', reporter: 'Reported by {name} {phone}' },
  doors: {
    hint: 'States as the panels report them', none: 'No doors yet', noneText: 'Every door appears here once buildings and panels are added.', gates: 'Gates', floors: '{n} floors', unlock: 'Open remotely', unlockAsk: 'Open {door}', reason: 'Reason (residents can read it)', reasons: ['A resident called for help', 'Delivery', 'Maintenance', 'Emergency'],
    log: 'Latest', noLog: 'Nothing yet', noLogText: 'Openings appear here.',
  },
  devices: {
    title: 'Devices', none: 'No devices yet', noneText: 'A panel appears here with its state once it is added.', add: 'Add a panel', entrance: 'Where does it stand?', gate: 'At a gate', name: 'Name', named: 'Panel {entrance}',
    save: 'Add and draw a code', added: 'Added {name}', enrol: 'Enrol {name}', how: 'Let the panel scan this, or type the code on it. The code is shown only now.', code: 'Code', valid: 'Valid for {left}', expired: 'The code has expired; draw a new one.', renew: 'New code',
    joined: 'The panel has enrolled', retire: 'Retire', retireAsk: 'Retire {name}?', retireText: 'It is cut off at once, opens no door and cannot come back; to use it again, add it anew.', retired: 'Retired {name}', waits: 'Waits to enrol', state: 'State', where: 'Where', actions: 'Actions', qr: 'QR code to enrol',
  },
  presence: { ready: 'Online', sleeping: 'Sleeping', offline: 'Offline', stale: 'Silent', unknown: 'Unknown' },
  device: { model: 'Model', serial: 'Serial', fw: 'Firmware', rssi: 'Signal (dBm)', backlog: 'To upload', seen: 'Last seen' },
  calls: { onlyMissed: 'Missed only', none: 'No calls yet', noneText: 'Calls from the panels to homes appear here.', when: 'When', door: 'Door', home: 'Home', outcome: 'Outcome', by: 'Answered by', length: 'Length' },
  people: {
    hint: 'Numbers are masked; seeing one needs a reason and is recorded', waiting: 'Waiting for approval', waitingText: 'Requests to be bound to a home appear here.', all: 'People', search: 'Name or number, then Enter', none: 'Nobody found', noneText: 'Try another name or number.', reveal: 'Show number', revealAsk: 'Show the number of {name}', reason: 'Why? (the person will read it)', reasons: ['Asking back about a repair', 'A parcel or a visitor', 'Emergency'],
  },
  import: {
    hint: 'Preview first, then write', template: 'Template', reading: 'Reading…', choose: 'Choose an Excel file (.xlsx) or drop it here', columns: 'Columns: 楼栋 单元 房号 楼层 姓名 手机号 身份', row: 'Row', column: 'Column', problem: 'Problem', errors: '{n} things to correct; then choose the file again',
    status: { previewed: '{rows} rows, {valid} can be imported', applied: 'Imported' }, will: 'To be added', done: 'Added', see: 'See residents', nothing: 'Everything in the file is there already; nothing to add.', count: { buildings: 'buildings', entrances: 'entrances', homes: 'homes', people: 'people' }, fixFirst: 'Correct the errors first', apply: 'Import',
  },
  prices: {
    hint: 'Workers quote from it; residents can read it', new: 'Add item', edit: 'Change item', none: 'No price list yet', noneText: 'Add what materials and labour cost: workers quote by a tap, and residents know what to expect.', item: 'Item', unit: 'Unit', price: 'Unit price', kind: 'Kind', change: 'Change', retire: 'Retire', restore: 'Restore',
    retired: 'Retired ({n})', added: 'Added “{name}”', changed: 'Changed “{name}”', retiredNow: 'Retired “{name}”', restored: 'Restored “{name}”', changeHint: 'A change is for quotes to come; those already given stay as they are.',
  },
  grids: { hint: 'New repairs go to the worker of the building', new: 'New grid', edit: 'Edit grid', none: 'No grids yet', noneText: 'Create a grid with buildings and workers, and repairs are assigned by themselves.', noPlaces: 'No buildings chosen', noWorkers: 'No worker yet', name: 'Name', places: 'Buildings or entrances', workers: 'Workers', remove: 'Delete', removeSure: 'Really delete?' },
}
