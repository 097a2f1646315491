"""What can go wrong with appointments."""

from community.core.errors import Conflict, Invalid
from repairs.names import DAY_NAMES


class SlotFull(Conflict):
    """Somebody else was quicker; the member `slots` carries what is offered now."""

    code = "slot.full"
    zh = "这个时段刚刚约满了，请换一个时段。"
    en = "This window has just been filled; please choose another."


class SlotPast(Invalid):
    code = "slot.past"
    zh = "这个时段已经开始或太近，来不及安排，请换一个时段。"
    en = "This window has begun or is too near; please choose another."


class SlotNotOffered(Invalid):
    code = "slot.not_offered"
    zh = "这个时段不在可预约范围内，请重新选择。"
    en = "This window is not offered; please choose again."


class NoAppointment(Conflict):
    code = "appointment.none"
    zh = "这张报修单没有预约时间，无需取消。"
    en = "The ticket has no appointment to cancel."


class BadWindows(Invalid):
    """The member `where` names the weekday."""

    code = "appointments.windows"
    zh = "预约时段有误（{name}）：须按先后排列、互不重叠，结束晚于开始。"
    en = "The windows are not valid ({name}): they must follow each other without overlap."

    def detail(self, language: str) -> str:
        english = language == "en"
        return (self.en if english else self.zh).format(name=DAY_NAMES[self.params["where"]][english])
