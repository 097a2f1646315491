export default {
  rated: {
    tags: 'Choose some tags (at most {most})', tagsFailed: 'The tags did not load; tap to try again', photosHint: 'Optional, at most 9',
    replyOf: 'Reply by {name}', reply: 'Reply', replyLabel: 'Reply to the resident (once)', replyHint: 'The resident reads it under the rating', replySend: 'Send reply', replied: 'Sent; the resident will be told',
    none: 'No ratings yet', noneText: 'What residents think of your work appears here.',
    link: {
      title: 'Rating link', hint: 'Residents without the app can confirm and rate', how: 'Have the resident scan it, or send the link. It is good for 7 days and one use; opening this again makes a new link and voids the old one.',
      qr: 'QR code to rate', copy: 'Copy link', copied: 'Link copied', copyFailed: 'Could not copy; press and hold the link', byText: 'The resident rates for themselves: the link goes to their phone as a text. It works once, within 7 days.', sms: 'Send by text', sent: 'A new link was sent to {phone}',
    },
    page: {
      ask: 'Has it been fixed?', fixed: 'Fixed', notFixed: 'Not fixed', reported: 'reported {when}', once: 'This link works once, needs no sign-in and shows nothing personal.',
      thanks: 'Thank you for your rating', thanksText: 'We will keep at it.', heard: 'Received; we will come again', heardText: 'The office and the worker have been told, and the clock has started anew.', over: 'This link is no longer valid',
    },
  },
  returnVisit: {
    hint: 'Call the residents and ask how it was; the outcome goes into the ticket', record: 'Record outcome', save: 'Save', recorded: 'Outcome recorded', number: 'Show number', attempts: 'Called {n} times', reopened: 'ticket reopened',
    view: { due: 'Due', done: 'Done', unreachable: 'Not reached', lapsed: 'Dropped' }, reason: { low: 'Low score', all: 'Routine' },
    outcome: { satisfied: 'Satisfied', unsatisfied: 'Not satisfied', unreachable: 'Not reached' },
    ask: 'What does {name} say?', wrong: 'What is wrong?', note: 'Note (optional)', private: 'For the office only', told: 'Resident and worker read it as the reason', reopen: 'Reopen the ticket, to be worked on again', again: 'It will be due again, three calls at most.', last: 'This is the third call; it will not be due again.',
    none: { due: 'Nobody to call', done: 'Nobody called yet', unreachable: 'Everybody was reached', lapsed: 'None was dropped' }, noneText: 'Tickets that your terms want asked about appear here.',
  },
}
