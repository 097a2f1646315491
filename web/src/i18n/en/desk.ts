/** The list of tickets, the figures, and what is promised of a ticket. */
export default {
  desk: {
    view: { today: 'Due today', mine: 'Mine', all: 'All' },
    saved: 'Saved views', save: 'Save as view', keep: 'Update view', edit: 'Change the view', name: 'Name', nameHint: 'e.g. Leaks in building 3', shared: 'Shared with colleagues here', by: 'Shared by {name}', withFilters: 'Take the filters and order of now', remove: 'Delete the view', removeSure: 'Delete it?',
    kept: 'Saved as “{name}”', changed: 'View updated', removed: 'View deleted',
    filter: 'Filter', clear: 'Clear filters', removeOne: 'Remove filter: {what}', search: 'Number, words, place or name',
    group: { state: 'State', category: 'Category', place: 'Place', assignee: 'Assignee', reporter: 'Reporter', urgency: 'Urgency', overdue: 'Deadline', created: 'Reported', closed: 'Ended', due: 'Due', rating: 'Rating' },
    any: 'Any', open: 'Not ended', late: 'Overdue', notLate: 'Not overdue', me: 'Me', nobody: 'Nobody', oneHome: 'one home', onePerson: 'one person', oneCategory: 'another category', onePlace: 'another building', ratingMax: '{n} or less', days: '{from} to {to}', since: 'from {from}', until: 'until {to}',
    updated: 'Updated', sortBy: 'Sort by {what}', waiting: 'Changes: {n}', refresh: 'Refresh the list', gone: 'no longer in this list',
    choose: 'Select {number}', chooseAll: 'Select all that are shown', chosen: 'Selected: {n}', chosenAll: 'All {n} that are shown; there are more below', unchoose: 'Clear selection',
    bulk: {
      running: { assign: 'Assigning', transfer: 'Handing over', close: 'Closing' }, done: { assign: 'Assigned: {n}', transfer: 'Handed over: {n}', close: 'Closed: {n}' },
      partly: { assign: 'Assigned: {n}, not assigned: {m}', transfer: 'Handed over: {n}, not handed over: {m}', close: 'Closed: {n}, not closed: {m}' },
      left: 'These are unchanged; those still in the list stay selected:', ok: 'OK',
    },
    export: 'Export to Excel', exporting: 'Exporting, {size} so far', stop: 'Stop', file: 'Tickets {day}.xlsx',
    keys: { title: 'Keyboard', hint: 'Press ? for the keys', move: 'Next, previous', open: 'Open the ticket', choose: 'Select or let go', range: 'Select a range', assign: 'Assign (all that are selected)', search: 'Search', filter: 'Open the filters', close: 'Close the ticket or clear the selection', help: 'Show this table' },
    needs: 'No tickets match', needsText: 'Remove some filters, or try another view.',
  },
  outlook: {
    title: 'Promises', next: 'What happens next', today: 'today {clock}', kind: { response: 'Accepted', arrive: 'On site', resolve: 'Repaired' },
    due: 'by {when}', kept: 'In time', late: 'Too late', broken: 'Overdue', paused: 'Paused', over: 'Not done', running: '{span} left', doneAt: 'done {when}', more: '{n} more',
  },
  statistics: {
    title: 'Statistics', hint: 'Each thing counts on the day on which it happened', head: { week: 'Week', category: 'Category', building: 'Building', worker: 'Worker' }, nothing: 'No such figures in this period yet.', axis: { m: '{n} min', h: '{n} h', d: '{n} d' }, which: 'Which part', seeTable: '{question} The figures are in the table below.', period: 'Period', days: { 7: '7 days', 28: '28 days', 90: '90 days', 365: 'A year' }, custom: 'Own choice', range: '{from} to {to}', by: { week: 'By week', category: 'By category', building: 'By building', worker: 'By worker' },
    none: 'No repairs in this period', noneText: 'Try a longer period.', export: 'Export to Excel', picture: 'Save the picture', file: 'Repair figures {from} to {to}.xlsx', total: 'Total', without: { week: '', category: 'Other', building: 'Outside', worker: 'Nobody' }, noFigure: '—', top: 'The chart shows the first {n}; the table has all',
    ask: {
      counts: { week: 'Are there more repairs, and do we keep up?', category: 'What breaks most often?', building: 'Which building reports most?', worker: 'Who takes and repairs how many?' },
      speed: { week: 'How long do residents wait?', category: 'What takes longest?', building: 'Which building waits longest?', worker: 'Who is quick?' },
      promise: { week: 'Do we keep our promises?', category: 'What is done in time?', building: 'Where is it done in time?', worker: 'Who is in time?' },
      quality: { week: 'Is it fixed the first time?', category: 'What has to be repaired again?', building: 'Where are repairs done again?', worker: 'Whose repairs last?' },
      rating: { week: 'Are residents content?', category: 'Which repairs please residents?', building: 'Where are residents content?', worker: 'Whom do residents praise?' },
    },
    figure: { reported: 'Reported', assigned: 'Assigned', resolved: 'Repaired', closed: 'Closed', reopened: 'Reopened', reopened_share: 'Reopened share', respond: 'Response', arrive: 'Arrival', resolve: 'Repair', median: 'median', p90: 'p90', in_time_share: 'in time', average: 'Mean score', count: 'Ratings', name: 'What' },
    of: '{what} {figure}', tile: { reported: 'Reported', resolved: 'Repaired', resolve: 'Time to repair (median)', in_time: 'Repaired in time', reopened: 'Reopened', rating: 'Residents’ score' }, tableTitle: 'All figures', ratings: 'Ratings: {n}', ninety: 'nine of ten within {span}', inTime: '{n} in time, {m} late', cases: '{n}',
  },
}
