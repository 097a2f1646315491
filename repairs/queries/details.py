"""One ticket: by id, with its history and its comments."""

from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, select
from sqlalchemy.orm import joinedload, selectinload

from community import queries as community_queries
from community.core.db import find
from community.core.paging import Page, paginate
from community.core.uow import UnitOfWork
from repairs.models import Comment, Ticket, TicketEvent
from repairs.parties import IN_ENGLISH, standing
from repairs.queries.promises import CLOCK_COLUMNS, outlook
from repairs.queries.views import TICKET_ROWS, View, attachment_view, views
from repairs.words import A_NEIGHBOUR
from repairs.workflow import Party


def read(uow: UnitOfWork, ticket_id: UUID, language: str) -> View:
    """Return the actor's view of one ticket; raises NotFound or Forbidden."""
    uow.actor.require("tickets.read", find(uow.session, Ticket, ticket_id).place)
    return view(uow, ticket_id, language)


def view(uow: UnitOfWork, ticket_id: UUID, language: str) -> View:
    """Return the actor's view of a ticket that the actor is known to may see."""
    row = uow.session.execute(_ONE, {"ticket_id": ticket_id}).one()
    return views(uow, [row], language)[0] | outlook(uow, row, language) | {"parent": _parent(uow, row.parent_id)}


def _parent(uow: UnitOfWork, parent_id: UUID | None) -> View | None:
    """Return what everybody may know of the ticket that is worked on instead."""
    if parent_id is None:
        return None
    columns = (Ticket.id, Ticket.number, Ticket.joined_count)
    return dict(uow.session.execute(select(*columns).where(Ticket.id == parent_id)).mappings().one())


_ONE = TICKET_ROWS.add_columns(*CLOCK_COLUMNS).where(Ticket.id == bindparam("ticket_id"))


def history(uow: UnitOfWork, ticket_id: UUID, language: str, *, cursor: str | None = None, limit: int = 50) -> Page[View]:
    """Return what has happened to a ticket, oldest first."""
    ticket = find(uow.session, Ticket, ticket_id)
    uow.actor.require("tickets.history", ticket.place)
    query = select(TicketEvent).where(TicketEvent.ticket_id == ticket_id)
    page = paginate(uow.session, query, [TicketEvent.seq], cursor, limit)
    staff = standing(uow.actor, ticket.community_id).staff
    return Page([_event_view(event, language, staff) for event in page.items], page.next)


def comments(uow: UnitOfWork, ticket_id: UUID, *, cursor: str | None = None, limit: int = 50) -> Page[View]:
    """Return what has been said about a ticket, oldest first; internal comments only to staff.

    Staff also read what has been said about the reports that go along with it, but an answer to all only once.
    """
    ticket = find(uow.session, Ticket, ticket_id)
    uow.actor.require("comments.list", ticket.place)
    query = select(Comment).options(*_COMMENT_PARTS)
    if standing(uow.actor, ticket.community_id).staff:
        query = query.where(_in_the_family(ticket))
    else:
        query = query.where(Comment.ticket_id == ticket_id, ~Comment.internal)
    page = paginate(uow.session, query, [Comment.id], cursor, limit)
    names = community_queries.person_names(uow.session, {c.author_id for c in page.items})
    return Page([comment_view(c, names.get(c.author_id, ""), ticket_id) for c in page.items], page.next)


_COMMENT_PARTS = (
    selectinload(Comment.attachments),
    joinedload(Comment.ticket),
    joinedload(Comment.origin).selectinload(Comment.attachments),
    selectinload(Comment.copies).load_only(Comment.id),
)


def _in_the_family(ticket: Ticket) -> ColumnElement[bool]:
    if not ticket.joined_count:
        return Comment.ticket_id == ticket.id
    joined = select(Ticket.id).where(Ticket.parent_id == ticket.id)
    return (Comment.ticket_id == ticket.id) | (Comment.ticket_id.in_(joined) & Comment.origin_id.is_(None))


def comment_view(comment: Comment, author: str, ticket_id: UUID) -> View:
    """Return a comment with its author's name and its photos, as it is read in the thread of a ticket."""
    whose = comment.ticket if comment.ticket_id != ticket_id else None
    return {
        "id": comment.id,
        "ticket_id": comment.ticket_id,
        "author": {"id": comment.author_id, "name": author},
        "text": comment.text,
        "internal": comment.internal,
        "created_at": comment.created_at,
        "attachments": [attachment_view(a) for a in (comment.origin or comment).attachments],
        "joined": whose and {"id": whose.id, "number": whose.number, "place_label": whose.place_label},
        "to_all": comment.origin_id is not None or bool(comment.copies),
    }


def _event_view(event: TicketEvent, language: str, staff: bool) -> View:
    """Return an entry of the history; what the platform did itself is told in the asker's language.

    Which household made a matter come back, and in which words, is for staff.
    """
    data = dict(event.data)
    notes = data.pop("notes", {})
    role = Party(event.actor_role)
    name = event.actor_name
    if event.actor_id is None and language == "en":
        name = IN_ENGLISH.get(name, name)
    actor, note = {"id": event.actor_id, "name": name, "role": role}, notes.get(language, event.note)
    if role is Party.NEIGHBOUR and not staff:
        actor |= {"id": None, "name": A_NEIGHBOUR[language]}
        note, data = notes.get(language), {}
    return {
        "id": event.id,
        "seq": event.seq,
        "action": event.action,
        "from_state": event.from_state,
        "to_state": event.to_state,
        "actor": actor,
        "happened_at": event.happened_at,
        "recorded_at": event.recorded_at,
        "note": note,
        "data": data,
    }
