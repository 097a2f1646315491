"""Asking on, answering, and noting among staff."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from community import queries as community_queries
from community.core.db import ROW_LOCK, find
from community.core.errors import Forbidden
from community.core.uow import UnitOfWork
from community.policies import Role
from repairs import services as repairs_services
from repairs.attachments.services import attach
from repairs.consultations.finding import is_office
from repairs.consultations.models import Consultation, ConsultationMessage
from repairs.consultations.services.news import written
from repairs.consultations.services.thread import enter, index, turn
from repairs.consultations.workflow import ConsultationState
from repairs.models import Comment, Purpose

ANSWERERS = {Role.PROPERTY_MANAGER, Role.GRID_WORKER, Role.CONTROL_ROOM}


class Written(NamedTuple):
    """Where the words have gone: into the thread, or, of a consultation that has become a ticket, to that as a comment."""

    consultation: Consultation
    message: ConsultationMessage | None = None
    comment: Comment | None = None


def write(
    uow: UnitOfWork,
    consultation_id: UUID,
    *,
    text: str,
    internal: bool = False,
    attachment_ids: Sequence[UUID] = (),
    happened_at: datetime | None = None,
) -> Written:
    """Write into a thread: the asker then waits, the office has answered. Internal words are for staff and change nothing."""
    consultation = find(uow.session, Consultation, consultation_id)
    uow.actor.require("consultations.write", consultation.place)
    office = is_office(uow, consultation)
    if internal and not office:
        raise Forbidden
    uow.session.refresh(consultation, with_for_update=ROW_LOCK)
    if consultation.ticket_id is not None:
        comment = repairs_services.comment(uow, consultation.ticket_id, text=text, internal=internal, attachment_ids=attachment_ids)
        return Written(consultation, comment=comment)
    moment = happened_at or uow.now
    message = enter(uow, consultation, moment, text=text, internal=internal)
    uow.session.flush()
    attach(uow, attachment_ids, Purpose.COMMENT, message_id=message.id)
    if not internal:
        _take_turns(uow, consultation, office, moment)
        index(uow.session, consultation)
    uow.record(written(uow.actor, consultation, message))
    return Written(consultation, message=message)


def answers_in(uow: UnitOfWork, person_id: UUID, community_id: UUID) -> bool:
    """Say whether somebody is on the staff that answers questions in a community."""
    return bool(community_queries.roles_in(uow.session, person_id, community_id) & ANSWERERS)


def _take_turns(uow: UnitOfWork, consultation: Consultation, office: bool, moment: datetime) -> None:
    """Note that an answer is wanted, or given; a question that nobody had is then the answerer's."""
    turn(uow.session, consultation, ConsultationState.ANSWERED if office else ConsultationState.WAITING, moment)
    if not office:
        return
    consultation.answered_at = consultation.answered_at or moment
    if consultation.assignee_id is None and answers_in(uow, uow.actor.person_id, consultation.community_id):
        consultation.assignee_id = uow.actor.person_id
