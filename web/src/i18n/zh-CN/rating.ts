export default {
  rated: {
    tags: '选几个标签（最多 {most} 个）', tagsFailed: '标签没有加载出来，点此重试', photosHint: '可不填，最多 9 张',
    replyOf: '{name} 的回复', reply: '回复', replyLabel: '回复住户（只能回复一次）', replyHint: '住户会在评价下面看到', replySend: '发送回复', replied: '已回复，住户会收到通知',
    none: '还没有评价', noneText: '住户评价您的服务后会出现在这里。',
    link: {
      title: '评价链接', hint: '住户没有 App 也能确认和评价', how: '请住户扫码，或把链接发给住户。7 天内有效，只能用一次；重新打开会生成新链接，旧链接作废。',
      qr: '评价二维码', copy: '复制链接', copied: '链接已复制', copyFailed: '复制失败，请长按链接复制', byText: '评价由住户自己填写，链接只会用短信发到住户手机，7 天内有效，只能用一次。', sms: '发短信', sent: '新链接已发送到 {phone}',
    },
    page: {
      ask: '这次维修修好了吗？', fixed: '修好了', notFixed: '没修好', reported: '{when} 报修', once: '此链接只能使用一次，无需登录，不会显示您的个人信息。',
      thanks: '谢谢您的评价', thanksText: '我们会继续努力。', heard: '已收到，我们会再来处理', heardText: '物业和维修师傅已收到通知，处理时限重新计算。', over: '链接已失效',
    },
  },
  returnVisit: {
    hint: '打电话问问住户满不满意，结果记入工单', record: '记录结果', save: '保存', recorded: '回访结果已记录', number: '查看电话', attempts: '已打 {n} 次', reopened: '已重开工单',
    view: { due: '待回访', done: '已回访', unreachable: '未联系上', lapsed: '已取消' }, reason: { low: '低分', all: '例行' },
    outcome: { satisfied: '满意', unsatisfied: '不满意', unreachable: '未联系上' },
    ask: '{name} 怎么说？', wrong: '哪里不满意？', note: '备注（可不填）', private: '只有物业能看到', told: '会作为重开原因告诉住户和师傅', reopen: '重开工单，请师傅再处理', again: '还会提醒再打，最多三次。', last: '这是第三次，之后不再提醒。',
    none: { due: '没有要回访的', done: '还没有回访过', unreachable: '没有联系不上的', lapsed: '没有取消的回访' }, noneText: '按服务规则需要回访的工单会出现在这里。',
  },
}
