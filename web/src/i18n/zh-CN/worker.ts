export default {
  tab: { queue: '待办', me: '我的' },
  queue: { none: '手上没有任务', offText: '您在休息，上岗后新的派单才会分给您。', noneText: '有新的派单会立刻出现在这里。', waitsForResident: '已处理完，等住户确认' },
  unit: { minutes: '分', hours: '小时', days: '天' },
  late: '{unit}超时',
  task: '任务',
  callShort: '拨打',
  call: '拨打{name}的电话',
  callHint: '拨打会留痕，住户可以看到是谁查看了号码。',
  duty: { start: '上岗', nowOn: '已上岗，新的派单会分给您', nowOff: '已休息，新的派单不再分给您' },
  me: { open: '手上', overdue: '超时', doneToday: '今天完成', doneWeek: '近 7 天', ratings: '最近的评价' },
}
