export default {
  keys: 'j / k 上下移动 · Enter 打开 · / 搜索', keyAssign: 'a 派单',
  nav: { now: '现在', tickets: '工单', statistics: '统计', questions: '咨询', revisits: '回访', doors: '门与设备', calls: '门口呼叫', people: '住户', import: '批量导入', grids: '网格', prices: '价目表', labels: '报修码', articles: '知识库', settings: '设置', audit: '审计记录' },
  number: { open: '处理中', unassigned: '待派单', overdue: '已超时', confirm: '待确认', closed: '今日完成', devices: '设备在线', missed: '今日未接 / 呼叫' },
  needs: { title: '需要处理', none: '没有需要处理的事', noneText: '有新的{awaited}，会立刻出现在这里。',
    awaited: { tickets: '待派单、没修好和超时的工单，超时未回复的咨询', calls: '门口呼叫', doors: '门异常', requests: '绑定申请' },
    call: '正在呼叫', door: '门异常', reopened: '没修好', overdue: '已超时', unassigned: '待派单', question: '咨询超时', visit: '待回访', membership: '绑定申请' },
  news: { title: '最近动态', none: '还没有动静', noneText: '新的报修、开门和呼叫会出现在这里。', ticket: '报修 {kind}', call: '呼叫 {home}' },
  tickets: { view: { open: '处理中', unassigned: '待派单', overdue: '已超时', confirm: '待确认', closed: '已结束' }, number: '单号', what: '内容', place: '位置', state: '状态', assignee: '负责人', due: '时限', nobody: '未派单', reporter: '报修人 {name} {phone}' },
  doors: {
    hint: '状态由门口机实时上报', none: '还没有门', noneText: '添加楼栋和设备后，这里会显示每一扇门。', gates: '小区大门', floors: '{n} 层', unlock: '远程开门', unlockAsk: '打开 {door}', reason: '开门原因（住户可以看到）', reasons: ['住户来电求助', '快递配送', '设备检修', '紧急情况'],
    log: '最近记录', noLog: '还没有记录', noLogText: '有人开门后会出现在这里。',
  },
  devices: {
    title: '设备', none: '还没有设备', noneText: '添加门口机后，这里会显示它的状态。', add: '添加门口机', entrance: '装在哪里？', gate: '小区大门', name: '名称', named: '{entrance}门口机',
    save: '添加并生成接入码', added: '已添加 {name}', enrol: '接入 {name}', how: '用门口机扫描二维码，或在门口机上输入接入码。接入码只显示这一次。', code: '接入码', valid: '{left} 后失效', expired: '接入码已失效，请重新生成。', renew: '重新生成接入码',
    joined: '门口机已接入', retire: '停用', retireAsk: '停用 {name}？', retireText: '停用后它立刻断开，不能再开门，也不能恢复；以后要用须重新添加。', retired: '已停用 {name}', waits: '等待接入', state: '状态', where: '位置', actions: '操作', qr: '接入二维码',
  },
  presence: { ready: '在线', sleeping: '休眠', offline: '离线', stale: '久未上报', unknown: '未知' },
  device: { model: '型号', serial: '序列号', fw: '固件', rssi: '信号（dBm）', backlog: '待上传', seen: '最后上报' },
  calls: { onlyMissed: '只看未接', none: '还没有门口呼叫', noneText: '访客在门口机上呼叫住户后会出现在这里。', when: '时间', door: '门', home: '房号', outcome: '结果', by: '接听人', length: '通话时长' },
  people: {
    hint: '手机号默认隐藏，查看需填写原因并留痕', waiting: '等待审核', waitingText: '住户申请绑定房屋时会出现在这里。', all: '所有住户', search: '按姓名或手机号搜索，回车确认', none: '没有找到', noneText: '换一个姓名或手机号试试。', reveal: '查看手机号', revealAsk: '查看 {name} 的手机号', reason: '为什么查看？（本人可以看到）', reasons: ['核实报修', '快递或访客联系', '紧急情况'],
  },
  import: {
    hint: '先预览，确认无误后再写入', template: '下载模板', reading: '正在读取…', choose: '选择或拖入 Excel 文件（.xlsx）', columns: '列：楼栋、单元、房号、楼层、姓名、手机号、身份', row: '行', column: '列', problem: '问题', errors: '有 {n} 处需要修改，改好后重新选择文件',
    status: { previewed: '共 {rows} 行，{valid} 行可以导入', applied: '导入完成' }, will: '将新增', done: '已新增', see: '查看住户', nothing: '表中的内容都已存在，没有要新增的。', count: { buildings: '楼栋', entrances: '单元', homes: '房屋', people: '住户' }, fixFirst: '请先修改错误', apply: '确认导入',
  },
  prices: {
    hint: '网格员按它报价，住户也能查看', new: '添加项目', edit: '修改项目', none: '还没有价目表', noneText: '添加材料和人工的单价，网格员报价时直接选择，住户心里有数。', item: '项目', unit: '单位', price: '单价', kind: '类型', change: '修改', retire: '停用', restore: '恢复',
    retired: '已停用（{n}）', added: '已添加“{name}”', changed: '已修改“{name}”', retiredNow: '已停用“{name}”', restored: '已恢复“{name}”', changeHint: '修改只影响以后的报价，已发出的报价不变。',
  },
  grids: { hint: '新的报修会派给负责该楼栋的网格员', new: '新建网格', edit: '编辑网格', none: '还没有网格', noneText: '新建网格，选择楼栋和网格员，报修就会自动派单。', noPlaces: '没有选择楼栋', noWorkers: '还没有网格员', name: '名称', places: '负责的楼栋或单元', workers: '网格员', remove: '删除', removeSure: '确定删除？' },
}
