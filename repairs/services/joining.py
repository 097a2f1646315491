"""Joining a report: whoever has the same trouble says so once, and gets a ticket of their own that goes along with the first."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select

from community.core.auth import Place
from community.core.db import find
from community.core.uow import UnitOfWork
from repairs.errors import JoinedAlready, PlaceNeeded, TicketIsMended
from repairs.models import Ticket
from repairs.services import families
from repairs.services.actions import take
from repairs.services.recording import Deed
from repairs.services.submission import submit
from repairs.words import ME_TOO
from repairs.workflow import UNRESOLVED, Action, Party, State


def join(
    uow: UnitOfWork,
    ticket_id: UUID,
    *,
    home_id: UUID | None = None,
    text: str = "",
    attachment_ids: Sequence[UUID] = (),
    contact_phone: str | None = None,
    happened_at: datetime | None = None,
) -> Ticket:
    """Report the same matter as this ticket does; return the reporter's own new ticket. `happened_at` is as with `submit`.

    Who names no home reports a public place. Raises TicketIsMended, JoinedAlready and whatever `submit` raises.
    """
    uow.actor.require("tickets.me_too", Place(community_id=find(uow.session, Ticket, ticket_id).community_id))
    parent = _locked_root(uow, ticket_id)
    if parent.state not in UNRESOLVED:
        raise TicketIsMended
    _insist_on_first(uow, parent, home_id)
    child = submit(
        uow,
        category_id=parent.category_id,
        text=text or ME_TOO,
        urgency=parent.urgency,
        attachment_ids=attachment_ids,
        contact_phone=contact_phone,
        happened_at=happened_at,
        **_where(parent, home_id),
    )
    uow.session.flush()
    take(uow, child, Deed(Action.MERGE, Party.REPORTER, child.updated_at), {"into_id": parent.id})
    return child


def _locked_root(uow: UnitOfWork, ticket_id: UUID) -> Ticket:
    """Return the ticket that is worked on, locked; a root that becomes a child meanwhile leads on to its parent."""
    root = find(uow.session, Ticket, families.root_of(uow, ticket_id).id, lock=True)
    return root if root.parent_id is None else find(uow.session, Ticket, root.parent_id, lock=True)


def _insist_on_first(uow: UnitOfWork, parent: Ticket, home_id: UUID | None) -> None:
    """A household joins once, and who names no home once too."""
    if home_id is not None:
        same = or_(Ticket.home_id == home_id, and_(Ticket.home_id.is_(None), Ticket.reporter_id == uow.actor.person_id))
    else:
        same = Ticket.reporter_id == uow.actor.person_id
    family = or_(Ticket.id == parent.id, and_(Ticket.parent_id == parent.id, Ticket.state != State.CANCELLED))
    if found := uow.session.scalar(select(Ticket.id).where(family, same).limit(1)):
        raise JoinedAlready(ticket_id=str(found))


def _where(parent: Ticket, home_id: UUID | None) -> dict[str, Any]:
    if home_id is not None:
        return {"home_id": home_id, "community_id": parent.community_id}
    if parent.home_id is not None:
        raise PlaceNeeded
    names = ("community_id", "building_id", "entrance_id", "floor")
    return {name: getattr(parent, name) for name in names} | {"spot": parent.spot or ""}
