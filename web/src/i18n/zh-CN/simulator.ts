export default {
  title: '模拟门口机', choose: '选择门口机', quiet: '静音', lost: '连接中断',
  none: '还没有门口机', noneText: '演示数据写好以后，门口机会自己注册并出现在这里。',
  stopped: '模拟器没有运行', stoppedText: '它启动以后，这里会自动恢复。',
  look: { ready: '就绪', calling: '呼叫中', open: '已打开', offline: '离线' },
  online: '在线', offline: '离线', enter: '输入房号', erase: '删除一位', call: '呼叫', waiting: '请稍候…', cancel: '取消呼叫', hangUp: '挂断',
  calling: { dialling: '正在接通', ringing: '正在呼叫', talking: '已接听' },
  mode: { passage: '常开', lockdown: '封控中', fire: '消防释放', blocked: '停用' },
  result: {
    opened: '请进', jammed: '门锁故障', declined: '未获同意', no_answer: '无人接听', busy: '占线', unknown_home: '查无此户',
    offline: '暂不可用', no_response: '暂不可用', cancelled: '已取消', ended: '通话结束',
  },
  hint: {
    opened: '门已开，请推门', jammed: '请联系物业', declined: '住户没有开门', no_answer: '请稍后再试', busy: '请稍后再试', unknown_home: '请核对房号',
    offline: '网络不通，请联系物业', no_response: '服务没有回应，请联系物业', cancelled: '您可以重新输入房号', ended: '谢谢',
  },
  lock: '门锁', contact: '门磁', lockState: { locked: '已上锁', unlocking: '正在开锁', unlocked: '已开锁', jammed: '锁舌卡住' },
  phys: { open: '门开着', closed: '门关着', unknown: '门磁未知' }, alarm: { forced: '门被强行打开', held: '门未关好' },
  backlog: '{n} 条记录待上传', pulses: '开锁 {n} 次', walk: '推门进入', exit: '出门按钮', locked: '门锁着，推不开', stuck: '锁开了，门推不动',
  misbehave: '故障演练', misbehaveText: '让这台门口机出点问题，看看平台如何应对。关掉开关就恢复正常。',
  fault: { offline: '断网', deaf: '听不见', frozen: '卡死', jam: '锁舌卡住', stuck: '门推不动', drop_acks: '收不到确认', duplicate_replies: '重复应答', slow: '应答延迟', skew: '时钟偏差' },
  faultText: {
    offline: '连接被拔掉，平台从遗嘱消息得知', deaf: '在线，但不理会任何消息', frozen: '消息先积压，恢复后才处理：过期的开门命令必须作废',
    jam: '收到开门命令，但锁打不开', stuck: '锁开了，门却没有动', drop_acks: '事件一再重发，平台只记一次', duplicate_replies: '每个应答发两遍',
  },
  seconds: '{n} 秒', minutes: '{n} 分钟', reboot: '重启', hold: '挡住门', force: '强行推门', rebooted: '正在重启', holding: '门会被挡住 40 秒', forcing: '门被强行推开',
}
