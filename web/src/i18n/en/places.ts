export default {
  visit: {
    title: 'When should somebody come?', soon: 'As soon as possible', at: 'Appointment {when}', change: 'Change appointment', cancel: 'Cancel it', today: 'Today', day: 'Day', hours: 'Hours', full: 'full', last: '1 left',
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
}
