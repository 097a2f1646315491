"""Tickets, photos and comments as one person sees them, in the shape that goes out.

These are plain dicts in the contract's shape: a list of 50 costs a handful of queries and no object per field.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from community import queries as community_queries
from community.core.uow import UnitOfWork
from community.queries import Contact
from repairs.deadlines import is_overdue
from repairs.models import Attachment, Category, Comment, Purpose, Rating, Ticket, TicketEvent
from repairs.parties import actions, is_staff
from repairs.workflow import Party

View = dict[str, Any]
SHOWN_ON_TICKET = (Purpose.REPORT, Purpose.PROOF)


def loading() -> tuple[ORMOption, ...]:
    """Return how a ticket is loaded for a view, however many there are: one query, and one more for all photos."""
    return (
        joinedload(Ticket.category, innerjoin=True),
        joinedload(Ticket.rating),
        selectinload(Ticket.attachments),
    )


def views(uow: UnitOfWork, tickets: Sequence[Ticket], language: str) -> list[View]:
    """Return the actor's views of tickets that were loaded by `loading`."""
    people = community_queries.contacts(uow.session, _people(tickets))
    return [_view(uow, ticket, people, language) for ticket in tickets]


def _people(tickets: Iterable[Ticket]) -> set[UUID]:
    return {person for t in tickets for person in (t.reporter_id, t.assignee_id) if person is not None}


def _view(uow: UnitOfWork, ticket: Ticket, people: Mapping[UUID, Contact], language: str) -> View:
    internal = ticket.internal_count if is_staff(uow.actor, ticket) else 0
    return {
        "id": ticket.id,
        "number": ticket.number,
        "community_id": ticket.community_id,
        "home": {"id": ticket.home_id, "label": ticket.home_label} if ticket.home_id else None,
        "place_label": ticket.place_label,
        "category": category_view(ticket.category, language),
        "text": ticket.text,
        "urgency": ticket.urgency,
        "state": ticket.state,
        "version": ticket.version,
        "reporter": _contact(people, ticket.reporter_id),
        "assignee": _contact(people, ticket.assignee_id),
        "created_at": ticket.created_at,
        "updated_at": ticket.updated_at,
        "due_at": ticket.due_at,
        "response_due_at": ticket.response_due_at,
        "overdue": is_overdue(ticket, uow.now),
        "on_hold_until": ticket.on_hold_until,
        "attachments": [attachment_view(a) for a in ticket.attachments if a.purpose in SHOWN_ON_TICKET],
        "rating": _rating_view(ticket.rating, ticket.attachments) if ticket.rating else None,
        "actions": actions(uow.actor, ticket),
        "comment_count": ticket.comment_count + internal,
    }


def category_view(category: Category, language: str) -> View:
    """Return what a ticket shows of its category."""
    return {
        "id": category.id,
        "name": category.name_en if language == "en" else category.name,
        "icon": category.icon,
        "proof_required": category.proof_required,
    }


def attachment_view(attachment: Attachment) -> View:
    """Return a photo's description; the addresses are relative to the platform's own."""
    url = f"/api/v1/attachments/{attachment.id}"
    return {
        "id": attachment.id,
        "url": url,
        "thumb_url": f"{url}/thumb",
        "width": attachment.width,
        "height": attachment.height,
        "content_type": attachment.content_type,
        "size": attachment.size,
        "purpose": attachment.purpose,
        "state": attachment.state,
    }


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


def event_view(event: TicketEvent, language: str) -> View:
    """Return an entry of the history; what the platform did itself is told in the asker's language."""
    role = Party(event.actor_role)
    data = dict(event.data)
    notes = data.pop("notes", {})
    return {
        "id": event.id,
        "seq": event.seq,
        "action": event.action,
        "from_state": event.from_state,
        "to_state": event.to_state,
        "actor": {
            "id": event.actor_id,
            "name": "System" if role is Party.SYSTEM and language == "en" else event.actor_name,
            "role": role,
        },
        "happened_at": event.happened_at,
        "recorded_at": event.recorded_at,
        "note": notes.get(language, event.note),
        "data": data,
    }


def _contact(people: Mapping[UUID, Contact], person_id: UUID | None) -> View | None:
    found = people.get(person_id) if person_id else None
    return found._asdict() if found else None


def _rating_view(rating: Rating, attachments: Iterable[Attachment]) -> View:
    return {
        "speed": rating.speed,
        "quality": rating.quality,
        "manner": rating.manner,
        "words": rating.words,
        "created_at": rating.created_at,
        "attachments": [attachment_view(a) for a in attachments if a.purpose is Purpose.RATING],
    }
