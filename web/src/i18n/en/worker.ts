export default {
  tab: { queue: 'To do', me: 'Me' },
  queue: { none: 'Nothing to do', offText: 'You are off duty: new tickets come once you are on.', noneText: 'New tickets appear here at once.', waitsForResident: 'Done, waiting for the resident to confirm' },
  unit: { minutes: 'min', hours: 'h', days: 'days' },
  late: '{unit} late',
  task: 'Task',
  callShort: 'Call',
  call: 'Call {name}',
  callHint: 'Calls are recorded; the resident can read who saw the number.',
  duty: { start: 'Go on duty', nowOn: 'On duty: new tickets come to you', nowOff: 'Off duty: no new tickets for you' },
  me: { open: 'Open', overdue: 'Late', doneToday: 'Today', doneWeek: '7 days', ratings: 'Newest ratings' },
}
