"""One action on many tickets."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from community.core.errors import DomainError, NotFound
from community.core.uow import UnitOfWork
from repairs.models import Ticket
from repairs.queries.lists import scope
from repairs.services.actions import act
from repairs.services.families import FAMILY_ORDER
from repairs.workflow import Action


def act_on_many(
    uow: UnitOfWork, ids: Sequence[UUID], action: Action | str, language: str, versions: Mapping[UUID, int], **data: Any
) -> dict[str, Any]:
    """Take the action on each ticket as if it were the only one; return a verdict for each, in the order asked.

    `versions` says of some or all how far the asker has seen them: what has moved on since is refused.

    Tickets are taken family by family, so that two who do this at the same time wait for each other in turn.
    """
    here = select(Ticket.id).where(Ticket.id.in_(set(ids)), scope(uow)).order_by(*FAMILY_ORDER)
    seen = uow.session.scalars(here).all()
    verdicts = {each: _try(uow, each, Action(action), language, data | {"version": versions.get(each)}) for each in seen}
    verdicts |= {each: _refused(each, NotFound(), language) for each in set(ids) - verdicts.keys()}
    done = sum(verdict["done"] for verdict in verdicts.values())
    return {"done": done, "refused": len(verdicts) - done, "items": [verdicts[ticket_id] for ticket_id in dict.fromkeys(ids)]}


def _try(uow: UnitOfWork, ticket_id: UUID, action: Action, language: str, data: dict[str, Any]) -> dict[str, Any]:
    try:
        with uow.savepoint():
            ticket = act(uow, ticket_id, action, **data)
    except DomainError as refusal:
        return _refused(ticket_id, refusal, language)
    return {"id": ticket_id, "done": True, "state": ticket.state, "version": ticket.version, "code": None, "detail": None}


def _refused(ticket_id: UUID, refusal: DomainError, language: str) -> dict[str, Any]:
    told = {"code": refusal.code, "detail": refusal.detail(language)}
    return {"id": ticket_id, "done": False, "state": None, "version": None} | told
