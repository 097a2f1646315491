"""The default categories that all communities share until they change them: place × matter × problem.

Times are minutes from the report: first answer, on site, repair. They follow what estates promise their owners in practice: what
endangers people or pours water at once and around the clock, what merely annoys within working days. A community may change
every one of them.
"""

from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, UUID, uuid5

from community.core.db import upsert_into
from community.core.uow import UnitOfWork
from repairs.models import Category

HOUR, DAY = 60, 9 * 60  # a day of working time
USUAL = (30, 2 * HOUR, 8 * HOUR)
PROOF = ("proof",)
PARTS = ("proof", "cause", "parts")


class Kind(NamedTuple):
    """One default category: its promises in minutes, `always` around the clock, and what a resolution must come with."""

    code: str
    name: str
    name_en: str
    icon: str
    times: tuple[int, int, int] = (2 * HOUR, DAY, 2 * DAY)
    requires: tuple[str, ...] = ()
    keywords: str = ""
    always: bool = False
    children: tuple["Kind", ...] = ()


INDOOR = (
    Kind("utilities", "水电", "Water and power", "plug", (30, 4 * HOUR, DAY), children=(
        Kind("leak", "漏水", "Water leak", "drop", (15, HOUR, 4 * HOUR), PROOF, "渗水 滴水 水管 爆管 漏雨", True),
        Kind("power-cut", "断电", "Power cut", "bolt", (15, HOUR, 4 * HOUR), (), "停电 跳闸 没电 空气开关", True),
        Kind("switch", "开关插座", "Switch or socket", "switch", (30, 4 * HOUR, DAY), PROOF, "灯不亮 插座没电 接触不良"),
        Kind("drain", "下水堵塞", "Blocked drain", "drain", USUAL, PROOF, "马桶 地漏 返水 疏通", True),
        Kind("water-supply", "停水水压", "No water or low pressure", "tap", USUAL, (), "没水 水压小 水龙头", True),
    )),
    Kind("doors-windows", "门窗", "Doors and windows", "door", children=(
        Kind("door-lock", "门锁", "Door lock", "lock", (30, 2 * HOUR, DAY), PARTS, "打不开 锁芯 钥匙"),
        Kind("window", "窗户玻璃", "Window or glass", "window", (2 * HOUR, DAY, 2 * DAY), PROOF, "玻璃破 关不上 漏风"),
    )),
    Kind("home-intercom", "室内对讲", "Indoor intercom", "phone", (HOUR, 4 * HOUR, DAY), children=(
        Kind("intercom", "对讲故障", "Intercom faulty", "phone", (HOUR, 4 * HOUR, DAY), (), "听不清 没声音 可视门铃"),
    )),
    Kind("noise", "噪音", "Noise", "sound", (30, 2 * HOUR, DAY), children=(
        Kind("renovation-noise", "装修噪音", "Renovation noise", "hammer", (30, HOUR, 4 * HOUR), (), "电钻 施工"),
        Kind("neighbour-noise", "邻里噪音", "Noisy neighbours", "sound", (30, HOUR, DAY), (), "楼上 深夜 宠物 音响", True),
    )),
    Kind("other", "其他", "Something else", "more"),
)  # fmt: skip
PUBLIC = (
    Kind("lift", "电梯", "Lift", "lift", (15, HOUR, DAY), children=(
        Kind("lift-trapped", "电梯困人", "People trapped in the lift", "alert", (5, 30, HOUR), (), "困住 关人 救援", True),
        Kind("lift-stopped", "电梯停运", "Lift out of service", "lift", (15, HOUR, 8 * HOUR), ("cause",), "坏了 不动 停用", True),
        Kind("lift-noise", "异响抖动", "Lift noisy or shaking", "lift", (HOUR, 4 * HOUR, DAY), (), "晃动 响声"),
    )),
    Kind("public-water", "公共水电", "Shared water and power", "plug", (30, 2 * HOUR, DAY), children=(
        Kind("public-leak", "公共漏水", "Leak in a shared area", "drop", (15, HOUR, 4 * HOUR), PROOF, "屋面 管井 车库积水", True),
        Kind("public-drain", "公共下水堵塞", "Blocked shared drain", "drain", USUAL, PROOF, "化粪池 污水 外溢", True),
    )),
    Kind("lighting", "公共照明", "Public lighting", "lamp", children=(
        Kind("corridor-light", "楼道灯", "Corridor light", "lamp", (2 * HOUR, 4 * HOUR, DAY), PROOF, "走廊 声控灯 不亮"),
        Kind("outdoor-light", "路灯车库灯", "Outdoor or garage light", "lamp", (2 * HOUR, DAY, 2 * DAY), PROOF, "路灯 地库 不亮"),
    )),
    Kind("entry", "门禁", "Entrance and access", "access", (30, 2 * HOUR, DAY), children=(
        Kind("entrance-door", "单元门故障", "Entrance door faulty", "door", USUAL, PROOF, "门禁 刷卡 闭门器 关不上", True),
        Kind("gate", "小区大门道闸", "Gate or barrier", "access", USUAL, (), "道闸 抬杆 大门", True),
    )),
    Kind("cleaning", "环境卫生", "Cleaning", "broom", children=(
        Kind("rubbish", "垃圾清运", "Rubbish collection", "bin", (2 * HOUR, 4 * HOUR, DAY), PROOF, "垃圾桶 异味 建筑垃圾"),
        Kind("corridor-dirt", "楼道保洁", "Dirty corridor", "broom", (2 * HOUR, 4 * HOUR, DAY), PROOF, "脏 污渍 小广告"),
        Kind("pests", "虫鼠防治", "Pests", "bug", (4 * HOUR, DAY, 3 * DAY), (), "老鼠 蟑螂 白蚁 蚊虫"),
    )),
    Kind("parking", "停车", "Parking", "car", (30, HOUR, DAY), (), "占车位 违停 堵消防通道"),
    Kind("greenery", "绿化", "Greenery", "tree", (4 * HOUR, DAY, 3 * DAY), (), "树枝 草坪 修剪 倒伏"),
    Kind("public-other", "其他公共事项", "Something else outdoors", "more"),
)  # fmt: skip
CATALOGUE = (
    Kind("home", "室内", "In the home", "home", children=INDOOR),
    Kind("public", "公共区域", "Shared areas", "building", children=PUBLIC),
)
SCOPES = {"home": "home", "public": "public"}  # the code of the place → what its categories are for
BOTH = ("noise", "renovation-noise", "neighbour-noise")  # heard at home, made anywhere


