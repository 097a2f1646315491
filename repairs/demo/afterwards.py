"""What follows a rating in the demo: the worker's reply, and the office's call."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from community.core.uow import UnitOfWork
from repairs.models import Ticket, VisitOutcome
from repairs.services import complete, plan, reply


def answer(uow: UnitOfWork, ticket_id: UUID, data: Mapping[str, Any]) -> None:
    """Reply to the ticket's rating."""
    rating = uow.session.get_one(Ticket, ticket_id).rating
    assert rating is not None
    reply(uow, rating.id, text=data["text"])


def call(uow: UnitOfWork, ticket_id: UUID, data: Mapping[str, Any]) -> None:
    """Ask the resident, as the policy wants after a low rating. The platform would plan the visit too, and finds it made."""
    ticket = uow.session.get_one(Ticket, ticket_id)
    visit = plan(uow, ticket_id, ticket.version, rated=True)
    assert visit is not None
    complete(uow, visit.id, outcome=VisitOutcome(data["outcome"]), note=data["note"])


AFTERWARDS: dict[str, Callable[[UnitOfWork, UUID, Mapping[str, Any]], None]] = {"reply": answer, "call": call}
