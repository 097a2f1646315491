"""How the platform speaks of promises, in both languages: what will happen to a ticket, and what it has done by itself."""

from collections.abc import Iterable

from repairs.ladder import Event
from repairs.models import VisitOutcome
from repairs.terms import Promise, Recipient, Rung
from repairs.workflow import Action

Both = dict[str, str]

DONE = {
    Promise.ASSIGNMENT: ("派单", "assigned"),
    Promise.RESPONSE: ("接单", "accepted"),
    Promise.ARRIVE: ("到场", "visited"),
    Promise.RESOLVE: ("修复", "repaired"),
}
WHOM = {
    Recipient.ASSIGNEE: ("处理人", "the worker"),
    Recipient.MANAGER: ("物业经理", "the property manager"),
    Recipient.CONTROL_ROOM: ("中控室", "the control room"),
    Recipient.SUPERVISOR: ("街道", "the district office"),
}
ASKED = {
    VisitOutcome.SATISFIED: ("电话回访：业主满意", "Asked by the office: the resident is satisfied"),
    VisitOutcome.UNSATISFIED: ("电话回访：业主不满意", "Asked by the office: the resident is not satisfied"),
    VisitOutcome.UNREACHABLE: ("电话回访：未联系上", "Asked by the office: nobody reached"),
}
HOLD_OVER = {"zh": "挂起时间到，继续计时", "en": "The hold ends and the clock runs on"}
A_NEIGHBOUR = {"zh": "邻居", "en": "A neighbour"}
WITHDRAWN_PARENT = {"zh": "原报修已撤回，本工单继续处理", "en": "The first report was withdrawn; this one goes on"}
ME_TOO = "我家也遇到了同样的问题。"
"""What somebody reports who joins a report without a word."""
AUTO_CLOSE = {"zh": "如无反馈，工单自动关闭", "en": "The ticket closes by itself if nobody objects"}
HOLD_IS_OVER = {"zh": "挂起时间已到，继续计时", "en": "The hold is over; the clock runs on"}


SPOKEN = ("[语音]", "[Voice]")


def spoken(seconds: int) -> Both:
    """Stand for the words of a report that has been spoken."""
    return {"zh": f"{SPOKEN[0]} {seconds} 秒", "en": f"{SPOKEN[1]} {seconds} s"}


def closed_unanswered(days: int) -> Both:
    """Say why a ticket was closed by itself."""
    return {"zh": f"修复后 {days} 天内无反馈，自动关闭", "en": f"Closed by itself: no word within {days} days of the repair"}


def promised(promise: Promise) -> Both:
    """Say what falls due."""
    zh, en = DONE[promise]
    return {"zh": f"应在此前{zh}", "en": f"To be {en} by then"}


def rating_link(category: str, url: str, days: int) -> str:
    """Return the text message that asks for a word; it goes out in Chinese, as all text messages do."""
    return f"【邻里】您报修的“{category}”已处理，请确认并评价：{url}（{days} 天内有效，仅限使用一次，请勿转发）"


def visited(outcome: VisitOutcome, attempt: int) -> Both:
    """Say what came of asking the resident."""
    zh, en = ASKED[outcome]
    times = ("", "") if attempt == 1 else (f"（第 {attempt} 次）", f" (call {attempt})")
    return {"zh": zh + times[0], "en": en + times[1]}


def of(event: Event) -> Both:
    """Say what will happen by itself."""
    if event.rung is None:
        return HOLD_OVER if event.action is Action.HOLD_OVER else AUTO_CLOSE
    zh, en = DONE[event.rung.promise]
    whom_zh, whom_en = _names(event.rung.to)
    return {"zh": f"如仍未{zh}，将提醒{whom_zh}", "en": f"If it is not {en} by then, {whom_en} will be told"}


def climbed(rung: Rung, to: Iterable[Recipient]) -> Both:
    """Say why who was told of a rung."""
    zh, en = DONE[rung.promise]
    whom_zh, whom_en = _names(to)
    if rung.promise is Promise.ASSIGNMENT:
        return {"zh": f"{rung.after} 分钟仍未派单，已提醒{whom_zh}", "en": f"Not assigned for {rung.after} minutes; {whom_en} told"}
    if rung.percent < 100:
        return {
            "zh": f"{zh}时限已过 {rung.percent}%，已提醒{whom_zh}",
            "en": f"{rung.percent} % of its time gone; {whom_en} told",
        }
    if rung.after == 0:
        return {"zh": f"已到{zh}时限，已提醒{whom_zh}", "en": f"Due to be {en} now; {whom_en} told"}
    return {
        "zh": f"超过{zh}时限 {rung.after} 分钟，已提醒{whom_zh}",
        "en": f"Not {en} {rung.after} minutes past due; {whom_en} told",
    }


def _names(to: Iterable[Recipient]) -> tuple[str, str]:
    names = [WHOM[one] for one in to]
    return "、".join(zh for zh, _ in names), " and ".join(en for _, en in names)
