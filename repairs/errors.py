"""What can go wrong with repairs: stable codes, texts in both languages."""

from community.core.errors import Conflict, DomainError, Forbidden, Gone, Invalid, TooMany
from repairs.names import ACTION_NAMES, DAY_NAMES, FIELD_NAMES, PROMISE_NAMES, STATE_NAMES


class WrongState(Conflict):
    """The ticket's state does not allow the action; members `state` and `action` say which."""

    code = "ticket.wrong_state"
    zh = "工单现在是“{state_zh}”，不能{action_zh}。"
    en = "The ticket is “{state_en}” now and cannot be {action_en}."

    def detail(self, language: str) -> str:
        state_zh, state_en = STATE_NAMES[self.params["state"]]
        action_zh, action_en = ACTION_NAMES[self.params["action"]]
        text = self.en if language == "en" else self.zh
        return text.format(state_zh=state_zh, state_en=state_en, action_zh=action_zh, action_en=action_en)


class NotYourPart(Forbidden):
    """The action belongs to another party of the ticket."""

    code = "ticket.not_your_part"
    zh = "这一步由其他人处理，您不能操作。"
    en = "This step belongs to somebody else."


class IsMerged(Conflict):
    """The work is done on another ticket; members `parent_id` and `number` say which."""

    code = "ticket.merged"
    zh = "该工单已并入 {number}，请在那张工单上操作。"
    en = "This ticket has been merged into {number}; please act on that one."


class MergedInCircle(Conflict):
    code = "ticket.merge_circle"
    zh = "不能并入自身或已并入它的工单。"
    en = "A ticket cannot be merged into itself, nor into one that has been merged into it."


class MergedOverBoundary(Invalid):
    code = "ticket.merge_community"
    zh = "只能合并同一小区的工单。"
    en = "Only tickets of one community can be merged."


class TicketIsMended(Conflict):
    """Who still has it reports it anew, or says so on the own ticket."""

    code = "ticket.mended"
    zh = "这个报修已处理完，不能再加入。如果问题还在，请重新报修。"
    en = "This has been dealt with already. If the problem is still there, please report it anew."


class JoinedAlready(Conflict):
    """A household reports one matter once; the member `ticket_id` names its ticket."""

    code = "ticket.joined_already"
    zh = "您家已经报过这个问题了。"
    en = "Your household has reported this already."


class AnswerToAll(Invalid):
    code = "comment.internal_to_all"
    zh = "内部备注不会发给业主，不能选择“告知全部报修人”。"
    en = "An internal note is not for residents and cannot be told to all who reported it."


class ContactOver(Conflict):
    """Who has no more to do with the ticket has no reason to call."""

    code = "ticket.contact_over"
    zh = "工单已结束，不能再查看联系电话。"
    en = "The ticket has ended; its contact is no longer shown."


class TicketChanged(Conflict):
    """Somebody else was quicker; the member `ticket` carries the present ticket."""

    code = "ticket.changed"
    zh = "工单刚刚被更新过，请查看最新内容后再操作。"
    en = "The ticket has just been changed; please look at it again."


class AlreadyRated(Conflict):
    code = "ticket.already_rated"
    zh = "该工单已经评价过了。"
    en = "This ticket has been rated already."


class RatedTooLate(Conflict):
    """What was closed long ago is rated no more: nobody remembers, and the figures of that month have been read."""

    code = "rating.too_late"
    zh = "工单关闭已超过 {days} 天，不能再评价。"
    en = "The ticket was closed more than {days} days ago and can be rated no more."


class TagUnfit(Invalid):
    """The member `tag` names the code of a word that does not go with the score it speaks of."""

    code = "rating.tag_unfit"
    zh = "所选标签与评分不符，请重新选择。"
    en = "A chosen tag does not go with the score; please choose again."


class RepliedAlready(Conflict):
    code = "rating.replied_already"
    zh = "您已经回复过这条评价。"
    en = "This rating has been replied to already."


class LinkByTextOnly(Forbidden):
    """Who did the work would hold the link by which it is rated."""

    code = "rating_link.by_text_only"
    zh = "评价由住户填写：链接只能用短信发给住户，或由物业出示。"
    en = "The resident rates your work: the link can only be sent as a text, or shown by the office."


