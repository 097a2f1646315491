export default {
  tab: { home: 'Home', tickets: 'Repairs', calls: 'Door calls', profile: 'Me' },
  home: {
    hello: 'Hello, {name}', choose: 'Switch home', openTickets: 'Open repairs', noTickets: 'No open repairs', noneTitle: 'No home bound yet', noneText: 'Bind your home to open doors, report repairs and answer the door.',
    bind: 'Bind a home', pendingTitle: 'Your request is waiting', pendingText: 'Your home appears here when the management or the owner has agreed.', see: 'See request', refusedTitle: 'Your request was turned down', refusedText: '{home}: {reason}', myRepairs: 'My repairs', underWay: '{n} under way',
  },
  report: {
    near: {
      title: 'Somebody near has reported this', reports: 'Reports: {n}', join: 'We have it too', other: 'It is something else', own: 'Reported by your home: see how far it is', hint: 'It is handled together. You have a number, a thread and a rating of your own.', joined: 'Joined. Your number is {number}',
    },
    start: 'Report a repair', startHint: 'A photo and one sentence will do', new: 'New', title: 'Report a repair', photo: 'Take or choose photos', photoHint: 'Up to 9; they tell the worker which tools to bring', what: 'What is broken?', whatHint: 'E.g. the living-room light switch does nothing',
    category: 'What kind of problem?', kind: 'Which exactly? (optional)', where: 'Where?', public: 'Shared area', spot: 'Exact place', spotHint: 'E.g. lift lobby on floor 3', urgency: 'How urgent?', send: 'Send', sendAgain: 'Send again',
    sent: 'Sent as {number}', waiting: 'No network, not sent yet. Your report is kept and goes out when it is back.', restored: 'Your unfinished report is still here', discard: 'Clear',
    missing: 'Before sending, add {missing}', lacks: { text: 'a sentence', category: 'the kind of problem', place: 'the place' },
  },
  tickets: { open: 'Open', done: 'Ended', none: { open: 'No open repairs', done: 'No ended repairs yet' }, noneText: 'If something breaks at home or in the building, a photo is enough to report it.' },
  call: {
    title: 'Call from the door', ringing: 'Calling you…', visitor: 'Visitor at {door}', accept: 'Answer', decline: 'Refuse', open: 'Open the door', hangup: 'Hang up', elsewhere: 'Answered by {name}',
    outcome: { answered: 'Call ended', no_answer: 'No answer', declined: 'Refused', cancelled: 'The visitor has left', busy: 'Busy', opened: 'Door opened', failed: 'Call ended' },
  },
  calls: { refused: 'You refused', new: 'New', none: 'No calls from the door yet', noneText: 'When a visitor presses your number at the entrance, it rings here and is kept.' },
  profile: { homes: 'My homes', doorLog: 'Door log', looks: 'Who saw my number', elder: 'Elder mode', elderHint: 'Larger type and buttons' },
  doorLog: { hint: 'Your own openings, and those of staff at your entrance with their reasons.', none: 'Nothing yet', noneText: 'Openings by you or by staff appear here.', staff: '{name}, staff, opened', call: 'Opened from a call', app: 'Opened by phone', other: 'Opened' },
  looks: { hint: 'Your number is hidden. Staff who look at it must say why, and it is kept here.', none: 'Nobody has looked', noneText: 'When somebody looks at your number, it appears here.' },
  homes: {
    because: '{who}: {reason}',
    bind: 'Bind another home', bindHint: 'Search by the full number; the management or the owner of that home decides.', search: 'Search', searchHint: 'E.g. 1栋1单元1203', notFound: 'Not found. Please check the full number.', other: 'Another community', communityName: 'Full name of the community', iAm: 'I am', ask: 'Send request', asked: 'Sent, waiting for approval',
    requests: 'Waiting for your approval', requestsText: 'Requests of family or tenants for your home appear here.',
  },
}
