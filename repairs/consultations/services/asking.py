"""Putting a question to the office."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from community import queries as community_queries
from community.core.auth import Place
from community.core.ids import new_id
from community.core.uow import UnitOfWork
from repairs.attachments.services import attach
from repairs.consultations.deadlines import answer_due
from repairs.consultations.errors import UnknownHome
from repairs.consultations.models import Consultation
from repairs.consultations.services.news import changed
from repairs.consultations.services.thread import enter, index, shorten
from repairs.consultations.workflow import ConsultationState
from repairs.models import Purpose

SUBJECT = 40  # characters of the question that stand for a subject which nobody gave
ASKED = "ask"  # what the news calls the beginning; not an action on a consultation


def ask(
    uow: UnitOfWork,
    *,
    community_id: UUID,
    text: str,
    subject: str = "",
    home_id: UUID | None = None,
    attachment_ids: Sequence[UUID] = (),
    happened_at: datetime | None = None,
) -> Consultation:
    """Ask the office of a community, perhaps about a home there that one may see. Raises UnknownHome and UnknownAttachment."""
    uow.actor.require("consultations.create", Place(community_id=community_id))
    moment = happened_at or uow.now
    consultation = Consultation(
        id=new_id(),
        community_id=community_id,
        home_id=home_id,
        home_label=_label(uow, community_id, home_id) if home_id else None,
        subject=subject or shorten(text, SUBJECT),
        asker_id=uow.actor.person_id,
        state=ConsultationState.WAITING,
        message_count=0,
        internal_count=0,
        created_at=moment,
        answer_due_at=answer_due(uow.session, community_id, moment),
    )
    uow.session.add(consultation)
    question = enter(uow, consultation, moment, text=text)
    uow.session.flush()
    attach(uow, attachment_ids, Purpose.COMMENT, message_id=question.id)
    index(uow.session, consultation)
    uow.record(changed(uow.actor, consultation, ASKED))
    return consultation


def _label(uow: UnitOfWork, community_id: UUID, home_id: UUID) -> str:
    site = community_queries.site_of_home(uow.session, home_id)
    uow.actor.require("homes.read", site.place)
    if site.community_id != community_id:
        raise UnknownHome
    return site.label
