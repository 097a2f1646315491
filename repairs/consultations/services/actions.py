"""Taking an action on a consultation: the same path for every action."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from community import queries as community_queries
from community.core.db import ROW_LOCK, find
from community.core.uow import UnitOfWork
from repairs.consultations.errors import AlreadyConverted, CannotAnswer, NoAnswerYet
from repairs.consultations.finding import place_of
from repairs.consultations.models import Consultation, MessageKind
from repairs.consultations.services.conversion import into_ticket
from repairs.consultations.services.news import changed
from repairs.consultations.services.thread import enter, turn
from repairs.consultations.services.writing import answers_in
from repairs.consultations.workflow import ConsultationAction, step

Known = dict[str, Any]  # what the thread keeps besides the words


def act(
    uow: UnitOfWork,
    consultation_id: UUID,
    action: ConsultationAction | str,
    *,
    reason: str = "",
    happened_at: datetime | None = None,
    **data: Any,
) -> Consultation:
    """Take one action and return the consultation as it is then. `data` is what the action needs, `reason` words of why."""
    action = ConsultationAction(action)
    consultation = find(uow.session, Consultation, consultation_id)
    uow.actor.require(f"consultations.{action}", place_of(consultation, action))
    uow.session.refresh(consultation, with_for_update=ROW_LOCK)
    if consultation.ticket_id is not None:
        raise AlreadyConverted(ticket_id=consultation.ticket_id)
    to = step(consultation.state, action)
    moment, left = happened_at or uow.now, consultation.assignee_id
    known = EFFECTS[action](uow, consultation, data) if action in EFFECTS else {}
    turn(uow.session, consultation, to, moment)
    if action is not ConsultationAction.USEFUL:  # a thumb is no entry of the thread
        enter(uow, consultation, moment, kind=MessageKind(action), text=reason, data=known)
    uow.record(changed(uow.actor, consultation, action, left))
    return consultation


def _assign(uow: UnitOfWork, consultation: Consultation, data: Known) -> Known:
    assignee_id = data["assignee_id"]
    if not answers_in(uow, assignee_id, consultation.community_id):
        raise CannotAnswer
    consultation.assignee_id = assignee_id
    return {"assignee_id": str(assignee_id), "assignee_name": community_queries.person_name(uow.session, assignee_id)}


def _rate(_uow: UnitOfWork, consultation: Consultation, data: Known) -> Known:
    if consultation.answered_at is None:
        raise NoAnswerYet
    consultation.useful = data["useful"]
    return {}


def _convert(uow: UnitOfWork, consultation: Consultation, data: Known) -> Known:
    ticket = into_ticket(uow, consultation, **data)
    consultation.ticket_id = ticket.id
    return {"ticket_id": str(ticket.id), "number": ticket.number}


EFFECTS: dict[ConsultationAction, Callable[[UnitOfWork, Consultation, Known], Known]] = {
    ConsultationAction.ASSIGN: _assign,
    ConsultationAction.USEFUL: _rate,
    ConsultationAction.CONVERT: _convert,
}
