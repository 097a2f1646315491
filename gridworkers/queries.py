"""What can be asked about grids, workers and duty."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, selectinload

from community import queries as community_queries
from community.core.auth import Place
from community.core.uow import UnitOfWork
from community.policies import Role
from gridworkers.models import Grid, GridMember, GridPlace, Shift
from repairs import queries as repairs_queries

View = dict[str, Any]


def grids(uow: UnitOfWork, community_id: UUID) -> list[View]:
    """Return a community's grids by name."""
    uow.actor.require("grids.list", Place(community_id=community_id))
    query = select(Grid).where(Grid.community_id == community_id).order_by(Grid.name)
    found = uow.session.scalars(query.options(selectinload(Grid.places), selectinload(Grid.members))).all()
    return grid_views(uow.session, found)


def grid_views(session: Session, found: Sequence[Grid]) -> list[View]:
    """Return grids with the labels of their places and the names of their workers, in four queries however many."""
    places = [place for grid in found for place in grid.places]
    labels = community_queries.entrance_labels(session, [p.entrance_id for p in places if p.entrance_id])
    labels |= community_queries.building_labels(session, [p.building_id for p in places if not p.entrance_id])
    people = {member.person_id for grid in found for member in grid.members}
    names, duty = community_queries.person_names(session, people), on_duty(session, people)
    return [
        {
            "id": grid.id,
            "name": grid.name,
            "community_id": grid.community_id,
            "places": _places(grid, labels),
            "workers": [{"id": m.person_id, "name": names[m.person_id], "on_duty": m.person_id in duty} for m in grid.members],
        }
        for grid in found
    ]


def _places(grid: Grid, labels: Mapping[UUID, str]) -> list[View]:
    found = [
        {"building_id": p.building_id, "entrance_id": p.entrance_id, "label": labels[p.entrance_id or p.building_id]}
        for p in grid.places
    ]
    return sorted(found, key=lambda place: (len(place["label"]), place["label"]))  # so that 10栋 follows 9栋


def workers(uow: UnitOfWork, community_id: UUID) -> list[View]:
    """Return the grid workers of a community, those on duty with the fewest open tickets first."""
    uow.actor.require("workers.list", Place(community_id=community_id))
    people = community_queries.staff_of(uow.session, community_id, [Role.GRID_WORKER])
    names, duty = community_queries.person_names(uow.session, people), on_duty(uow.session, people)
    load = repairs_queries.open_counts(uow.session, people)
    found = [{"id": p, "name": names[p], "on_duty": p in duty, "open_tickets": load.get(p, 0)} for p in people]
    return sorted(found, key=lambda w: (not w["on_duty"], w["open_tickets"], w["name"], w["id"]))


def queue(uow: UnitOfWork, language: str) -> list[View]:
    """Return the actor's own tickets by deadline, each with the next action and the minutes left."""
    return repairs_queries.queue(uow, uow.actor.person_id, language)


def on_duty(session: Session, person_ids: Iterable[UUID]) -> set[UUID]:
    """Return which of these people are on duty."""
    query = select(Shift.person_id).where(Shift.person_id.in_(set(person_ids)), Shift.ended_at.is_(None))
    return set(session.scalars(query))


def duty(uow: UnitOfWork) -> View:
    """Say whether the actor is on duty, and since when."""
    uow.actor.require("shifts.read", Place(owners=frozenset({uow.actor.person_id})))
    shift = running_shift(uow.session, uow.actor.person_id)
    return {"on_duty": shift is not None, "since": shift.started_at if shift else None}


def running_shift(session: Session, person_id: UUID) -> Shift | None:
    """Return the person's shift, or None off duty."""
    return session.scalar(select(Shift).where(Shift.person_id == person_id, Shift.ended_at.is_(None)))


def grid_of(session: Session, building_id: UUID | None, entrance_id: UUID | None) -> Grid | None:
    """Return the grid that looks after a place: that of the entrance, otherwise that of the whole building."""
    if building_id is None:
        return None
    whole = and_(GridPlace.building_id == building_id, GridPlace.entrance_id.is_(None))
    here = whole if entrance_id is None else (GridPlace.entrance_id == entrance_id) | whole
    query = select(Grid).join(GridPlace).where(here).order_by(GridPlace.entrance_id.is_(None)).limit(1)
    return session.scalar(query)


def grids_of(session: Session, person_id: UUID) -> Sequence[Grid]:
    """Return the grids that a worker belongs to, with their places."""
    query = select(Grid).join(Grid.members).where(GridMember.person_id == person_id).order_by(Grid.id)
    return session.scalars(query.options(selectinload(Grid.places))).all()


def members(session: Session, grid_id: UUID) -> list[UUID]:
    """Return the ids of a grid's workers."""
    return list(session.scalars(select(GridMember.person_id).where(GridMember.grid_id == grid_id)))
