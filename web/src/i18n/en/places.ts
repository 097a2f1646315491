export default {
  visit: {
    title: 'When should somebody come?', soon: 'As soon as possible', at: 'Appointment {when}', change: 'Change appointment', cancel: 'Cancel it', today: 'Today', day: 'Day', hours: 'Hours', full: 'full', last: '1 left',
    nothing: 'There are no windows in the next days; somebody will come as soon as possible.',
  },
}
