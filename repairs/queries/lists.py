"""Lists of tickets: what the actor may see, filtered, searched and in order."""

from typing import Any

from sqlalchemy import ColumnElement

from community.core.paging import Page, paginate
from community.core.uow import UnitOfWork
from repairs.models import Ticket
from repairs.queries.filters import SORTS, TicketFilter
from repairs.queries.views import TICKET_ROWS, View, views


def tickets(
    uow: UnitOfWork, language: str, wanted: TicketFilter, *, sort: str = "created", cursor: str | None = None, limit: int = 50
) -> Page[View]:
    """Return one page of the tickets that the actor may see."""
    query = TICKET_ROWS.where(scope(uow, wanted.community), *wanted.conditions(uow))
    page = paginate(uow.session, query, SORTS[sort], cursor, limit, rows=True)
    return Page(views(uow, page.items, language), page.next)


def scope(uow: UnitOfWork, community: Any = Ticket.community_id) -> ColumnElement[bool]:
    """Return the condition that leaves the tickets that the actor may see; `community` is the column or stands for it."""
    columns = {"community": community, "home": Ticket.home_id, "owner": Ticket.reporter_id}
    return uow.actor.scope("tickets.list", **columns)
