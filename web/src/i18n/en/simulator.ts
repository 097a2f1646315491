export default {
  title: 'Simulated door panels', choose: 'Choose a panel', quiet: 'Mute', lost: 'Connection lost',
  none: 'No panels yet', noneText: 'Once the demo data is written, the panels enrol themselves and appear here.',
  stopped: 'The simulator is not running', stoppedText: 'This page comes back by itself when it starts.',
  look: { ready: 'Ready', calling: 'Calling', open: 'Open', offline: 'Offline' },
  online: 'Online', offline: 'Offline', enter: 'Enter home number', erase: 'Erase a digit', call: 'Call', waiting: 'One moment…', cancel: 'Cancel', hangUp: 'Hang up',
  calling: { dialling: 'Connecting', ringing: 'Calling', talking: 'Answered' },
  mode: { passage: 'Held open', lockdown: 'Lockdown', fire: 'Fire release', blocked: 'Out of service' },
  result: {
    opened: 'Come in', jammed: 'Lock fault', declined: 'Not admitted', no_answer: 'No answer', busy: 'Busy', unknown_home: 'No such home',
    offline: 'Unavailable', no_response: 'Unavailable', cancelled: 'Cancelled', ended: 'Call ended',
  },
  hint: {
    opened: 'The door is open, please push', jammed: 'Please contact the management', declined: 'The home did not open', no_answer: 'Please try again later', busy: 'Please try again later', unknown_home: 'Please check the number',
    offline: 'No network; please contact the management', no_response: 'No reply; please contact the management', cancelled: 'You may enter a number again', ended: 'Thank you',
  },
  lock: 'Lock', contact: 'Door contact', lockState: { locked: 'Locked', unlocking: 'Unlocking', unlocked: 'Unlocked', jammed: 'Bolt jammed' },
  phys: { open: 'Door open', closed: 'Door closed', unknown: 'Contact unknown' }, alarm: { forced: 'Door forced', held: 'Held open' },
  backlog: '{n} records to upload', pulses: 'unlocked {n} ×', walk: 'Push the door', exit: 'Exit button', locked: 'The door is locked', stuck: 'Unlocked, but the door does not move',
  misbehave: 'Misbehave', misbehaveText: 'Make this panel go wrong and see what the platform does. Switch off to return to normal.',
  fault: { offline: 'Unplugged', deaf: 'Deaf', frozen: 'Frozen', jam: 'Bolt jammed', stuck: 'Door stuck', drop_acks: 'Acknowledgements lost', duplicate_replies: 'Repeats itself', slow: 'Answers late', skew: 'Clock is off' },
  faultText: {
    offline: 'The cable is pulled; the platform learns it from the will', deaf: 'Online, but hears nothing', frozen: 'Messages wait and are handled on thawing: a stale unlock must be void',
    jam: 'Takes the command, but the lock does not open', stuck: 'The lock opens, the door does not move', drop_acks: 'Sends events again and again; each is stored once', duplicate_replies: 'Sends each answer twice',
  },
  seconds: '{n} s', minutes: '{n} min', reboot: 'Reboot', hold: 'Hold open', force: 'Force', rebooted: 'Rebooting', holding: 'The door is held open for 40 s', forcing: 'The door was forced',
}
