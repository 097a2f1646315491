export default {
  visit: {
    title: '什么时候上门？', soon: '尽快', at: '预约上门 {when}', change: '改约', cancel: '取消预约', today: '今天', day: '日期', hours: '时段', full: '约满', last: '仅剩 1 个', held: '现在的预约',
    nothing: '近期没有可预约的时段，会尽快安排上门。', gone: '您选的时段刚刚约满了，请换一个，或选“尽快”。已填的内容都在。',
  },
  category: {
    guess: '猜您要报：{what}', wrong: '不对？', elsewhere: '看起来是{what}', take: '是的', search: '搜索类别', searchHint: '搜类别，例如 漏水、路灯', none: '没有找到，换个词，或选“其他”。',
  },
  where: {
    own: '（我家这栋）', floor: '楼层', anyFloor: '楼层不限', level: '{n} 层', basement: '地下 {n} 层', phone: '联系电话', phoneHint: '师傅接单后可以打这个电话联系您',
    urgency: { normal: '按承诺时限安排，在家的报修可以预约', urgent: '有危险或正在损坏时选，马上安排，不等预约' },
  },
  spots: ['电梯', '大堂', '楼梯间', '走廊', '门禁', '地下车库', '垃圾房', '花园'],
  scan: {
    start: '扫报修码填位置', title: '扫报修码', hint: '对准贴在墙上的报修码', starting: '正在打开相机…', photo: '从相册选一张照片', type: '或输入码上的 8 位编号', find: '查找', byLabel: '由报修码填入', notHere: '不在这里？',
    notOurs: '这不是本平台的报修码。', otherHome: '这个报修码在另一个小区，请先在首页切换住处。', nothingThere: '照片里没有看到二维码，请拍清楚些再试。',
    trouble: { denied: '没有相机权限。请在浏览器设置中允许，或选照片、输入编号。', missing: '没有找到相机，请选照片或输入编号。', unsupported: '这里不能使用相机，请选照片或输入编号。' },
  },
  labels: {
    hint: '贴在公共区域，住户扫一扫就能报修，位置自动填好', new: '新建报修码', edit: '修改报修码', none: '还没有报修码', noneText: '给电梯、车库、门禁各建一个，打印后贴上，住户扫码就能报修，不用说在哪里。',
    name: '名称', nameHint: '例如：1 单元电梯', place: '位置', code: '编号', category: '常报的问题', anyCategory: '不指定', all: '全选', choose: '选择{name}', print: '打印所选（{n}）', printAll: '打印全部',
    retired: '已停用', added: '已新建“{name}”', changed: '已修改“{name}”', retiredNow: '已停用“{name}”', restored: '已恢复“{name}”', changeHint: '修改后编号不变，已贴出的报修码继续有效。',
  },
  windows: {
    part: { weekly: '每周的预约时段', days_ahead: '最多提前几天', lead_minutes: '至少提前多久' }, saved: '预约时段已保存，从现在起生效', begin: '开始时间', to: '至', end: '结束时间', places: '可约数量', unit: '单', remove: '去掉这个时段', closed: '不开放预约', add: '添加时段', copy: '用到周一至周五',
    wrong: '时段须先后排列、互不重叠，数量 1–99。', ahead: '最多提前', aheadUnit: '天预约', lead: '至少提前', leadUnit: '分钟预约', note: '节假日不开放预约；调休日只开放当天办公时间内的时段。已经约好的不受修改影响。',
    days: { mon: '周一', tue: '周二', wed: '周三', thu: '周四', fri: '周五', sat: '周六', sun: '周日' },
  },
}
