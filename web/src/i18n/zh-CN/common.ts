export default {
  app: { name: '邻里' },
  common: {
    retry: '再试一次', failed: '没能读出来', loading: '正在读取…', more: '查看更多', end: '已经到底了', all: '全部', close: '关闭', back: '返回', save: '保存', cancel: '取消', undo: '撤销',
    offline: '现在没有网络，恢复后会自动继续', updateReady: '邻里有新版本', updateNow: '更新', language: '语言', otherLanguage: 'English',
    missingTitle: '没有这个页面', missingText: '它可能已经搬走，或链接有误。', goHome: '回到首页',
    unreachableTitle: '连不上服务器', unreachableText: '请检查网络，然后再试一次。您的登录仍然有效。',
  },
  edit: {
    unsaved: '有未保存的修改', discard: '放弃修改', leaveAsk: '还没有保存，要离开吗？', leaveText: '离开后，刚才的修改会丢失。', leave: '离开，不保存', stay: '留在这里',
    conflict: '别人刚刚改过这里', conflictText: '您打开之后，有人保存了新的内容。您写的还在，没有丢失。不同的地方：', conflictHint: '“看对方的”会先收起您的修改，随时可以换回来；“保留我的”会用您的内容覆盖对方的。',
    seeTheirs: '看对方的', keepMine: '保留我的', seeingTheirs: '现在显示的是对方保存的内容，您的修改已收起。', takeBack: '换回我的修改',
  },
  errors: {
    network: '网络不通，请稍后再试。', unknown: '出了点问题，请稍后再试。',
    401: '登录已过期，请重新登录。', 403: '您没有这项权限。', 404: '没有找到，可能已被删除。', 409: '内容刚刚有变化，请看一眼再操作。',
    413: '文件太大。', 422: '填写的内容有误，请检查。', 429: '操作太频繁，请稍等片刻。', 503: '服务暂时不可用，请稍后再试。',
  },
  time: {
    now: '刚刚', minutesAgo: '{n} 分钟前', yesterday: '昨天', tomorrow: '明天', left: '还剩 {span}', late: '已超时 {span}',
    days: '{d} 天 {h} 小时', hours: '{h} 小时 {m} 分', minutes: '{m} 分钟',
  },
  feed: { connecting: '正在连接…', connected: '实时', reconnecting: '正在重新连接…' },
  faces: { resident: '住户', worker: '网格员', manage: '物业管理' },
  photo: { add: '添加照片', taken: '已拍的照片', remove: '去掉这张照片', open: '看第 {n} 张照片', nth: '第 {n} 张照片', view: '查看照片', unreadable: '这张图片打不开，请换一张。' },
  login: {
    motto: '报修、开门、接听来访', by: { password: '密码登录', code: '验证码登录' }, phone: '手机号', phoneHint: '请输入手机号', password: '密码',
    code: '短信验证码', sendCode: '获取验证码', codeSent: '验证码已发送，5 分钟内有效。', codeWrong: '验证码不正确或已过期，请核对或重新获取。', passwordWrong: '手机号或密码不正确。', again: '{n} 秒后重发', submit: '登录',
  },
  account: {
    signOut: '退出登录', signOutAsk: '要退出登录吗？', signOutHere: '只退出这台设备', signOutEverywhere: '退出所有设备',
    password: '修改密码', current: '现在的密码', next: '新密码', nextHint: '至少 8 位', again: '再输一次新密码', differs: '两次输入不一样',
    savePassword: '保存新密码', passwordChanged: '密码已修改，其他设备已退出',
  },
  duty: { on: '在岗', off: '休息' },
  place: { community: '小区', building: '楼栋', entrance: '单元', wholeEstate: '整个小区', anyEntrance: '不限单元' },
  door: {
    title: '开门', none: '您现在没有可以打开的门。',
    state: { locked: '已上锁', lockedOpen: '门没关好', unlocking: '正在开锁', unlocked: '门锁已开', held: '门一直开着', forced: '门被强行打开', jammed: '门锁卡住', offline: '设备离线', unknown: '状态未知' },
    result: { idle: '开门', asking: '正在开门…', opened: '门锁已打开', moved: '门已推开', refused: '没有打开', unknown: '门未确认', failed: '没有打开' },
    told: { asking: '正在开门…', opened: '门已打开', refused: '门没有打开', unknown: '门未确认' },
  },
  call: {
    state: { ringing: '正在呼叫', accepted: '通话中', ended: '已结束' },
    outcome: { answered: '已接听', no_answer: '无人接听', declined: '已拒绝', cancelled: '访客已取消', busy: '占线', opened: '已开门', failed: '呼叫失败' },
    by: { answered: '{name} 已接听', opened: '{name} 已开门' },
  },
  people: {
    title: { owner: '业主', tenant: '租户', family: '家属' },
    status: { pending: '等待审核', active: '已通过', rejected: '未通过', ended: '已结束' },
    approve: '同意', reject: '拒绝', withdraw: '撤回', withdrawn: '已撤回', approved: '已同意', rejected: '已拒绝', noneWaiting: '没有待审核的申请', rejectAsk: '拒绝 {name} 的申请？', rejectReason: '原因（申请人可以看到）', rejectPhrases: ['不认识此人', '房号或身份不对', '请带合同到物业登记'],
  },
  access: { opened_by_app: '手机开门', opened_by_call: '呼叫开门', granted: '验证通过', denied: '验证未通过', door_opened: '门被推开', door_closed: '门已关上', door_forced: '门被强行打开', door_held: '门一直开着', exit_button: '出门按钮', after: '随{name}的开门', other: '其他记录' },
}