class LinkOver(Gone):
    """The same for a link that never was, was used, has run out, or was replaced: nobody learns which."""

    code = "rating_link.over"
    zh = "链接已失效：可能已经使用、已过期或已更换。如果您刚刚提交过，说明已经收到。"
    en = "This link is no longer valid: it has been used, has expired or was replaced. If you have just sent it, it has arrived."


class VisitOver(Conflict):
    code = "return_visit.over"
    zh = "这次回访已经有结果了。"
    en = "This return visit has its outcome already."


class UrgedAlready(TooMany):
    code = "ticket.urged_already"
    zh = "刚刚已经催过单了，请稍后再催。"
    en = "The ticket was urged a short while ago; please try again later."


class TooManyReports(TooMany):
    """One person reports more than any household has broken; `retry_after` says when the next will be taken."""

    code = "ticket.too_many"
    zh = "您最近一小时内已提交 {most} 个报修，请稍后再试。紧急情况请直接致电物业。"
    en = "You have made {most} reports within the last hour; please try again later. If it is urgent, call the property office."


class Missing(Invalid):
    """The action needs something that was not given; the member `field` names it."""

    code = "ticket.data_missing"
    zh = "请填写{field_zh}。"
    en = "Please give the {field_en}."

    def detail(self, language: str) -> str:
        field_zh, field_en = FIELD_NAMES[self.params["field"]]
        return (self.en if language == "en" else self.zh).format(field_zh=field_zh, field_en=field_en)


class ProofNeeded(Invalid):
    code = "ticket.proof_needed"
    zh = "此类工单完成时需要上传现场照片。"
    en = "Tickets of this kind need a photo as proof when they are resolved."


class BadHoldEnd(Invalid):
    code = "ticket.hold_end"
    zh = "挂起截止时间应在未来 90 天之内。"
    en = "A hold must end in the future, within 90 days."


class BadTime(Invalid):
    code = "ticket.bad_time"
    zh = "发生时间不能早于上一步，也不能在将来。"
    en = "The time must not lie before the step before, nor in the future."


class BadPeriod(Invalid):
    code = "statistics.period"
    zh = "统计区间应从早到晚，最长 {most} 天。"
    en = "The period must run from an earlier to a later day, {most} days at most."


class ViewExists(Conflict):
    code = "ticket_view.exists"
    zh = "您已有名为“{name}”的视图，请换一个名称。"
    en = "You have a view named “{name}” already; please choose another name."


class TooManyViews(Conflict):
    code = "ticket_view.too_many"
    zh = "每人最多保存 {most} 个视图，请先删除不用的。"
    en = "Nobody can keep more than {most} views; please delete some first."


class TooManyToExport(Invalid):
    code = "tickets.export_too_many"
    zh = "符合条件的工单超过 {most} 条，请缩小范围后再导出。"
    en = "More than {most} tickets match; please narrow the list before the export."


class QuoteUndecided(Conflict):
    """Paid work waits for the resident's word."""

    code = "quote.undecided"
    zh = "报价还在等业主确认，同意或拒绝后才能继续。"
    en = "The quote waits for the resident; work goes on once it is agreed to or declined."


class QuoteNotOpen(Conflict):
    code = "quote.not_open"
    zh = "这份报价已经处理过或已更新，请查看最新报价。"
    en = "This quote has been decided or replaced; please look at the present one."


class QuoteTooDear(Invalid):
    code = "quote.too_dear"
    zh = "报价合计不能超过 10 万元，请检查单价和数量。"
    en = "A quote may not exceed 100,000; please check prices and quantities."


class QuoteLineIncomplete(Invalid):
    """A line names an item of the price list, or all of kind, name, unit and price; never both."""

    code = "quote.line_incomplete"
    zh = "每行报价请选择价目表项目，或填全类型、名称、单位和单价。"
    en = "Each line names an item of the price list, or a kind, name, unit and price."


class UnknownPriceItem(Invalid):
    code = "quote.price_item_unknown"
    zh = "所选的收费项目不存在或已停用，请重新选择。"
    en = "A chosen item is not in the price list any more; please choose again."


class PriceItemExists(Conflict):
    code = "price_item.exists"
    zh = "价目表里已有同名同单位的项目。"
    en = "The price list has an item of this name and unit already."


