"""What can go wrong with consultations."""

from community.core.errors import Conflict, Invalid

STATE_NAMES = {"waiting": ("待回复", "waiting for an answer"), "answered": ("已回复", "answered"), "closed": ("已结束", "closed")}
ACTION_NAMES = {
    "assign": ("转交", "assigned"),
    "convert": ("转为工单", "turned into a ticket"),
    "close": ("结束", "closed"),
    "reopen": ("重新打开", "reopened"),
    "useful": ("评价", "rated"),
}


class WrongConsultationState(Conflict):
    """The state does not allow the action; members `state` and `action` say which."""

    code = "consultation.wrong_state"
    zh = "咨询{state_zh}，不能{action_zh}。"
    en = "The consultation is {state_en} and cannot be {action_en}."

    def detail(self, language: str) -> str:
        state_zh, state_en = STATE_NAMES[self.params["state"]]
        action_zh, action_en = ACTION_NAMES[self.params["action"]]
        text = self.en if language == "en" else self.zh
        return text.format(state_zh=state_zh, state_en=state_en, action_zh=action_zh, action_en=action_en)


class AlreadyConverted(Conflict):
    """It has become a ticket; the member `ticket_id` says which."""

    code = "consultation.converted"
    zh = "该咨询已转为工单，请在工单中继续处理。"
    en = "This consultation has become a ticket; go on there."


class NoAnswerYet(Conflict):
    code = "consultation.no_answer"
    zh = "还没有收到回复，暂时不能评价。"
    en = "There is no answer yet that could be rated."


class CannotAnswer(Invalid):
    code = "consultation.assignee_unfit"
    zh = "该人员不是本小区的在职工作人员。"
    en = "This person is not on the active staff of this community."


class UnknownHome(Invalid):
    code = "consultation.home_unknown"
    zh = "房屋不属于该小区，请重新选择。"
    en = "The home is not in this community; please choose again."
