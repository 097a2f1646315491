"""A fortnight of tickets in the demo estate: what was reported, and what was done about it.

Only categories that need no photo as proof: nothing is pictured that nobody has photographed.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

NOTHING: Mapping[str, Any] = {}


class Deed(NamedTuple):
    """One step: who (a key of the demo's people), how many minutes after the report, what, and with what words.

    `me_too` is no action on the ticket: whoever lives in the home that `who` names joins the report.
    """

    who: str
    minutes: float
    action: str
    data: Mapping[str, Any] = NOTHING


class Story(NamedTuple):
    """One ticket: by whom, how many hours ago, of which category, where, in which words, and the deeds that followed."""

    by: str
    hours_ago: float
    category: str
    place: str
    text: str
    deeds: tuple[Deed, ...] = ()
    visit: bool = False  # reported with an appointment: the first window of the next day that offers one


def _sent(worker: str, accept: float = 6) -> tuple[Deed, ...]:
    return Deed("manager", 2, "assign", {"assignee_id": worker}), Deed(worker, accept, "accept")


def _done(worker: str, measure: str, arrive: float = 20, done: float = 55) -> tuple[Deed, ...]:
    return (
        *_sent(worker),
        Deed(worker, 12, "depart"),
        Deed(worker, arrive, "arrive"),
        Deed(worker, done, "resolve", {"measure": measure}),
    )


def _rated(minutes: float, words: str, *tags: str, speed: int = 5, quality: int = 5, manner: int = 5) -> tuple[Deed, ...]:
    scores = {"speed": speed, "quality": quality, "manner": manner, "words": words, "tags": tags}
    return Deed("resident", minutes, "confirm"), Deed("resident", minutes + 1, "rate", scores)


HOME = "1栋1单元1203"
RUSTY_VALVE = (("三角阀（铜，4 分）", 2), ("不锈钢编织软管 50 厘米", 2), ("更换阀门、软管或龙头", 1))  # names in `prices`
STORIES = (
    Story(
        "resident",
        312,
        "power-cut",
        HOME,
        "客厅和厨房突然没电，卧室正常。",
        (*_done("worker", "更换跳闸的空气开关，复测正常。"), *_rated(70, "十几分钟就到了，很专业。", "punctual", "skilled")),
    ),
    Story(
        "resident",
        265,
        "water-supply",
        HOME,
        "早上水压很小，热水器打不着。",
        (
            *_done("worker", "清洗入户过滤网，水压恢复。"),
            *_rated(180, "修好了，师傅还教了怎么自己清洗。", "skilled", "explains", speed=4),
            Deed("worker", 200, "reply", {"text": "不客气，过滤网建议每半年清洗一次，有问题随时叫我。"}),
        ),
    ),
    Story(
        "manager",
        198,
        "lift-noise",
        "1栋2单元",
        "电梯下行时有异响，晚上特别明显。",
        (
            *_done("worker", "维保单位更换导靴并加油。", arrive=45, done=330),
            Deed("manager", 420, "close", {"reason": "现场复核无异响"}),
        ),
    ),
    Story(
        "resident",
        121,
        "power-cut",
        HOME,
        "卫生间灯和插座没电。",
        (
            *_done("worker", "重接松脱的零线。"),
            Deed("resident", 200, "reject", {"reason": "晚上又断电了"}),
            Deed("worker", 215, "accept"),
            Deed("worker", 230, "start"),
            Deed("worker", 300, "resolve", {"measure": "更换漏电保护器。", "cause": "保护器老化"}),
            *_rated(360, "第二次才彻底修好，来回折腾了一天。", "slow", "lasting", speed=2, quality=4),
            Deed("manager", 400, "call", {"outcome": "satisfied", "note": "现在用电正常，已向业主致歉；提醒师傅复测后再离开。"}),
        ),
    ),
    Story(
        "manager",
        50,
        "pests",
        "3栋1单元",
        "垃圾房附近有老鼠。",
        (
            *_sent("worker2"),
            Deed("worker2", 90, "arrive"),
            Deed("worker2", 120, "hold", {"reason": "已投放毒饵，等待专业公司复查", "until": 6 * 24 * 60}),
        ),
    ),
    # A score is low here: the office is to call.
    Story(
        "resident",
        44,
        "intercom",
        HOME,
        "对讲机按了开锁键，楼下门没反应。",
        (
            *_done("worker", "重启室内机，恢复正常。", arrive=95, done=110),
            *_rated(300, "好了半天又不灵了，师傅也没说是什么毛病。", "late", "makeshift", "silent", speed=3, quality=2, manner=3),
        ),
    ),
    Story(
        "resident",
        26,
        "neighbour-noise",
        HOME,
        "楼上每晚十一点以后拖动桌椅。",
        _done("worker", "上门沟通，住户已加装桌脚垫。", arrive=40, done=75),
    ),
    Story("resident", 3, "intercom", HOME, "家里对讲机听不清门口说话。", _sent("worker"), visit=True),
    Story(
        "resident",
        1.5,
        "water-supply",
        HOME,
        "厨房水龙头拧到底也只有一丝水。",
        (
            *_sent("worker"),
            Deed("worker", 12, "depart"),
            Deed("worker", 22, "arrive"),
            Deed("worker", 31, "quote", {"lines": RUSTY_VALVE, "note": "三角阀锈死，软管也老化了，建议一起换。"}),
        ),
    ),
    Story(
        "housemate",
        0.8,
        "lift-noise",
        "1栋1单元",
        "电梯到 8 楼会抖一下，门要开合两次才关上。",
        (
            *_sent("worker"),
            Deed("1栋1单元1103", 14, "me_too", {"text": "我家孩子早上也碰到了，抖得有点吓人。"}),
            Deed("1栋1单元503", 21, "me_too", {"text": "昨晚回来时门夹了一下购物车。"}),
            Deed("worker", 26, "depart"),
            Deed("worker", 33, "arrive"),
        ),
    ),
    # Nobody has taken this one yet: it goes to a grid worker by itself as soon as the platform runs.
    Story("housemate", 0.5, "water-supply", HOME, "刚刚停水了，请问什么时候恢复？"),
)
