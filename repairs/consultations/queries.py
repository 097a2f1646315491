"""What can be asked about consultations."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, desc, select
from sqlalchemy.orm import selectinload

from community import queries as community_queries
from community.core.paging import Page, paginate
from community.core.uow import UnitOfWork
from community.queries import Contact
from repairs import search
from repairs.consultations.finding import is_office, place_of, readable
from repairs.consultations.models import Consultation, ConsultationMessage, MessageKind, Side
from repairs.consultations.services import Written
from repairs.consultations.workflow import ConsultationAction, ConsultationState, open_to
from repairs.models import Comment, Kind, Ticket
from repairs.queries.views import View, attachment_view

SORTS: dict[str, tuple[Any, ...]] = {
    "updated": (desc(Consultation.updated_at), desc(Consultation.id)),
    "due": (Consultation.answer_due_at, Consultation.id),
}
_PLAIN = ("id", "community_id", "subject", "excerpt", "state", "useful")
_TIMES = ("created_at", "updated_at", "answer_due_at", "answered_at", "closed_at")


def consultations(
    uow: UnitOfWork,
    *,
    community_id: UUID | None = None,
    states: Iterable[ConsultationState] = (),
    asker_id: UUID | None = None,
    assignee_id: UUID | None = None,
    overdue: bool | None = None,
    ticket_id: UUID | None = None,
    q: str = "",
    sort: str = "updated",
    cursor: str | None = None,
    limit: int = 50,
) -> Page[View]:
    """Return one page of the consultations that the actor may see, the last touched first.

    Sorted by "due", only those that wait for an answer. `q` is looked for in subjects and in what was said in public.
    """
    query = select(Consultation).where(_scope(uow))
    asked = {"community_id": community_id, "asker_id": asker_id, "assignee_id": assignee_id, "ticket_id": ticket_id}
    for name, value in asked.items():
        if value is not None:
            query = query.where(getattr(Consultation, name) == value)
    if states := tuple(states):
        query = query.where(Consultation.state.in_(states))
    if sort == "due":
        query = query.where(Consultation.state == ConsultationState.WAITING)
    if overdue is not None:
        late = (Consultation.state == ConsultationState.WAITING) & (Consultation.answer_due_at < uow.now)
        query = query.where(late if overdue else ~late)
    if q.strip():
        hits = search.matches(uow.session, Kind.CONSULTATION, q, community_id=community_id)
        query = query.where(Consultation.id.in_(select(hits.c.subject_id)))
    page = paginate(uow.session, query, SORTS[sort], cursor, limit)
    return Page(views(uow, page.items), page.next)


def read(uow: UnitOfWork, consultation_id: UUID) -> View:
    """Return the actor's view of one consultation; raises NotFound or Forbidden."""
    return view(uow, readable(uow, consultation_id))


def view(uow: UnitOfWork, consultation: Consultation) -> View:
    """Return the actor's view of a consultation that the actor is known to may see."""
    return views(uow, [consultation])[0]


def views(uow: UnitOfWork, found: Sequence[Consultation]) -> list[View]:
    """Return the actor's views of consultations: two further queries, however many they are."""
    concerned = {person for c in found for person in (c.asker_id, c.assignee_id) if person is not None}
    people = community_queries.contacts(uow.session, concerned)
    tickets = _tickets(uow, {c.ticket_id for c in found if c.ticket_id is not None})
    return [_view(uow, consultation, people, tickets) for consultation in found]


def messages(uow: UnitOfWork, consultation_id: UUID, *, cursor: str | None = None, limit: int = 50) -> Page[View]:
    """Return what has been said and done, oldest first; internal entries only to the office."""
    consultation = readable(uow, consultation_id, "consultations.messages")
    query = select(ConsultationMessage).where(ConsultationMessage.consultation_id == consultation.id)
    if not is_office(uow, consultation):
        query = query.where(~ConsultationMessage.internal)
    query = query.options(selectinload(ConsultationMessage.attachments))
    page = paginate(uow.session, query, [ConsultationMessage.id], cursor, limit)
    names = community_queries.person_names(uow.session, {message.author_id for message in page.items})
    return Page([message_view(message, names.get(message.author_id, "")) for message in page.items], page.next)


def written_view(uow: UnitOfWork, written: Written) -> View:
    """Return what the actor has just written, wherever it has gone."""
    if written.comment is not None:
        return _comment_view(uow, written.consultation, written.comment)
    assert written.message is not None
    return message_view(written.message, uow.actor.name)


def message_view(message: ConsultationMessage, author: str) -> View:
    """Return an entry of a thread with its author's name and its photos."""
    plain = ("id", "consultation_id", "kind", "side", "text", "internal", "data", "created_at")
    return {name: getattr(message, name) for name in plain} | {
        "author": {"id": message.author_id, "name": author},
        "attachments": [attachment_view(photo) for photo in message.attachments],
        "ticket_id": None,
    }


def _comment_view(uow: UnitOfWork, consultation: Consultation, comment: Comment) -> View:
    return {
        "id": comment.id,
        "consultation_id": consultation.id,
        "kind": MessageKind.MESSAGE,
        "side": Side.OFFICE if is_office(uow, consultation) else Side.ASKER,
        "text": comment.text,
        "internal": comment.internal,
        "data": {},
        "created_at": comment.created_at,
        "author": {"id": comment.author_id, "name": uow.actor.name},
        "attachments": [attachment_view(photo) for photo in comment.attachments],
        "ticket_id": comment.ticket_id,
    }


def _scope(uow: UnitOfWork) -> ColumnElement[bool]:
    """Return the condition that leaves what the actor may see; it belongs to the one who asked and the one who is to answer."""
    where = {"community": Consultation.community_id}
    asked = uow.actor.scope("consultations.list", owner=Consultation.asker_id, **where)
    return asked | uow.actor.scope("consultations.list", owner=Consultation.assignee_id, **where)


def _tickets(uow: UnitOfWork, ticket_ids: set[UUID]) -> dict[UUID, View]:
    if not ticket_ids:
        return {}
    rows = uow.session.execute(select(Ticket.id, Ticket.number, Ticket.state).where(Ticket.id.in_(ticket_ids)))
    return {row.id: {"id": row.id, "number": row.number, "state": row.state} for row in rows}


def _view(uow: UnitOfWork, found: Consultation, people: Mapping[UUID, Contact], tickets: Mapping[UUID, View]) -> View:
    due = found.answer_due_at
    return {name: getattr(found, name) for name in _PLAIN + _TIMES} | {
        "home": {"id": found.home_id, "label": found.home_label} if found.home_id else None,
        "asker": _contact(people, found.asker_id),
        "assignee": _contact(people, found.assignee_id),
        "overdue": due is not None and due < uow.now,
        "ticket": tickets.get(found.ticket_id) if found.ticket_id else None,
        "message_count": found.message_count + (found.internal_count if is_office(uow, found) else 0),
        "actions": _actions(uow, found),
    }


def _contact(people: Mapping[UUID, Contact], person_id: UUID | None) -> View | None:
    found = people.get(person_id) if person_id else None
    return found._asdict() if found else None


def _actions(uow: UnitOfWork, found: Consultation) -> list[str]:
    """Return what the actor may do now; writing is possible in every state."""
    writing = ["write"] if uow.actor.may("consultations.write", found.place) else []
    if found.ticket_id is not None:
        return writing
    now = [action for action in open_to(found.state) if uow.actor.may(f"consultations.{action}", place_of(found, action))]
    answered = found.answered_at is not None
    return writing + [action for action in now if answered or action is not ConsultationAction.USEFUL]
