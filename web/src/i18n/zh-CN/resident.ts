export default {
  tab: { home: '首页', tickets: '报修', calls: '门口呼叫', profile: '我的' },
  home: {
    hello: '您好，{name}', choose: '切换住处', openTickets: '正在处理的报修', noTickets: '没有正在处理的报修', noneTitle: '还没有绑定住处', noneText: '绑定后就能开门、报修和接听门口呼叫。',
    bind: '绑定住处', pendingTitle: '绑定申请等待审核', pendingText: '物业或业主同意后，这里就会出现您的家。', see: '查看申请', refusedTitle: '绑定申请没有通过', refusedText: '{home}：{reason}', myRepairs: '我的报修', underWay: '{n} 件正在处理',
  },
  report: {
    near: {
      title: '附近已有人报修', reports: '{n} 户报修', join: '我也遇到了', other: '不是同一件事', own: '您家已报过，查看进度', hint: '加入后一起处理，您有自己的单号，可以单独沟通和评价。', joined: '已加入，您的单号 {number}',
    },
    start: '我要报修', startHint: '拍张照片，说一句话就行', new: '报修', title: '报修', photo: '拍照或选照片', photoHint: '最多 9 张，照片能让师傅带对工具', what: '哪里坏了？', whatHint: '例如：客厅顶灯开关按下去没反应',
    category: '是哪一类问题？', kind: '具体是哪一种？（可不选）', where: '在哪里？', public: '公共区域', spot: '具体位置', spotHint: '例如：3 楼电梯口', urgency: '急不急？', send: '提交报修', sendAgain: '再次提交',
    sent: '已提交，单号 {number}', waiting: '网络不通，还没有发出去。已替您保存，恢复后会自动提交。', restored: '上次没写完的还在', discard: '清空',
    missing: '还差{missing}，就可以提交', lacks: { text: '一句说明', category: '问题类别', place: '具体位置' },
  },
  tickets: { open: '进行中', done: '已结束', none: { open: '没有进行中的报修', done: '还没有结束的报修' }, noneText: '家里或楼道里有东西坏了，拍张照片就能报修。' },
  call: {
    title: '门口呼叫', ringing: '正在呼叫您…', visitor: '访客在 {door}', accept: '接听', decline: '拒绝', open: '开门', hangup: '挂断', elsewhere: '{name} 已接听',
    outcome: { answered: '通话已结束', no_answer: '呼叫已超时', declined: '已拒绝', cancelled: '访客已取消', busy: '占线', opened: '门已打开', failed: '呼叫已结束' },
  },
  calls: { refused: '您已拒绝', new: '新', none: '还没有门口呼叫', noneText: '访客在单元门口按您的房号时，这里会响铃并留下记录。' },
  profile: { homes: '我的住处', doorLog: '开门记录', looks: '谁看过我的手机号', elder: '长辈模式', elderHint: '字更大，按钮更大' },
  doorLog: { hint: '您自己的开门记录，以及工作人员在您家单元门的开门记录和原因。', none: '还没有开门记录', noneText: '您或工作人员开门后，会出现在这里。', staff: '工作人员 {name} 远程开门', call: '接听后开门', app: '手机开门', other: '开门' },
  looks: { hint: '手机号平时隐藏。工作人员查看时必须写明原因，并记在这里。', none: '没有人看过', noneText: '有人查看您的手机号时，会出现在这里。' },
  homes: {
    because: '{who}：{reason}',
    bind: '绑定其他住处', bindHint: '输入完整房号查找，提交后由物业或该户业主审核。', search: '查找', searchHint: '例如：1栋1单元1203', notFound: '没有找到，请核对完整房号。', other: '其他小区', communityName: '小区全名', iAm: '我是', ask: '提交申请', asked: '已提交，等待审核',
    requests: '等您同意的申请', requestsText: '家人或租户申请绑定您的房屋时，会出现在这里。',
  },
}
