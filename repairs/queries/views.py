"""Tickets as one person sees them, in the shape that goes out.

A page of tickets costs three queries however long it is: the tickets with category and rating, their photos, the people's names.
Columns are read, not objects: half the cost of a list would otherwise be building what is only looked at.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.orm import Session

from community import queries as community_queries
from community.core.uow import UnitOfWork
from community.queries import Contact
from repairs import words
from repairs.deadlines import is_overdue, ratable
from repairs.models import Attachment, Category, MediaKind, Purpose, QuoteState, Rating, Ticket
from repairs.parties import Standing, actions, parties, standing
from repairs.queries.rating_views import RATING_COLUMNS, rating_view
from repairs.workflow import Action

View = dict[str, Any]
TicketRow = Row[Any] | SimpleNamespace

_AS_THEY_ARE = (
    Ticket.id,
    Ticket.number,
    Ticket.community_id,
    Ticket.place_label,
    Ticket.floor,
    Ticket.spot,
    Ticket.text,
    Ticket.urgency,
    Ticket.state,
    Ticket.version,
    Ticket.created_at,
    Ticket.updated_at,
    Ticket.due_at,
    Ticket.response_due_at,
    Ticket.arrive_due_at,
    Ticket.on_hold_until,
    Ticket.parent_id,
    Ticket.joined_count,
)
_MADE_INTO_MORE = (
    Ticket.home_id,
    Ticket.home_label,
    Ticket.reporter_id,
    Ticket.assignee_id,
    Ticket.held_at,
    Ticket.ended_at,
    Ticket.comment_count,
    Ticket.internal_count,
    Ticket.quote_id,
    Ticket.quote_state,
    Ticket.quote_cents,
    Ticket.appointment_starts_at,
    Ticket.appointment_ends_at,
)
_JOINED = (
    Category.id.label("category_id"),
    Category.name.label("category_name"),
    Category.name_en.label("category_name_en"),
    Category.icon,
    Category.requires,
    *RATING_COLUMNS,
)
_PLAIN = tuple(column.key for column in _AS_THEY_ARE)


# What views are made of; whoever asks says of which tickets.
TICKET_ROWS: Select[*tuple[Any, ...]] = (
    select(*_AS_THEY_ARE, *_MADE_INTO_MORE, *_JOINED)
    .join(Category, Ticket.category_id == Category.id)
    .outerjoin(Rating, Rating.ticket_id == Ticket.id)
)


def views(uow: UnitOfWork, rows: Sequence[TicketRow], language: str) -> list[View]:
    """Return the actor's views of tickets."""
    people = community_queries.contacts(uow.session, _people(rows))
    photos = photos_of(uow.session, [row.id for row in rows])
    here = {community_id: standing(uow.actor, community_id) for community_id in {row.community_id for row in rows}}
    return [_view(uow, row, people, photos.get(row.id, ()), here[row.community_id], language) for row in rows]


def fresh_view(uow: UnitOfWork, ticket: Ticket, language: str, *, photos: bool) -> View:
    """Return the reporter's view of a ticket just made, without reading back what is at hand; `photos` says if it has any."""
    category = ticket.category
    row = SimpleNamespace(
        **{column.key: getattr(ticket, column.key) for column in (*_AS_THEY_ARE, *_MADE_INTO_MORE)},
        category_name=category.name,
        category_name_en=category.name_en,
        icon=category.icon,
        requires=category.requires,
        category_id=category.id,
        rated_at=None,
        rated_worker_id=None,
    )
    people = community_queries.contacts(uow.session, [ticket.reporter_id])
    shown = photos_of(uow.session, [ticket.id])[ticket.id] if photos else ()
    return _view(uow, row, people, shown, standing(uow.actor, ticket.community_id), language)


def attachment_view(attachment: Attachment | Row[Any]) -> View:
    """Return an attachment's description; the addresses are relative to the platform's own."""
    url = f"/api/v1/attachments/{attachment.id}"
    return {
        "id": attachment.id,
        "url": url,
        "thumb_url": None if attachment.kind is MediaKind.VOICE else f"{url}/thumb",
        "width": attachment.width,
        "height": attachment.height,
        "kind": attachment.kind,
        "media_state": attachment.media_state,
        "problem": attachment.problem,
        "seconds": attachment.seconds,
        "content_type": attachment.content_type,
        "size": attachment.size,
        "purpose": attachment.purpose,
        "state": attachment.state,
    }


def spoken(attachments: Iterable[View], language: str) -> str:
    """Return what stands for the words of a report that was spoken: that it was, and for how long."""
    seconds = sum(ceil(one["seconds"]) for one in attachments if one["kind"] is MediaKind.VOICE)
    return words.spoken(seconds)[language] if seconds else ""


def _people(rows: Iterable[TicketRow]) -> set[UUID]:
    return {person for row in rows for person in (row.reporter_id, row.assignee_id, row.rated_worker_id) if person is not None}


def photos_of(session: Session, ticket_ids: Sequence[UUID]) -> dict[UUID, list[View]]:
    """Return the photos of tickets, but not those of comments."""
    found: dict[UUID, list[View]] = defaultdict(list)
    for row in session.execute(_PHOTOS, {"ids": ticket_ids}):
        found[row.ticket_id].append(attachment_view(row))
    return found


_PHOTOS = (
    select(*Attachment.__table__.columns)
    .where(Attachment.ticket_id.in_(bindparam("ids", expanding=True)), Attachment.comment_id.is_(None))
    .order_by(Attachment.id)
)


def _view(
    uow: UnitOfWork, row: TicketRow, people: Mapping[UUID, Contact], photos: Sequence[View], here: Standing, language: str
) -> View:
    return {name: getattr(row, name) for name in _PLAIN} | {
        "text": row.text or spoken(photos, language),
        "home": {"id": row.home_id, "label": row.home_label} if row.home_id else None,
        "category": {
            "id": row.category_id,
            "name": row.category_name_en if language == "en" else row.category_name,
            "icon": row.icon,
            "proof_required": "proof" in row.requires,
            "requires": row.requires,
        },
        "reporter": _contact(people, row.reporter_id),
        "assignee": _contact(people, row.assignee_id),
        "overdue": is_overdue(row, uow.now),
        "attachments": [photo for photo in photos if photo["purpose"] is not Purpose.RATING],
        "rating": rating_view(row, photos, {p.id: p.name for p in people.values()}, language) if row.rated_at is not None else None,
        "actions": _actions(uow, row, here),
        "quote": {"id": row.quote_id, "state": row.quote_state, "total_cents": row.quote_cents} if row.quote_state else None,
        "appointment": _appointment(row),
        "comment_count": row.comment_count + (row.internal_count if here.staff else 0),
    }


def _appointment(row: TicketRow) -> View | None:
    return {"starts_at": row.appointment_starts_at, "ends_at": row.appointment_ends_at} if row.appointment_starts_at else None


def _actions(uow: UnitOfWork, row: TicketRow, here: Standing) -> tuple[Action, ...]:
    return actions(
        row.state,
        parties(uow.actor, row, here.manager),
        ratable=row.rated_at is None and ratable(row, uow.now),
        offered=row.quote_state is QuoteState.OFFERED,
        merged=row.parent_id is not None,
    )


def _contact(people: Mapping[UUID, Contact], person_id: UUID | None) -> View | None:
    found = people.get(person_id) if person_id else None
    return found._asdict() if found else None
