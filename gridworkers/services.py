"""Drawing grids, and going on and off duty. Every function takes the unit of work first and never commits."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from community import queries as community_queries
from community.core.auth import Place
from community.core.db import ROW_LOCK, find, upsert_into
from community.core.errors import NotFound
from community.core.ids import new_id
from community.core.uow import UnitOfWork
from community.policies import Role
from gridworkers import queries
from gridworkers.errors import NameTaken, NotAWorker, PlaceTaken, UnknownPlace
from gridworkers.events import WorkerOnDuty
from gridworkers.models import Grid, GridMember, GridPlace, Shift


class Spot(NamedTuple):
    """A building, or one entrance of it."""

    building_id: UUID
    entrance_id: UUID | None = None


def create_grid(uow: UnitOfWork, *, community_id: UUID, name: str, places: Sequence[Spot], worker_ids: Sequence[UUID] = ()) -> Grid:
    """Draw a grid. Raises NameTaken, PlaceTaken, UnknownPlace and NotAWorker."""
    uow.actor.require("grids.create", Place(community_id=community_id))
    grid = Grid(id=new_id(), community_id=community_id, name=name, created_at=uow.now)
    _insist_on_name(uow, grid, name)
    uow.session.add(grid)
    _set_places(uow, grid, places)
    _set_workers(uow, grid, worker_ids)
    uow.audit("grid.create", subject=("grid", grid.id), community_id=community_id, name=name)
    return grid


def update_grid(
    uow: UnitOfWork,
    grid_id: UUID,
    *,
    name: str | None = None,
    places: Sequence[Spot] | None = None,
    worker_ids: Sequence[UUID] | None = None,
) -> Grid:
    """Change what is given of a grid; places and workers are replaced as a whole."""
    grid = find(uow.session, Grid, grid_id)
    uow.actor.require("grids.update", grid.place)
    uow.session.refresh(grid, with_for_update=ROW_LOCK)
    if name is not None:
        _insist_on_name(uow, grid, name)
        grid.name = name
    if places is not None:
        _set_places(uow, grid, places)
    if worker_ids is not None:
        _set_workers(uow, grid, worker_ids)
    uow.audit("grid.update", subject=("grid", grid.id), community_id=grid.community_id, name=grid.name)
    return grid


def delete_grid(uow: UnitOfWork, grid_id: UUID) -> None:
    """Give a grid up; the tickets of its workers stay theirs."""
    grid = find(uow.session, Grid, grid_id)
    uow.actor.require("grids.delete", grid.place)
    uow.session.delete(grid)
    uow.audit("grid.delete", subject=("grid", grid.id), community_id=grid.community_id, name=grid.name)


def go_on_duty(uow: UnitOfWork) -> None:
    """Begin the actor's shift; nothing happens to one that runs."""
    uow.actor.require("shifts.on", _own(uow))
    if _start_shift(uow):
        uow.record(WorkerOnDuty(person_id=uow.actor.person_id))


def go_off_duty(uow: UnitOfWork) -> None:
    """End the actor's shift, if one runs; the tickets stay the worker's."""
    uow.actor.require("shifts.off", _own(uow))
    if shift := queries.running_shift(uow.session, uow.actor.person_id):
        shift.ended_at = uow.now


def _start_shift(uow: UnitOfWork) -> bool:
    """Begin a shift unless one runs, also if two ask at the same moment; say whether one was begun."""
    row = {"id": new_id(), "person_id": uow.actor.person_id, "started_at": uow.now}
    return uow.session.scalar(upsert_into(uow.session, Shift).values(row).on_conflict_do_nothing().returning(Shift.id)) is not None


def _own(uow: UnitOfWork) -> Place:
    return Place(owners=frozenset({uow.actor.person_id}))


def _insist_on_name(uow: UnitOfWork, grid: Grid, name: str) -> None:
    others = select(Grid.id).where(Grid.community_id == grid.community_id, Grid.name == name, Grid.id != grid.id)
    if uow.session.scalar(others.limit(1)):
        raise NameTaken


def _set_places(uow: UnitOfWork, grid: Grid, places: Sequence[Spot]) -> None:
    for spot in places:
        try:
            site = community_queries.public_site(uow.session, grid.community_id, spot.building_id, spot.entrance_id)
        except NotFound:
            raise UnknownPlace from None
        if other := _holder(uow, grid, spot):
            raise PlaceTaken(label=site.label, grid=other)
    kept = {(p.building_id, p.entrance_id): p for p in grid.places}
    grid.places = [kept.get(spot) or GridPlace(id=new_id(), **spot._asdict()) for spot in places]


def _holder(uow: UnitOfWork, grid: Grid, spot: Spot) -> str | None:
    """Return the name of another grid that has exactly this building or entrance."""
    same = GridPlace.entrance_id == spot.entrance_id
    if spot.entrance_id is None:
        same = GridPlace.entrance_id.is_(None)
    query = select(Grid.name).join(GridPlace).where(GridPlace.building_id == spot.building_id, same, Grid.id != grid.id)
    return uow.session.scalar(query.limit(1))


def _set_workers(uow: UnitOfWork, grid: Grid, worker_ids: Sequence[UUID]) -> None:
    employed = community_queries.staff_of(uow.session, grid.community_id, [Role.GRID_WORKER])
    if not set(worker_ids) <= set(employed):
        raise NotAWorker
    kept = {m.person_id: m for m in grid.members}
    grid.members = [kept.get(person) or GridMember(id=new_id(), person_id=person) for person in worker_ids]
