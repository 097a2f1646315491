export default {
  visit: {
    title: 'When should somebody come?', soon: 'As soon as possible', at: 'Appointment {when}', change: 'Change appointment', cancel: 'Cancel it', today: 'Today', day: 'Day', hours: 'Hours', full: 'full', last: '1 left', held: 'yours now',
    nothing: 'There are no windows in the next days; somebody will come as soon as possible.', gone: 'The window you chose has just been filled. Choose another, or “as soon as possible”. Nothing you wrote is lost.',
  },
  category: {
    guess: 'Probably: {what}', wrong: 'Not right?', elsewhere: 'Looks like {what}', take: 'Yes', search: 'Search categories', searchHint: 'Search, for example leak or light', none: 'Nothing found. Try another word, or choose “something else”.',
  },
  where: {
    own: ' (mine)', floor: 'Floor', anyFloor: 'Any floor', level: 'Floor {n}', basement: 'Basement {n}', phone: 'Phone to call', phoneHint: 'The worker who has the repair may call you here',
    urgency: { normal: 'Within the promised time; at home you can make an appointment', urgent: 'For danger or growing damage: somebody is sent at once, without an appointment' },
  },
  spots: ['Lift', 'Lobby', 'Stairs', 'Corridor', 'Entrance door', 'Garage', 'Bin room', 'Garden'],
  scan: {
    start: 'Scan a label for the place', title: 'Scan a label', hint: 'Point at the label on the wall', starting: 'Opening the camera…', photo: 'Choose a photo', type: 'or type its 8 characters', find: 'Find', byLabel: 'Filled in by the label', notHere: 'Not here?',
    notOurs: 'This is no label of this platform.', otherHome: 'This label hangs in another community. Switch your home on the start page first.', nothingThere: 'No QR code was seen in the photo. Please try a sharper one.',
    trouble: { denied: 'The camera is not allowed. Allow it in the browser’s settings, choose a photo or type the code.', missing: 'There is no camera. Choose a photo or type the code.', unsupported: 'The camera cannot be used here. Choose a photo or type the code.' },
  },
  labels: {
    hint: 'Stuck up at shared places: residents scan one and report, with the place filled in', new: 'New label', edit: 'Change label', none: 'No labels yet', noneText: 'Make one for each lift, garage and entrance, print them and stick them up. Residents scan and need not say where.',
    name: 'Name', nameHint: 'For example: lift of entrance 1', place: 'Place', code: 'Code', category: 'Mostly reported there', anyCategory: 'Nothing in particular', all: 'All', choose: 'Choose {name}', print: 'Print chosen ({n})', printAll: 'Print all',
    retired: 'Out of use', added: '“{name}” made', changed: '“{name}” changed', retiredNow: '“{name}” is out of use', restored: '“{name}” is in use again', changeHint: 'The code stays the same; labels that hang stay good.',
  },
  windows: {
    part: { weekly: 'The windows of the week', days_ahead: 'How many days ahead', lead_minutes: 'How long before' }, saved: 'Saved; offered from now on', begin: 'Begins', to: 'to', end: 'Ends', places: 'Places', unit: 'places', remove: 'Remove this window', closed: 'No appointments', add: 'Add a window', copy: 'Use Monday to Friday',
    wrong: 'Windows must follow each other without overlap, with 1 to 99 places.', ahead: 'Offered at most', aheadUnit: 'days ahead', lead: 'Offered until', leadUnit: 'minutes before', note: 'Nothing is offered on holidays; on days with other hours only what lies within them. Appointments that have been made stay.',
    days: { mon: 'Monday', tue: 'Tuesday', wed: 'Wednesday', thu: 'Thursday', fri: 'Friday', sat: 'Saturday', sun: 'Sunday' },
  },
}
