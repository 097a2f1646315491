"""One ticket: by id, with its history and its comments."""

from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, selectinload

from community import queries as community_queries
from community.core.db import find
from community.core.paging import Page, paginate
from community.core.uow import UnitOfWork
from repairs.models import Comment, Ticket, TicketEvent
from repairs.parties import IN_ENGLISH, standing
from repairs.queries.promises import CLOCK_COLUMNS, outlook
from repairs.queries.views import TICKET_ROWS, View, attachment_view, views
from repairs.workflow import Party


def find_ticket(session: Session, ticket_id: UUID) -> Ticket:
    """Return a ticket; raises NotFound. The caller asks for rights."""
    return find(session, Ticket, ticket_id)


def read(uow: UnitOfWork, ticket_id: UUID, language: str) -> View:
    """Return the actor's view of one ticket; raises NotFound or Forbidden."""
    uow.actor.require("tickets.read", find_ticket(uow.session, ticket_id).place)
    return view(uow, ticket_id, language)


def view(uow: UnitOfWork, ticket_id: UUID, language: str) -> View:
    """Return the actor's view of a ticket that the actor is known to may see."""
    row = uow.session.execute(_ONE, {"ticket_id": ticket_id}).one()
    return views(uow, [row], language)[0] | outlook(uow, row, language)


_ONE = TICKET_ROWS.add_columns(*CLOCK_COLUMNS).where(Ticket.id == bindparam("ticket_id"))


def history(uow: UnitOfWork, ticket_id: UUID, language: str, *, cursor: str | None = None, limit: int = 50) -> Page[View]:
    """Return what has happened to a ticket, oldest first."""
    ticket = find_ticket(uow.session, ticket_id)
    uow.actor.require("tickets.history", ticket.place)
    query = select(TicketEvent).where(TicketEvent.ticket_id == ticket_id)
    page = paginate(uow.session, query, [TicketEvent.seq], cursor, limit)
    return Page([_event_view(event, language) for event in page.items], page.next)


def comments(uow: UnitOfWork, ticket_id: UUID, *, cursor: str | None = None, limit: int = 50) -> Page[View]:
    """Return what has been said about a ticket, oldest first; internal comments only to staff."""
    ticket = find_ticket(uow.session, ticket_id)
    uow.actor.require("comments.list", ticket.place)
    query = select(Comment).where(Comment.ticket_id == ticket_id).options(selectinload(Comment.attachments))
    if not standing(uow.actor, ticket.community_id).staff:
        query = query.where(~Comment.internal)
    page = paginate(uow.session, query, [Comment.id], cursor, limit)
    names = community_queries.person_names(uow.session, {c.author_id for c in page.items})
    return Page([comment_view(c, names.get(c.author_id, "")) for c in page.items], page.next)


def comment_view(comment: Comment, author: str) -> View:
    """Return a comment with its author's name and its photos."""
    return {
        "id": comment.id,
        "ticket_id": comment.ticket_id,
        "author": {"id": comment.author_id, "name": author},
        "text": comment.text,
        "internal": comment.internal,
        "created_at": comment.created_at,
        "attachments": [attachment_view(a) for a in comment.attachments],
    }


def _event_view(event: TicketEvent, language: str) -> View:
    """Return an entry of the history; what the platform did itself is told in the asker's language."""
    data = dict(event.data)
    notes = data.pop("notes", {})
    role = Party(event.actor_role)
    name = event.actor_name
    if event.actor_id is None and language == "en":
        name = IN_ENGLISH.get(name, name)
    return {
        "id": event.id,
        "seq": event.seq,
        "action": event.action,
        "from_state": event.from_state,
        "to_state": event.to_state,
        "actor": {"id": event.actor_id, "name": name, "role": role},
        "happened_at": event.happened_at,
        "recorded_at": event.recorded_at,
        "note": notes.get(language, event.note),
        "data": data,
    }
