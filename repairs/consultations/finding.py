"""Consultations by their id, for whoever may see them."""

from uuid import UUID

from community.core.auth import Place
from community.core.db import find
from community.core.errors import NotFound
from community.core.uow import UnitOfWork
from repairs.consultations.models import Consultation, ConsultationMessage
from repairs.consultations.workflow import ConsultationAction


def readable(uow: UnitOfWork, consultation_id: UUID, operation: str = "consultations.read") -> Consultation:
    """Return a consultation if the actor may read it; raises NotFound or Forbidden."""
    consultation = find(uow.session, Consultation, consultation_id)
    uow.actor.require(operation, consultation.place)
    return consultation


def readable_message(uow: UnitOfWork, message_id: UUID) -> ConsultationMessage:
    """Return a message if the actor may read it; one that is internal exists for the office alone."""
    message = uow.session.get_one(ConsultationMessage, message_id)
    consultation = readable(uow, message.consultation_id)
    if message.internal and not is_office(uow, consultation):
        raise NotFound
    return message


def is_office(uow: UnitOfWork, consultation: Consultation) -> bool:
    """Say whether the actor stands on the office's side of the thread; whoever asks does not, whatever else they are."""
    if uow.actor.id == consultation.asker_id:
        return False
    return uow.actor.may("consultations.write", consultation.place)


def place_of(consultation: Consultation, action: ConsultationAction) -> Place:
    """Return where the consultation stands for an action; how good an answer was is for the asker alone to say."""
    return consultation.askers_place if action is ConsultationAction.USEFUL else consultation.place
