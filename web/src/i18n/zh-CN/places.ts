export default {
  visit: {
    title: '什么时候上门？', soon: '尽快', at: '预约上门 {when}', change: '改约', cancel: '取消预约', today: '今天', day: '日期', hours: '时段', full: '约满', last: '仅剩 1 个',
    nothing: '近期没有可预约的时段，会尽快安排上门。',
  },
}
