"""The default categories that all communities share until they make a tree of their own.

Times are minutes from the report: first answer, repair. They follow what estates promise their owners in practice: what endangers
people or pours water at once, what merely annoys within days. A community may change every one of them.
"""

from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, UUID, uuid5

from community.core.db import upsert_into
from community.core.uow import UnitOfWork
from repairs.models import Category

HOUR, DAY = 60, 24 * 60


class Kind(NamedTuple):
    """One default category; `proof` asks for a photo when the work is done."""

    code: str
    name: str
    name_en: str
    icon: str
    response: int = 2 * HOUR
    resolve: int = 2 * DAY
    proof: bool = False
    children: tuple["Kind", ...] = ()


CATALOGUE = (
    Kind("utilities", "水电", "Water and power", "plug", 30, DAY, children=(
        Kind("leak", "漏水", "Water leak", "drop", 15, 4 * HOUR, True),
        Kind("power-cut", "断电", "Power cut", "bolt", 15, 4 * HOUR),
        Kind("switch", "开关插座", "Switch or socket", "switch", 30, DAY, True),
        Kind("drain", "下水堵塞", "Blocked drain", "drain", 30, 8 * HOUR, True),
        Kind("water-supply", "停水水压", "No water or low pressure", "tap", 30, 8 * HOUR),
    )),
    Kind("doors-windows", "门窗", "Doors and windows", "door", children=(
        Kind("door-lock", "门锁", "Door lock", "lock", 30, DAY, True),
        Kind("window", "窗户玻璃", "Window or glass", "window", 2 * HOUR, 2 * DAY, True),
    )),
    Kind("lift", "电梯", "Lift", "lift", 15, DAY, children=(
        Kind("lift-trapped", "电梯困人", "People trapped in the lift", "alert", 5, HOUR),
        Kind("lift-stopped", "电梯停运", "Lift out of service", "lift", 15, 8 * HOUR),
        Kind("lift-noise", "异响抖动", "Lift noisy or shaking", "lift", HOUR, DAY),
    )),
    Kind("lighting", "公共照明", "Public lighting", "lamp", children=(
        Kind("corridor-light", "楼道灯", "Corridor light", "lamp", 2 * HOUR, DAY, True),
        Kind("outdoor-light", "路灯车库灯", "Outdoor or garage light", "lamp", 2 * HOUR, 2 * DAY, True),
    )),
    Kind("entry", "门禁", "Entrance and access", "access", 30, DAY, children=(
        Kind("entrance-door", "单元门故障", "Entrance door faulty", "door", 30, 8 * HOUR, True),
        Kind("intercom", "对讲故障", "Intercom faulty", "phone", HOUR, DAY),
    )),
    Kind("cleaning", "环境卫生", "Cleaning", "broom", children=(
        Kind("rubbish", "垃圾清运", "Rubbish collection", "bin", 2 * HOUR, DAY, True),
        Kind("corridor-dirt", "楼道保洁", "Dirty corridor", "broom", 2 * HOUR, DAY, True),
        Kind("pests", "虫鼠防治", "Pests", "bug", 4 * HOUR, 3 * DAY),
    )),
    Kind("noise", "噪音", "Noise", "sound", 30, DAY, children=(
        Kind("renovation-noise", "装修噪音", "Renovation noise", "hammer", 30, 4 * HOUR),
        Kind("neighbour-noise", "邻里噪音", "Noisy neighbours", "sound", 30, DAY),
    )),
    Kind("parking", "停车", "Parking", "car", 30, DAY),
    Kind("greenery", "绿化", "Greenery", "tree", 4 * HOUR, 3 * DAY),
    Kind("other", "其他", "Something else", "more"),
)  # fmt: skip


def default_id(code: str) -> UUID:
    """Return the id of a default category; the same in every installation."""
    return uuid5(NAMESPACE_URL, f"linli:category:{code}")


def ensure_catalogue(uow: UnitOfWork) -> None:
    """Add the default categories that are missing; what an operator has changed stays as it is."""
    for level in (_rows(CATALOGUE, None), [row for kind in CATALOGUE for row in _rows(kind.children, kind.code)]):
        uow.session.execute(upsert_into(uow.session, Category).values(level).on_conflict_do_nothing(index_elements=["id"]))


def _rows(kinds: tuple[Kind, ...], parent: str | None) -> list[dict[str, Any]]:
    return [
        {
            "id": default_id(kind.code),
            "parent_id": default_id(parent) if parent else None,
            "code": kind.code,
            "name": kind.name,
            "name_en": kind.name_en,
            "icon": kind.icon,
            "sort": position,
            "response_minutes": kind.response,
            "resolve_minutes": kind.resolve,
            "proof_required": kind.proof,
            "retired": False,
        }
        for position, kind in enumerate(kinds)
    ]