def default_id(code: str) -> UUID:
    """Return the id of a default category; the same in every installation."""
    return uuid5(NAMESPACE_URL, f"linli:category:{code}")


def ensure_catalogue(uow: UnitOfWork) -> None:
    """Add the default categories that are missing; what an operator has changed stays as it is."""
    for level in _levels():
        uow.session.execute(upsert_into(uow.session, Category).values(level).on_conflict_do_nothing(index_elements=["id"]))


def _levels() -> list[list[dict[str, Any]]]:
    """Return the rows, parents before their children."""
    places = [_row(place, None, i, place.code) for i, place in enumerate(CATALOGUE)]
    matters = [_row(kind, place.code, i, place.code) for place in CATALOGUE for i, kind in enumerate(place.children)]
    problems = [
        _row(kind, matter.code, i, place.code)
        for place in CATALOGUE
        for matter in place.children
        for i, kind in enumerate(matter.children)
    ]
    return [places, matters, problems]


def _row(kind: Kind, parent: str | None, position: int, place: str) -> dict[str, Any]:
    response, arrive, resolve = kind.times
    return {
        "id": default_id(kind.code),
        "parent_id": default_id(parent) if parent else None,
        "code": kind.code,
        "name": kind.name,
        "name_en": kind.name_en,
        "icon": kind.icon,
        "sort": position,
        "scope": "both" if kind.code in BOTH else SCOPES[place],
        "keywords": kind.keywords.split(),
        "requires": ["measure", *kind.requires],
        "response_minutes": response,
        "arrive_minutes": arrive,
        "resolve_minutes": resolve,
        "urgent_response_minutes": _half(response),
        "urgent_arrive_minutes": _half(arrive),
        "urgent_resolve_minutes": _half(resolve),
        "around_clock": kind.always,
        "retired": False,
    }


def _half(minutes: int) -> int:
    """Return what an urgent ticket gets of the usual time, in whole minutes."""
    return (minutes + 1) // 2
