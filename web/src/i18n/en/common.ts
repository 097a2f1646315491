export default {
  app: { name: 'Linli' },
  common: {
    retry: 'Try again', failed: 'This could not be loaded', loading: 'Loading…', more: 'Show more', end: 'That is all', all: 'All', close: 'Close', back: 'Back', save: 'Save', cancel: 'Cancel', undo: 'Undo',
    offline: 'No network now. Linli continues by itself when it is back.', updateReady: 'A new version is ready', updateNow: 'Update', language: 'Language', otherLanguage: '中文',
    missingTitle: 'There is no such page', missingText: 'It may have moved, or the link is wrong.', goHome: 'Go to start',
    unreachableTitle: 'The server cannot be reached', unreachableText: 'Check the network and try again. You are still signed in.',
  },
  edit: {
    unsaved: 'There are unsaved changes', discard: 'Discard', leaveAsk: 'Leave without saving?', leaveText: 'What you have changed here will be lost.', leave: 'Leave, do not save', stay: 'Stay here',
    conflict: 'Somebody else has changed this meanwhile', conflictText: 'Something new was saved after you opened this. What you wrote is still here. They differ in:', conflictHint: '“See theirs” puts your changes aside; you can take them back at any time. “Keep mine” overwrites theirs with yours.',
    seeTheirs: 'See theirs', keepMine: 'Keep mine', seeingTheirs: 'This is what the other person saved; your changes are put aside.', takeBack: 'Take mine back',
  },
  errors: {
    network: 'The network is down. Please try again later.', unknown: 'Something went wrong. Please try again later.',
    401: 'Your session has ended. Please sign in again.', 403: 'You are not allowed to do this.', 404: 'Not found; it may have been removed.', 409: 'This has just changed. Have a look before you act.',
    413: 'The file is too large.', 422: 'Something is filled in wrongly. Please check.', 429: 'Too many attempts. Please wait a moment.', 503: 'The service is not available now. Please try again later.',
  },
  time: {
    now: 'just now', minutesAgo: '{n} min ago', yesterday: 'yesterday', tomorrow: 'tomorrow', left: '{span} left', late: '{span} late',
    days: '{d} d {h} h', hours: '{h} h {m} min', minutes: '{m} min',
  },
  feed: { connecting: 'Connecting…', connected: 'Live', reconnecting: 'Reconnecting…' },
  faces: { resident: 'Resident', worker: 'Grid worker', manage: 'Property management' },
  photo: { add: 'Add photos', taken: 'Photo taken', remove: 'Remove this photo', open: 'Open photo {n}', nth: 'Photo {n}', view: 'Photos', unreadable: 'This picture cannot be read. Please choose another.' },
  login: {
    motto: 'Repairs, doors and visitors', by: { password: 'Password', code: 'Code by SMS' }, phone: 'Mobile number', phoneHint: 'Your mobile number', password: 'Password',
    code: 'Code', sendCode: 'Send code', codeSent: 'The code is on its way and valid for 5 minutes.', codeWrong: 'The code is wrong or has expired. Check it or ask for a new one.', passwordWrong: 'The number or the password is wrong.', again: 'Again in {n} s', submit: 'Sign in',
  },
  account: {
    signOut: 'Sign out', signOutAsk: 'Sign out?', signOutHere: 'On this device only', signOutEverywhere: 'On every device',
    password: 'Change password', current: 'Present password', next: 'New password', nextHint: 'At least 8 characters', again: 'New password again', differs: 'The two differ',
    savePassword: 'Save new password', passwordChanged: 'Password changed; other devices are signed out',
  },
  duty: { on: 'On duty', off: 'Off duty' },
  place: { community: 'Community', building: 'Building', entrance: 'Entrance', wholeEstate: 'Whole estate', anyEntrance: 'Any entrance' },
  door: {
    title: 'Open a door', none: 'There is no door you may open now.',
    state: { locked: 'Locked', lockedOpen: 'Not closed', unlocking: 'Unlocking', unlocked: 'Unlocked', held: 'Held open', forced: 'Forced open', jammed: 'Lock jammed', offline: 'Offline', unknown: 'Unknown' },
    result: { idle: 'Open', asking: 'Opening…', opened: 'Unlocked', moved: 'Door pushed open', refused: 'Not opened', unknown: 'Not confirmed', failed: 'Not opened' },
    told: { asking: 'Opening…', opened: 'The door is open', refused: 'The door did not open', unknown: 'The door has not confirmed' },
  },
  call: {
    state: { ringing: 'Ringing', accepted: 'In conversation', ended: 'Ended' },
    outcome: { answered: 'Answered', no_answer: 'No answer', declined: 'Declined', cancelled: 'Cancelled by the visitor', busy: 'Busy', opened: 'Door opened', failed: 'Failed' },
    by: { answered: 'Answered by {name}', opened: 'Opened by {name}' },
  },
  people: {
    title: { owner: 'Owner', tenant: 'Tenant', family: 'Family' },
    status: { pending: 'Waiting', active: 'Active', rejected: 'Rejected', ended: 'Ended' },
    approve: 'Approve', reject: 'Reject', withdraw: 'Withdraw', withdrawn: 'Withdrawn', approved: 'Approved', rejected: 'Rejected', noneWaiting: 'Nobody is waiting', rejectAsk: 'Turn down {name}?', rejectReason: 'Reason (the person will read it)', rejectPhrases: ['I do not know this person', 'Wrong home or role', 'Please bring the contract to the office'],
  },
  access: { opened_by_app: 'Opened by app', opened_by_call: 'Opened from a call', granted: 'Granted', denied: 'Denied', door_opened: 'Door pushed open', door_closed: 'Door closed', door_forced: 'Door forced', door_held: 'Door held open', exit_button: 'Exit button', after: 'after {name} opened', other: 'Other' },
}
