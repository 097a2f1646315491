export default {
  ticket: {
    title: '报修单', story: '处理经过', gridWorker: '网格员', system: '系统', internal: '内部', internalHint: '只给工作人员看', say: '说点什么…', send: '发送', proof: '拍完工照片', proofHint: '让住户看到修好的样子', proofNeeded: '这类报修需要完工照片',
    until: '暂停到', soon: { hours: '2 小时后', tomorrow: '明天上午 9 点', days: '3 天后上午' }, noWorkers: '还没有网格员', noWorkersText: '请先添加网格员。', openCount: '手上 {n} 单', hasIt: '当前负责',
    state: { submitted: '已提交', assigned: '已派单', accepted: '已接单', on_the_way: '在路上', in_progress: '处理中', on_hold: '已暂停', resolved: '待确认', closed: '已完成', closed_unfixed: '未修好关闭', cancelled: '已取消', returned: '已退回', reopened: '重新处理' },
    photos: { before: '报修照片', after: '完成照片' },
    urgency: { normal: '一般', urgent: '紧急' },
    promise: {
      submitted: '已收到，正在安排人', assigned: '已派给 {who}，等待接单', accepted: '{who} 已接单', on_the_way: '{who} 已出发', in_progress: '{who} 正在处理',
      on_hold: '暂停处理', on_hold_until: '暂停处理，{when} 继续', resolved: '{who} 说修好了，请您确认', resolvedStaff: '{who} 说修好了，等住户确认', closed: '已完成', closed_unfixed: '未修好，已关闭', cancelled: '已取消', returned: '正在重新安排人', reopened: '没修好，正在重新处理', quoted: '报价 {total}，请您确认', quotedStaff: '报价 {total}，等业主确认',
    },
    action: { merge: '并入其他工单', split: '拆分出来', assign: '派单', accept: '接单', transfer: '转给同事', return: '退回', depart: '出发', arrive: '已到达', start: '开始处理', hold: '暂停', resume: '继续处理', resolve: '处理完成', confirm: '确认修好了', reject: '没修好', close: '关闭工单', cancel: '取消报修', reopen: '重新打开', urge: '催一下', rate: '评价', quote: '报价', agree: '同意报价', decline: '拒绝报价', appointment: '预约上门' },
    ask: { merge: '并入哪张工单？', split: '为什么拆分？', assign: '派给谁？', transfer: '转给谁？', return: '为什么退回？', hold: '暂停到什么时候？', resolve: '怎样修好的？', reject: '哪里没修好？', close: '为什么关闭？', cancel: '为什么取消？', reopen: '为什么重新打开？', urge: '催一下', rate: '这次服务怎么样？', accept: '接单', depart: '出发', arrive: '到达', start: '开始', resume: '继续', confirm: '确认', quote: '给业主报价', agree: '同意报价', decline: '为什么拒绝报价？', appointment: '什么时候上门？' },
    done: { merge: '已合并', split: '已拆分', assign: '已派单', accept: '已接单', transfer: '已转交', return: '已退回', depart: '已出发，住户能看到', arrive: '已到达', start: '已开始', hold: '已暂停', resume: '已继续', resolve: '已提交，等住户确认', confirm: '感谢确认', reject: '已告知网格员', close: '已关闭', cancel: '已取消', reopen: '已重新打开', urge: '已催办', rate: '谢谢您的评价', quote: '报价已发出，等业主确认', agree: '已同意报价，师傅会继续', decline: '已拒绝报价', appointment: '上门时间已更新' },
    field: { reason: '原因', note: '备注（可不填）', text: '想说的话（可不填）', measure: '处理措施', cause: '故障原因', parts: '更换的配件' },
    phrases: {
      merge: ['同一故障', '重复报修'], split: ['不是同一故障', '需要单独处理'],
      return: ['不在我的网格', '需要专业人员', '信息不清楚'], hold: ['等配件', '住户不在家', '等第三方'], resolve: ['更换配件，测试正常', '紧固接线，恢复正常', '疏通完成'],
      reject: ['问题还在', '过一会儿又坏了', '没有人来过'], cancel: ['已经好了', '填错了', '自己解决了'], close: ['重复报修', '不属于物业范围'], transfer: ['今天休息', '离现场太远'], reopen: ['问题又出现了'], decline: ['价格太高', '我自己处理', '先不修了'],
    },
    told: {
      merge: '{who} 并入同一问题，一起处理', split: '{who} 拆分出来',
      visit: '{who} 回访', escalate: '{who}提醒', hold_over: '挂起结束', appointment: '{who} 预约了上门时间', appointmentOff: '{who} 取消了预约',
      submit: '{who} 提交了报修', assign: '已派给 {whom}', accept: '{who} 接单', transfer: '{who} 转给 {whom}', return: '{who} 退回', depart: '{who} 已出发', arrive: '{who} 已到达', start: '{who} 开始处理', hold: '{who} 暂停处理', resume: '{who} 继续处理',
      resolve: '{who} 处理完成', confirm: '{who} 确认修好', reject: '{who} 表示没修好', close: '{who} 关闭', cancel: '{who} 取消报修', reopen: '{who} 重新打开', urge: '{who} 催办', rate: '{who} 评价', quote: '{who} 报价 {total}', agree: '{who} 同意报价 {total}', decline: '{who} 拒绝报价 {total}',
    },
    together: {
      with: '与另外 {n} 户的报修一起处理，处理完您单独确认和评价', too: '另有 {n} 户也报了这个问题', title: '另有 {n} 户报修', open: '查看', mergedInto: '已并入',
      find: '按单号或内容查找', findHint: '可输入单号、地点或内容查找。', alike: '看起来是同一件事', noneAlike: '没有相似的工单', noneFound: '没有找到', tellAll: '同时告知另外 {n} 户', toAll: '已告知全部',
    },
    rating: { stars: '{n} 星', speed: '速度', quality: '质量', manner: '态度', words: '还想说什么（可不填）', wordsHint: '网格员和物业会看到' },
    quote: {
      title: '报价', state: { offered: '待业主确认', agreed: '业主已同意', declined: '业主已拒绝', replaced: '已更新', lapsed: '已失效' }, yours: '待您确认',
      kind: { material: '材料', labour: '人工' }, total: '合计', by: '{name} 报价', older: '以前的报价（{n}）', waits: '等待业主确认报价', anew: '重新报价', send: '发给业主确认', list: '价目表', listHint: '本小区的收费标准，实际以报价单为准',
      find: '搜索价目表', noneFound: '没有找到，可在下面添加其他项目', noList: '还没有价目表', noListText: '物业还没有公布收费标准。', noListStaff: '物业还没有录入价目表，可在下面添加其他项目', own: '添加其他项目', ownTitle: '其他项目', name: '名称', unit: '单位', price: '单价（元）', priceWrong: '请输入金额，最多两位小数', quantity: '数量', more: '增加', less: '减少', remove: '去掉这一项', each: '{price} / {unit}', many: '{quantity} {unit} × {price}',
      kindOf: '类型', units: ['个', '次', '米', '小时', '平方米'], print: '打印工单',
    },
  },
}