class UnknownPlace(Invalid):
    code = "ticket.place_unknown"
    zh = "报修地点不存在，请重新选择。"
    en = "The place does not exist; please choose again."


class UnknownFloor(Invalid):
    """A floor that the building does not have, or without a building."""

    code = "ticket.floor_unknown"
    zh = "楼层不存在，请先选择楼栋，再选择楼层。"
    en = "The building has no such floor; please choose a building, then a floor."


class PlaceNeeded(Invalid):
    code = "ticket.place_needed"
    zh = "请选择报修的房屋或公共区域，二者选其一。"
    en = "Name either a home or a public place."


class UnknownCategory(Invalid):
    code = "ticket.category_unknown"
    zh = "报修类别不存在，请重新选择。"
    en = "The category does not exist; please choose again."


class CannotTakeTickets(Invalid):
    code = "ticket.assignee_unfit"
    zh = "该人员不是本小区的在职网格员或物业人员。"
    en = "This person is not an active worker of this community."


class UnknownAttachment(Invalid):
    code = "attachment.unknown"
    zh = "有照片不存在、已被使用或不是您上传的，请重新上传。"
    en = "A photo does not exist, is in use already or is not yours; please upload it again."


class AttachmentTooLarge(DomainError):
    status = 413
    code = "attachment.too_large"
    zh = "照片不能超过 15 MB。"
    en = "A photo may have at most 15 MB."


class AttachmentEmpty(Invalid):
    code = "attachment.empty"
    zh = "文件是空的，请重新选择照片。"
    en = "The file is empty; please choose the photo again."


class AttachmentUnsupported(DomainError):
    """The content, whatever its name says, is no picture that can be shown everywhere."""

    status = 415
    code = "attachment.unsupported"
    zh = "只支持 JPEG、PNG、WebP 格式的照片。"
    en = "Only JPEG, PNG and WebP photos are supported."


class AttachmentDamaged(Invalid):
    code = "attachment.damaged"
    zh = "照片文件已损坏或不完整，请重新拍摄或选择。"
    en = "The photo is damaged or incomplete; please take or choose it again."


class AttachmentTooManyPixels(Invalid):
    code = "attachment.too_many_pixels"
    zh = "照片尺寸过大，请缩小后再上传。"
    en = "The picture has too many pixels; please make it smaller."


class CategoryCodeTaken(Conflict):
    code = "category.code_taken"
    zh = "类别代码“{category_code}”已被使用。"
    en = "The category code {category_code} is in use already."


class BadParent(Invalid):
    """The parent does not exist here, has been retired, or stands on the third level already."""

    code = "category.parent_unfit"
    zh = "上级类别不存在、已停用，或已是第三级。"
    en = "The parent category does not exist, is retired, or is on the third level already."


class BadMinutes(Invalid):
    code = "category.minutes"
    zh = "响应时限不能晚于到场时限，到场时限不能晚于修复时限。"
    en = "The time to respond must not exceed that to arrive, nor that the time to resolve."


class BadCalendar(Invalid):
    """The member `where` names the weekday or date, or `weekly` where the week as a whole is too short."""

    code = "calendar.invalid"
    zh = "工作时间有误（{name}）：时段须按先后排列、互不重叠，每周合计至少 8 小时。"
    en = "The hours are not valid ({name}): spans must follow each other without overlap, at least 8 hours a week in all."

    def detail(self, language: str) -> str:
        where = self.params["where"]
        return _say(self, language, DAY_NAMES.get(where, (where, where)))


class BadLadder(Invalid):
    """The member `promise` says whose rungs are wrong."""

    code = "promises.ladder"
    zh = "提醒阶梯有误（{name}）：每一级须晚于上一级；只有到期（100%）后才能再加分钟数；须指定提醒对象。"
    en = "The ladder is not valid ({name}): rungs must rise in time, minutes count from 100 % only, and somebody must be told."

    def detail(self, language: str) -> str:
        return _say(self, language, PROMISE_NAMES[self.params["promise"]])


def _say(error: DomainError, language: str, names: tuple[str, str]) -> str:
    zh, en = names
    return error.en.format(name=en) if language == "en" else error.zh.format(name=zh)
