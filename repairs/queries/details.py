"""One ticket: by id, with its history and its comments."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from community import queries as community_queries
from community.core.errors import NotFound
from community.core.paging import Page, paginate
from community.core.uow import UnitOfWork
from repairs.models import Comment, Ticket, TicketEvent
from repairs.parties import is_staff
from repairs.queries.views import View, comment_view, event_view, loading, views


def find_ticket(session: Session, ticket_id: UUID) -> Ticket:
    """Return a ticket; raises NotFound. The caller asks for rights."""
    ticket = session.get(Ticket, ticket_id)
    if ticket is None:
        raise NotFound
    return ticket


def read(uow: UnitOfWork, ticket_id: UUID, language: str) -> View:
    """Return the actor's view of one ticket; raises NotFound or Forbidden."""
    ticket = uow.session.get(Ticket, ticket_id, options=loading())
    if ticket is None:
        raise NotFound
    uow.actor.require("tickets.read", ticket.place)
    return view(uow, ticket, language)


def view(uow: UnitOfWork, ticket: Ticket, language: str) -> View:
    """Return the actor's view of a ticket that is at hand."""
    return views(uow, [ticket], language)[0]


def history(uow: UnitOfWork, ticket_id: UUID, language: str, *, cursor: str | None = None, limit: int = 50) -> Page[View]:
    """Return what has happened to a ticket, oldest first."""
    ticket = find_ticket(uow.session, ticket_id)
    uow.actor.require("tickets.history", ticket.place)
    query = select(TicketEvent).where(TicketEvent.ticket_id == ticket_id)
    page = paginate(uow.session, query, [TicketEvent.seq], cursor, limit)
    return Page([event_view(event, language) for event in page.items], page.next)


def comments(uow: UnitOfWork, ticket_id: UUID, *, cursor: str | None = None, limit: int = 50) -> Page[View]:
    """Return what has been said about a ticket, oldest first; internal comments only to staff."""
    ticket = find_ticket(uow.session, ticket_id)
    uow.actor.require("comments.list", ticket.place)
    query = select(Comment).where(Comment.ticket_id == ticket_id).options(selectinload(Comment.attachments))
    if not is_staff(uow.actor, ticket):
        query = query.where(~Comment.internal)
    page = paginate(uow.session, query, [Comment.id], cursor, limit)
    names = community_queries.person_names(uow.session, {c.author_id for c in page.items})
    return Page([comment_view(c, names.get(c.author_id, "")) for c in page.items], page.next)
