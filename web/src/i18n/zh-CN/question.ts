export default {
  question: {
    title: '问一问', startHint: '先搜一搜，也可以直接问物业', search: '搜一搜，例如：装修要办什么手续', common: '常见问题', found: '可能有用的', notFound: '没有找到相关内容', notFoundText: '换个说法试试，或者直接问物业，会有人回复您。',
    noArticles: '还没有常见问题', noArticlesText: '有什么想知道的，直接问物业。', ask: '问物业', stillAsk: '没解决，问物业', articleUseful: '这篇有用吗？', answerUseful: '这个回复有用吗？', useful: '有用', useless: '没用', thanks: '谢谢，很高兴帮到您', sorry: '知道了，我们会改进',
    mine: '我的提问', none: '还没有提过问题', noneText: '先搜一搜，没找到就问物业。', state: { waiting: '待回复', answered: '已回复', closed: '已结束' },
    what: '想问什么？', whatHint: '例如：地下车库的月租车位还有吗？', about: '和哪里有关？', estate: '小区公共事务', promise: '物业通常在一个工作日内回复，有回复会立刻出现在这里。', send: '发送', sendAgain: '再次发送', unsent: '网络不通，还没有收到回音。已替您保存，再次发送也只会提交一次。',
    office: '物业', waitHint: '物业已收到，回复会立刻出现在这里。', askOn: '继续问…', add: '再补充一点…', solved: '问题解决了，结束咨询', reopenMine: '还有问题，重新打开',
    became: '已转为报修', internal: '内部备注', internalOnly: '内部备注，住户看不到', internalHint: '写给同事看的备注…', answerHint: '回复住户…（Ctrl + Enter 发送）',
    forMe: '由我回复的咨询', forMeText: '物业请您回复的咨询会立刻出现在这里。', answerShort: '回复住户…',
    standard: '标准答复', standardSearch: '搜索标准答复', standardNone: '没有找到标准答复', standardNoneText: '换一个词试试，或直接写回复。',
    deskSearch: '搜索问题和回复', deskNotFound: '没有符合条件的咨询', deskNoneText: '住户提问后会立刻出现在这里。', deskNone: { waiting: '没有待回复的咨询', overdue: '没有超时的咨询', mine: '没有由您回复的咨询', answered: '没有已回复的咨询', closed: '没有已结束的咨询' },
    view: { waiting: '待回复', overdue: '已超时', mine: '由我回复', answered: '已回复', closed: '已结束' }, column: { what: '问题', asker: '提问人', state: '状态', assignee: '回复人', due: '回复时限' },
    nobody: '未指定', nobodyYet: '还没有指定回复人', answeredBy: '由 {name} 回复', foundUseful: '住户觉得有用', foundUseless: '住户觉得没用',
    assign: '转交', assignAsk: '请谁回复？', assignMyself: '由我回复', close: '结束', reopen: '重新打开', convert: '转为报修', convertHint: '以 {name} 的名义提交报修，提问的文字和照片会一并带过去。',
    told: { take: '{who} 接手回复', assign: '{who} 请 {whom} 回复', close: '{who} 结束了咨询', reopen: '{who} 重新打开了咨询', convert: '{who} 已转为报修 {number}' },
    done: { assign: '已转交', close: '已结束', reopen: '已重新打开', useful: '谢谢您的评价', convert: '已转为报修，住户会看到' },
  },
}
