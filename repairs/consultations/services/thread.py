"""Adding to a thread, and what that does to the consultation."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.core.ids import new_id
from community.core.uow import UnitOfWork
from repairs import search
from repairs.consultations.deadlines import answer_due
from repairs.consultations.models import Consultation, ConsultationMessage, MessageKind, Side, public_words
from repairs.consultations.workflow import ConsultationState
from repairs.models import Kind

EXCERPT = 100


def enter(
    uow: UnitOfWork,
    consultation: Consultation,
    moment: datetime,
    *,
    kind: MessageKind = MessageKind.MESSAGE,
    text: str = "",
    internal: bool = False,
    data: dict[str, Any] | None = None,
) -> ConsultationMessage:
    """Append an entry, in the actor's name and on the actor's side."""
    message = ConsultationMessage(
        id=new_id(),
        consultation_id=consultation.id,
        kind=kind,
        side=Side.ASKER if uow.actor.person_id == consultation.asker_id else Side.OFFICE,
        author_id=uow.actor.person_id,
        text=text,
        internal=internal,
        data=data or {},
        created_at=moment,
    )
    uow.session.add(message)
    consultation.updated_at = moment
    if kind is MessageKind.MESSAGE:
        _count(consultation, message)
    return message


def turn(session: Session, consultation: Consultation, state: ConsultationState, moment: datetime) -> None:
    """Put the consultation into a state; in the one where it is, its clock runs on."""
    if state is consultation.state:
        return
    waiting = state is ConsultationState.WAITING
    consultation.state, consultation.late_at = state, None
    consultation.answer_due_at = answer_due(session, consultation.community_id, moment) if waiting else None
    consultation.closed_at = moment if state is ConsultationState.CLOSED else None


def index(session: Session, consultation: Consultation) -> None:
    """Make the consultation findable by its subject and by what has been said in public."""
    said = select(ConsultationMessage.text).where(public_words(consultation.id)).order_by(ConsultationMessage.id)
    body = "\n".join(session.scalars(said))
    whose = {"community_id": consultation.community_id}
    search.index(session, Kind.CONSULTATION, consultation.id, head=consultation.subject, body=body, **whose)


def shorten(text: str, most: int = EXCERPT) -> str:
    """Return how a text begins, on one line."""
    words = " ".join(text.split())
    return words if len(words) <= most else f"{words[: most - 1]}…"


def _count(consultation: Consultation, message: ConsultationMessage) -> None:
    if message.internal:
        consultation.internal_count += 1
    else:
        consultation.message_count += 1
        consultation.excerpt = shorten(message.text)
