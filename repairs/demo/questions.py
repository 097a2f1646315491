"""A few days of questions in the demo estate, and what was answered."""

from collections.abc import Mapping
from typing import Any, NamedTuple

NOTHING: Mapping[str, Any] = {}


class Turn(NamedTuple):
    """One step: who (a key of the demo's people), how many minutes after the question, what was said or done."""

    who: str
    minutes: float
    text: str = ""
    action: str = "write"
    data: Mapping[str, Any] = NOTHING


class Question(NamedTuple):
    """One thread: by whom, how many hours ago, about what, in which words, and the turns that followed."""

    by: str
    hours_ago: float
    subject: str
    text: str
    turns: tuple[Turn, ...] = ()


QUESTIONS = (
    Question(
        "resident",
        75,
        "换地板要不要登记",
        "下周想把客厅的地板换掉，不动墙也不动水电，需要办手续吗？",
        (
            Turn("manager", 42, "您好，只换地板也请来前台登记一下，带身份证就行。工作日 8 点到 12 点、14 点到 18 点可以施工。"),
            Turn("resident", 55, "拆下来的旧地板放哪里？"),
            Turn("manager", 63, "装袋后放到 3 栋北侧的装修垃圾堆放点，请不要放在楼道里。"),
            Turn("resident", 70, action="useful", data={"useful": True}),
            Turn("resident", 71, "清楚了，谢谢。", "close"),
        ),
    ),
    Question(
        "housemate",
        29,
        "老人的门禁卡",
        "家里老人不用智能手机，能不能给他单独办一张门禁卡？",
        (
            Turn("manager", 20, "请文博跟进", "assign", {"assignee_id": "manager2"}),
            Turn("manager2", 35, "该户已登记三人，卡只发过一张，可以办。", data={"internal": True}),
            Turn("manager2", 38, "可以的。请带老人的身份证到前台，当场就能拿到卡。行动不便的话，我们也可以上门登记。"),
        ),
    ),
    # Nobody has answered these yet; the first, but in holidays, for longer than was promised.
    Question("resident", 98, "访客停车收费", "亲戚周末开车来住两天，地面访客位怎么收费？能提前登记车牌吗？"),
    Question("housemate", 0.7, "", "电梯里的广告声音太大了，晚上能不能关掉？"),
)
