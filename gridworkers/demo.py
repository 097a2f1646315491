"""The demo estate's grids: every building looked after, workers on duty."""

from typing import NamedTuple

from community.core.ids import new_id
from community.core.uow import UnitOfWork
from community.demo.estate import Demo, DemoCommunity
from gridworkers.models import Shift
from gridworkers.services import Spot, create_grid


class Area(NamedTuple):
    """One grid of the demo: a name, its buildings, its workers by their keys in the demo."""

    name: str
    buildings: tuple[str, ...]
    workers: tuple[str, ...]


# The west grid has two, so that work is seen to be shared out.
MAIN_AREAS = (
    Area("东区网格", ("1栋", "2栋"), ("worker",)),
    Area("中区网格", ("3栋", "4栋"), ("worker2",)),
    Area("西区网格", ("5栋", "6栋"), ("worker2", "worker3")),
)
OTHER_AREAS = (Area("全区网格", ("1栋", "2栋"), ("worker",)),)


def grids(uow: UnitOfWork, demo: Demo) -> None:
    """Draw the grids of both communities and put their workers on duty."""
    for estate, areas in ((demo.main, MAIN_AREAS), (demo.other, OTHER_AREAS)):
        for area in areas:
            _draw(uow, estate, area)
        for key in sorted({key for area in areas for key in area.workers}):
            uow.session.add(Shift(id=new_id(), person_id=estate.people[key].id, started_at=uow.now))


def _draw(uow: UnitOfWork, estate: DemoCommunity, area: Area) -> None:
    create_grid(
        uow,
        community_id=estate.community.id,
        name=area.name,
        places=[Spot(estate.buildings[name].id) for name in area.buildings],
        worker_ids=[estate.people[key].id for key in area.workers],
    )
