export default {
  hint: '住户提问前先看到的文章，和员工回复时用的标准答复', tab: { articles: '文章', answers: '标准答复' }, new: '写文章', search: '搜索文章', allCategories: '全部分类', nOf: '{name}（{n}）',
  none: '没有文章', noneText: '换一个条件试试，或写一篇住户常问的。', state: { published: '已发布', draft: '草稿' }, everywhere: '平台通用', votes: '{useful} 人觉得有用，{useless} 人觉得没用',
  column: { title: '文章', category: '分类', state: '状态', votes: '有用 / 没用', changed: '最近修改' }, field: { title: '标题', category: '分类', keywords: '搜索关键词', body: '正文', pictures: '图片' },
  keywordsHint: '住户可能用的其他说法', format: '怎么排版？', formatHelp: '空一行分段；行首写“# ”是小标题，“- ”是列表，“1. ”是编号；**两边加星号**是加粗；网址会自动变成链接。', look: '住户看到的样子', untitled: '（还没有标题）', earlier: '往前移',
  saved: '已保存', publish: '发布', saveAndPublish: '保存并发布', unpublish: '撤回为草稿', publishedNow: '已发布，住户可以看到了', unpublishedNow: '已撤回为草稿', by: '{name} 修改于', global: '平台统一发布，本小区不能修改。',
  versions: '{n} 个版本', versionsOf: '“{title}”的版本', nth: '第 {n} 版', isNow: '这是现在的内容。', sameAsNow: '文字和图片与现在一样。', otherPictures: '文字一样，图片不同。', differs: '− 是这一版有、现在没有的；+ 是现在新增的。', restore: '恢复成这一版', restored: '已恢复第 {n} 版的内容',
  found: '这台电脑上有{when}没保存的内容', foundRestore: '继续写', foundDrop: '丢弃', kept: '{when}已在这台电脑上自动保存草稿',
  answerNew: '添加标准答复', answerEdit: '修改标准答复', answerSearch: '搜索标准答复', answerField: { title: '标题', text: '内容' }, answerChange: '修改', answerRemove: '删除', answerSaved: '已保存“{title}”', answerRemoved: '已删除“{title}”', answerBack: '已恢复“{title}”',
  noAnswers: '还没有标准答复', noAnswersText: '把常用的回复写在这里，回复咨询时一点就能用。', answerNotFound: '没有找到，换一个词试试。',
}
