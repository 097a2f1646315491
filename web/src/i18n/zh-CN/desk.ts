/** The list of tickets, the figures, and what is promised of a ticket. */
export default {
  desk: {
    view: { today: '今天到期', mine: '我负责的', all: '全部' },
    saved: '已存视图', save: '存为视图', keep: '更新视图', edit: '修改视图', name: '名称', nameHint: '例如：3 栋漏水', shared: '与本小区同事共享', by: '{name} 共享的视图', withFilters: '改为现在的筛选和排序', remove: '删除视图', removeSure: '确定删除？',
    kept: '已保存视图“{name}”', changed: '视图已更新', removed: '视图已删除',
    filter: '筛选', clear: '清除筛选', removeOne: '去掉筛选：{what}', search: '搜索单号、内容、地点、姓名',
    group: { state: '状态', category: '类别', place: '位置', assignee: '负责人', reporter: '报修人', urgency: '紧急程度', overdue: '时限', created: '报修日期', closed: '结束日期', due: '到期日期', rating: '评分' },
    any: '不限', open: '未结束', late: '已超时', notLate: '未超时', me: '我', nobody: '未派单', oneHome: '指定房屋', onePerson: '指定人员', oneCategory: '其他类别', onePlace: '其他楼栋', ratingMax: '{n} 分及以下', days: '{from} 至 {to}', since: '{from} 起', until: '{to} 及以前',
    updated: '更新', sortBy: '按{what}排序', waiting: '{n} 处变化', refresh: '刷新列表', gone: '已不在此列表',
    choose: '选择 {number}', chooseAll: '选择已显示的全部工单', chosen: '已选 {n} 单', chosenAll: '已选已显示的 {n} 单，下面还有', unchoose: '取消选择',
    bulk: {
      running: { assign: '正在派单', transfer: '正在转交', close: '正在关闭' }, done: { assign: '已派 {n} 单', transfer: '已转交 {n} 单', close: '已关闭 {n} 单' },
      partly: { assign: '已派 {n} 单，{m} 单没有派', transfer: '已转交 {n} 单，{m} 单没有转', close: '已关闭 {n} 单，{m} 单没有关' },
      left: '下面这些没有变动，仍在列表中的保持选中：', ok: '知道了',
    },
    export: '导出 Excel', exporting: '正在导出，已收到 {size}', stop: '停止', file: '工单 {day}.xlsx',
    keys: { title: '键盘操作', hint: '按 ? 查看键盘操作', move: '下一条、上一条', open: '打开工单', choose: '选中或取消', range: '连续选中', assign: '派单（有选中时批量派单）', search: '搜索', filter: '打开筛选', close: '关闭工单或取消选择', help: '查看这张表' },
    needs: '没有符合条件的工单', needsText: '去掉几个筛选条件，或换一个视图试试。',
  },
  outlook: {
    title: '服务承诺', next: '接下来', today: '今天 {clock}', kind: { response: '接单', arrive: '上门', resolve: '修好' },
    due: '{when} 前', kept: '按时', late: '超时完成', broken: '已超时', paused: '已暂停', over: '未进行', running: '还剩 {span}', doneAt: '{when} 完成', more: '还有 {n} 项',
  },
  statistics: {
    title: '统计', hint: '每件事计入它发生的那一天，按小区日历', head: { week: '周', category: '类别', building: '楼栋', worker: '人员' }, nothing: '这段时间还没有这项数字。', axis: { m: '{n} 分', h: '{n} 小时', d: '{n} 天' }, which: '看哪一段', seeTable: '{question}具体数字见下方表格。', period: '统计区间', days: { 7: '近 7 天', 28: '近 28 天', 90: '近 90 天', 365: '近一年' }, custom: '自选', range: '{from} 至 {to}', by: { week: '按周', category: '按类别', building: '按楼栋', worker: '按人员' },
    none: '这段时间没有报修', noneText: '换一个更长的统计区间看看。', export: '导出 Excel', picture: '保存图片', file: '报修统计 {from} 至 {to}.xlsx', total: '合计', without: { week: '', category: '其他', building: '公共区域', worker: '未派单' }, noFigure: '—', top: '图中为前 {n} 项，全部见下表',
    ask: {
      counts: { week: '报修多了还是少了，修得过来吗？', category: '哪类问题最多？', building: '哪栋楼报修最多？', worker: '谁接得多、修得多？' },
      speed: { week: '住户要等多久？', category: '哪类问题等得最久？', building: '哪栋楼等得最久？', worker: '谁来得快、修得快？' },
      promise: { week: '承诺兑现了吗？', category: '哪类问题最能按时？', building: '哪栋楼最能按时？', worker: '谁最守时？' },
      quality: { week: '修一次就好了吗？', category: '哪类问题常要返修？', building: '哪栋楼常要返修？', worker: '谁修一次就好？' },
      rating: { week: '住户满意吗？', category: '哪类维修住户最满意？', building: '哪栋楼的住户最满意？', worker: '谁最受住户好评？' },
    },
    figure: { reported: '报修', assigned: '派单', resolved: '修复', closed: '关闭', reopened: '重开', reopened_share: '返修率', respond: '响应', arrive: '到场', resolve: '修复', median: '中位数', p90: '九成以内', in_time_share: '按时率', average: '平均评分', count: '评价数', name: '项目' },
    of: '{what}{figure}', tile: { reported: '报修', resolved: '修复', resolve: '修复用时（中位数）', in_time: '按时修复', reopened: '返修率', rating: '住户评分' }, tableTitle: '全部数字', ratings: '{n} 条评价', ninety: '九成在 {span} 内', inTime: '{n} 单按时，{m} 单超时', cases: '{n} 单',
  },
}
