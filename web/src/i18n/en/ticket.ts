export default {
  ticket: {
    title: 'Repair', story: 'What happened', gridWorker: 'Grid worker', system: 'System', internal: 'Internal', internalHint: 'Only for staff', say: 'Say something…', send: 'Send', proof: 'Photo of the work done', proofHint: 'Show the resident what is fixed', proofNeeded: 'This kind of repair needs a photo of the work done',
    until: 'Paused until', soon: { hours: 'In 2 hours', tomorrow: 'Tomorrow at 9', days: 'In 3 days' }, noWorkers: 'No grid workers yet', noWorkersText: 'Add grid workers first.', openCount: '{n} open', hasIt: 'has it now',
    state: { submitted: 'Sent', assigned: 'Assigned', accepted: 'Accepted', on_the_way: 'On the way', in_progress: 'In work', on_hold: 'Paused', resolved: 'To confirm', closed: 'Done', closed_unfixed: 'Closed, not fixed', cancelled: 'Cancelled', returned: 'Returned', reopened: 'Reopened' },
    photos: { before: 'As reported', after: 'Photos of the work done' },
    urgency: { normal: 'Normal', urgent: 'Urgent' },
    promise: {
      submitted: 'Received, finding somebody', assigned: 'With {who}, not accepted yet', accepted: '{who} has accepted', on_the_way: '{who} is on the way', in_progress: '{who} is working on it',
      on_hold: 'Paused', on_hold_until: 'Paused, goes on {when}', resolved: '{who} says it is fixed. Please confirm', resolvedStaff: '{who} says it is fixed. The resident has to confirm', closed: 'Done', closed_unfixed: 'Closed, not fixed', cancelled: 'Cancelled', returned: 'Finding somebody else', reopened: 'Not fixed, being worked on again', quoted: 'Quote of {total}: please decide', quotedStaff: 'Quote of {total}, waiting for the resident',
    },
    action: { merge: 'Merge', split: 'Split off', assign: 'Assign', accept: 'Accept', transfer: 'Hand over', return: 'Return', depart: 'Set off', arrive: 'I am there', start: 'Start work', hold: 'Pause', resume: 'Go on', resolve: 'Done', confirm: 'It is fixed', reject: 'Not fixed', close: 'Close ticket', cancel: 'Cancel ticket', reopen: 'Reopen', urge: 'Remind', rate: 'Rate', quote: 'Quote', agree: 'Agree to quote', decline: 'Decline quote', appointment: 'Appointment' },
    ask: { merge: 'Merge into which ticket?', split: 'Why split it off?', assign: 'Assign to whom?', transfer: 'Hand over to whom?', return: 'Why return it?', hold: 'Paused until when?', resolve: 'How was it fixed?', reject: 'What is not fixed?', close: 'Why close it?', cancel: 'Why cancel it?', reopen: 'Why reopen it?', urge: 'Remind them', rate: 'How was the service?', accept: 'Accept', depart: 'Set off', arrive: 'Arrive', start: 'Start', resume: 'Go on', confirm: 'Confirm', quote: 'Quote for the work', agree: 'Agree to quote', decline: 'Why decline the quote?', appointment: 'When should somebody come?' },
    done: { merge: 'Merged', split: 'Split off', assign: 'Assigned', accept: 'Accepted', transfer: 'Handed over', return: 'Returned', depart: 'On the way; the resident can see it', arrive: 'Arrived', start: 'Started', hold: 'Paused', resume: 'Going on', resolve: 'Sent; the resident confirms', confirm: 'Thank you', reject: 'The worker has been told', close: 'Closed', cancel: 'Cancelled', reopen: 'Reopened', urge: 'Reminded', rate: 'Thank you for rating', quote: 'Quote sent; the resident decides', agree: 'Agreed; the work goes on', decline: 'Quote declined', appointment: 'Appointment updated' },
    field: { reason: 'Reason', note: 'Note (optional)', text: 'Message (optional)', measure: 'What was done', cause: 'What was wrong', parts: 'Parts used' },
    phrases: {
      merge: ['The same fault', 'Reported twice'], split: ['Another fault', 'To be handled on its own'],
      return: ['Not in my grid', 'Needs a specialist', 'Not clear enough'], hold: ['Waiting for parts', 'Nobody at home', 'Waiting for a third party'], resolve: ['Part replaced and tested', 'Wiring tightened, works again', 'Unblocked'],
      reject: ['The problem is still there', 'It broke again', 'Nobody came'], cancel: ['It works again', 'Sent by mistake', 'Solved it myself'], close: ['Duplicate', 'Not the property’s duty'], transfer: ['Off duty today', 'Too far away'], reopen: ['The problem is back'], decline: ['Too expensive', 'I will do it myself', 'Not now'],
    },
    told: {
      merge: '{who} put it with the same problem', split: '{who} split it off',
      visit: '{who} asked how it was', escalate: '{who} sent a warning', hold_over: 'The hold is over', appointment: '{who} made an appointment', appointmentOff: '{who} cancelled the appointment',
      submit: '{who} reported this', assign: 'Assigned to {whom}', accept: '{who} accepted', transfer: '{who} handed it to {whom}', return: '{who} returned it', depart: '{who} set off', arrive: '{who} arrived', start: '{who} started work', hold: '{who} paused', resume: '{who} went on',
      resolve: '{who} finished the work', confirm: '{who} confirmed', reject: '{who}: not fixed', close: '{who} closed it', cancel: '{who} cancelled', reopen: '{who} reopened it', urge: '{who} sent a reminder', rate: '{who} rated', quote: '{who} quoted {total}', agree: '{who} agreed to {total}', decline: '{who} declined {total}',
    },
    together: {
      with: 'Handled together with reports of other homes ({n}); you confirm and rate for yourself', too: 'Other homes have reported this too ({n})', title: 'Also reported by other homes ({n})', open: 'Open', mergedInto: 'Merged into',
      find: 'Find by number or words', findHint: 'Look for a number, a place or words.', alike: 'These look like the same matter', noneAlike: 'Nothing similar', noneFound: 'Nothing found', tellAll: 'Tell the other homes too ({n})', toAll: 'Told to all',
    },
    rating: { stars: '{n} of 5', speed: 'Speed', quality: 'Quality', manner: 'Manner', words: 'Anything else (optional)', wordsHint: 'The worker and the management will read it' },
    quote: {
      title: 'Quote', state: { offered: 'Waiting for the resident', agreed: 'Resident agreed', declined: 'Resident declined', replaced: 'Replaced', lapsed: 'Lapsed' }, yours: 'Waiting for you',
      kind: { material: 'Materials', labour: 'Labour' }, total: 'Total', by: 'Quoted by {name}', older: 'Earlier quotes ({n})', waits: 'Waiting for the resident to decide', anew: 'Quote anew', send: 'Send to resident', list: 'Price list', listHint: 'What work costs in this community; the quote itself is what counts',
      find: 'Search the price list', noneFound: 'Nothing found; add another line below', noList: 'No price list yet', noListText: 'The management has published no prices yet.', noListStaff: 'There is no price list yet; add lines below', own: 'Add another line', ownTitle: 'Another line', name: 'Name', unit: 'Unit', price: 'Unit price (¥)', priceWrong: 'An amount with at most two decimals', quantity: 'Quantity', more: 'More', less: 'Less', remove: 'Remove this line', each: '{price} / {unit}', many: '{quantity} {unit} × {price}',
      kindOf: 'Kind', units: ['piece', 'visit', 'm', 'hour', 'm²'], print: 'Print work sheet',
    },
  },
}
