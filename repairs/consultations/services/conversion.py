"""A question that turns out to be a repair: the ticket carries on with the words, the photos and the asker."""

from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from community.core.uow import UnitOfWork
from repairs import services as repairs_services
from repairs.consultations.finding import is_office
from repairs.consultations.models import Consultation, ConsultationMessage, Side, public_words
from repairs.models import Attachment, Purpose, Ticket
from repairs.parties import standing
from repairs.services import Behalf
from repairs.workflow import Party

PLACES = ("home_id", "building_id", "entrance_id", "spot")


def into_ticket(uow: UnitOfWork, consultation: Consultation, *, category_id: UUID, text: str = "", **given: Any) -> Ticket:
    """Report on the asker's behalf what the consultation is about; return the ticket.

    Without `text`, everything that the asker has said in public is the report. Without a place, it is the home that the question
    was about. Photos of the thread belong to both from now on. The ticket's history tells where it comes from.
    """
    where = given if any(given.get(place) for place in PLACES) else given | {"home_id": consultation.home_id}
    ticket = repairs_services.submit(
        uow,
        category_id=category_id,
        community_id=consultation.community_id,
        text=text or _words(uow, consultation),
        behalf=_behalf(uow, consultation),
        **where,
    )
    uow.session.flush()
    _hand_over_photos(uow, consultation, ticket)
    return ticket


def _words(uow: UnitOfWork, consultation: Consultation) -> str:
    said = select(ConsultationMessage.text).where(public_words(consultation.id), ConsultationMessage.side == Side.ASKER)
    words = "\n".join(uow.session.scalars(said.order_by(ConsultationMessage.id)))
    told = " ".join(words.split()).startswith(consultation.subject.removesuffix("…"))
    return words if told else f"{consultation.subject}\n{words}"


def _behalf(uow: UnitOfWork, consultation: Consultation) -> Behalf:
    staff = Party.MANAGER if standing(uow.actor, consultation.community_id).manager else Party.ASSIGNEE
    subject = consultation.subject
    return Behalf(
        reporter_id=consultation.asker_id,
        role=staff if is_office(uow, consultation) else Party.REPORTER,
        origin={
            "consultation_id": str(consultation.id),
            "notes": {"zh": f"由咨询“{subject}”转来", "en": f"From the question “{subject}”"},
        },
    )


def _hand_over_photos(uow: UnitOfWork, consultation: Consultation, ticket: Ticket) -> None:
    messages = select(ConsultationMessage.id).where(public_words(consultation.id))
    photos = update(Attachment).where(Attachment.message_id.in_(messages)).values(ticket_id=ticket.id, purpose=Purpose.REPORT)
    uow.session.execute(photos, execution_options={"synchronize_session": False})
