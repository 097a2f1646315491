"""Tickets from the side of those who work on them."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from community.core.uow import UnitOfWork
from repairs.deadlines import minutes_left
from repairs.models import QuoteState, Ticket
from repairs.queries.filters import is_open, is_worked_on
from repairs.queries.lists import scope
from repairs.queries.views import TICKET_ROWS, View, views
from repairs.workflow import Action, State, next_action

QUEUE_LIMIT = 200  # nobody works on more; the oldest deadlines come first


def queue(uow: UnitOfWork, person_id: UUID, language: str) -> list[View]:
    """Return a worker's tickets that wait for the worker, by deadline, each with the next action and the minutes left."""
    mine = TICKET_ROWS.where(Ticket.assignee_id == person_id, is_open(), is_worked_on(), scope(uow))
    waiting = mine.where(Ticket.state != State.RESOLVED).order_by(Ticket.due_at, Ticket.id).limit(QUEUE_LIMIT)
    rows = uow.session.execute(waiting).all()
    return [
        view | {"next_action": _next(row), "minutes_left": minutes_left(row, uow.now)}
        for row, view in zip(rows, views(uow, rows, language), strict=True)
    ]


def _next(row: Row[Any]) -> Action | None:
    """Return the worker's next step; none while the resident has to decide about a quote, but for taking the ticket on."""
    step = next_action(row.state)
    return None if step is not Action.ACCEPT and row.quote_state is QuoteState.OFFERED else step


class Waiting(NamedTuple):
    """A ticket that nobody has been given yet, and where."""

    ticket_id: UUID
    building_id: UUID | None
    entrance_id: UUID | None


def waiting(session: Session, community_id: UUID, building_ids: Iterable[UUID], limit: int = 100) -> list[Waiting]:
    """Return the fresh tickets of these buildings that nobody has been given, the most pressing first."""
    query = select(Ticket.id, Ticket.building_id, Ticket.entrance_id)
    query = query.where(Ticket.community_id == community_id, is_open(), is_worked_on(), Ticket.state == State.SUBMITTED)
    query = query.where(Ticket.building_id.in_(set(building_ids)))
    return [Waiting(*row) for row in session.execute(query.order_by(Ticket.due_at, Ticket.id).limit(limit))]


def open_counts(session: Session, person_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Return how many unfinished tickets each person has, in one query; people without any are left out."""
    query = (
        select(Ticket.assignee_id, func.count())
        .where(Ticket.assignee_id.in_(set(person_ids)), is_open(), is_worked_on(), Ticket.state != State.RESOLVED)
        .group_by(Ticket.assignee_id)
    )
    return {person_id: count for person_id, count in session.execute(query) if person_id is not None}
