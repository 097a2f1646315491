"""Saved views of the list of tickets."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from community.core.auth import Place
from community.core.ids import new_id
from community.core.uow import UnitOfWork
from repairs import queries
from repairs.errors import TooManyViews, ViewExists
from repairs.models import TicketView

MOST_VIEWS = 50


def save_view(uow: UnitOfWork, *, community_id: UUID, name: str, query: dict[str, Any], shared: bool) -> TicketView:
    """Keep a query under a name, for oneself or for all staff of the community."""
    uow.actor.require("ticket_views.create", Place(community_id=community_id))
    mine = (TicketView.community_id == community_id, TicketView.owner_id == uow.actor.person_id)
    if (uow.session.scalar(select(func.count()).select_from(TicketView).where(*mine)) or 0) >= MOST_VIEWS:
        raise TooManyViews(most=MOST_VIEWS)
    view = TicketView(
        id=new_id(),
        community_id=community_id,
        owner_id=uow.actor.person_id,
        name=name,
        query=query,
        shared=shared,
        created_at=uow.now,
    )
    with uow.unless_taken(ViewExists(name=name)):
        uow.session.add(view)
    return view


def change_view(uow: UnitOfWork, view_id: UUID, **changes: Any) -> TicketView:
    """Give a view another name or query, share it, or keep it for oneself."""
    view = queries.find_view(uow, view_id)
    uow.actor.require("ticket_views.update", view.place)
    with uow.unless_taken(ViewExists(name=changes.get("name", view.name))):
        for field, value in changes.items():
            setattr(view, field, value)
    return view


def remove_view(uow: UnitOfWork, view_id: UUID) -> None:
    """Forget a view."""
    view = queries.find_view(uow, view_id)
    uow.actor.require("ticket_views.delete", view.place)
    uow.session.delete(view)
