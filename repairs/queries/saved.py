"""Saved views: one's own, and those that colleagues share."""

from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from community import queries as community_queries
from community.core.auth import Place
from community.core.errors import NotFound
from community.core.uow import UnitOfWork
from repairs.models import TicketView


def saved_views(uow: UnitOfWork, community_id: UUID) -> list[dict[str, Any]]:
    """Return the views that the actor can use in a community, by name."""
    uow.actor.require("ticket_views.list", Place(community_id=community_id))
    usable = or_(TicketView.shared, TicketView.owner_id == uow.actor.person_id)
    found = uow.session.scalars(select(TicketView).where(TicketView.community_id == community_id, usable))
    views = sorted(found, key=lambda view: (view.name, view.id))
    names = community_queries.person_names(uow.session, {view.owner_id for view in views})
    return [_view(uow, view, names.get(view.owner_id, "")) for view in views]


def saved_view(uow: UnitOfWork, view: TicketView) -> dict[str, Any]:
    """Return one view in the shape that goes out."""
    return _view(uow, view, community_queries.person_name(uow.session, view.owner_id))


def find_view(uow: UnitOfWork, view_id: UUID) -> TicketView:
    """Return a view that the actor can use; what somebody keeps for themselves does not exist for others."""
    view = uow.session.get(TicketView, view_id)
    if view is None or not (view.shared or view.owner_id == uow.actor.person_id):
        raise NotFound
    return view


def _view(uow: UnitOfWork, view: TicketView, owner: str) -> dict[str, Any]:
    return {
        "id": view.id,
        "community_id": view.community_id,
        "name": view.name,
        "query": view.query,
        "shared": view.shared,
        "owner": {"id": view.owner_id, "name": owner},
        "mine": view.owner_id == uow.actor.person_id,
        "created_at": view.created_at,
    }
