"""The demo estate's labels and windows for visits, made by the same services that people use."""

from typing import Any, NamedTuple

from community.core.uow import UnitOfWork
from community.core.versions import Seen, etag
from community.demo.estate import DemoCommunity
from repairs.appointments.queries import slots
from repairs.appointments.services import settle
from repairs.calendars import WEEKDAYS
from repairs.catalogue import default_id
from repairs.demo.stories import Story
from repairs.labels.services import add_label


class Sticker(NamedTuple):
    """One label: its name, at which building or entrance of the estate (none: the grounds), and what is mostly reported there."""

    name: str
    spot: str
    category: str
    building: str | None = None
    entrance: str | None = None
    floor: int | None = None


STICKERS = (
    Sticker("1栋1单元电梯", "电梯", "lift-stopped", entrance="1栋1单元", floor=1),
    Sticker("1栋1单元大堂", "大堂", "corridor-light", entrance="1栋1单元", floor=1),
    Sticker("1栋地下车库入口", "地下车库", "outdoor-light", building="1栋", floor=-1),
    Sticker("东门道闸", "东门", "gate"),
    Sticker("中心花园凉亭", "花园凉亭", "greenery"),
)
MORNING, AFTERNOON, EVENING = ("09:00", "11:00"), ("14:00", "16:00"), ("19:00", "20:30")


def offer_windows(uow: UnitOfWork, estate: DemoCommunity) -> None:
    """Settle windows as a manager would, once: two places each, in the evening for those who are at work by day."""
    usual, weekend = [_window(MORNING), _window(AFTERNOON), _window(EVENING)], [_window(MORNING)]
    weekly = {day: weekend if day in ("sat", "sun") else usual for day in WEEKDAYS}
    settle(uow, estate.community.id, Seen(etag(0)), weekly=weekly, days_ahead=7, lead_minutes=120)


def hang_labels(uow: UnitOfWork, estate: DemoCommunity) -> None:
    """Make the estate's labels."""
    for sticker in STICKERS:
        add_label(
            uow,
            community_id=estate.community.id,
            name=sticker.name,
            building_id=estate.buildings[sticker.building].id if sticker.building else None,
            entrance_id=estate.entrances[sticker.entrance].id if sticker.entrance else None,
            floor=sticker.floor,
            spot=sticker.spot,
            category_id=default_id(sticker.category),
        )


def wants_visit(uow: UnitOfWork, estate: DemoCommunity, story: Story) -> dict[str, Any]:
    """Return the appointment with which a story was reported: the first that can still be had, none in a week of holidays."""
    free = [slot for slot in slots(uow, community_id=estate.community.id) if not slot["full"]] if story.visit else []
    return {"appointment": {"starts_at": free[0]["starts_at"]}} if free else {}


def _window(clock: tuple[str, str]) -> dict[str, Any]:
    begin, end = clock
    return {"begin": begin, "end": end, "capacity": 2}
