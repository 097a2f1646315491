"""Telling the people concerned, after the request has been answered."""

from uuid import UUID

from community import queries as community_queries
from community.core import feed
from community.core.uow import UnitOfWork
from community.policies import Role
from repairs.consultations.events import ConsultationChanged, ConsultationWritten


def tell_of_change(uow: UnitOfWork, event: ConsultationChanged) -> None:
    """Put a change into the feeds of asker, managers, the one who is to answer, and whoever has just lost it.

    That an answer is late is the desk's affair.
    """
    people = _desk(uow, event.community_id, event.assignee_id, event.left_id)
    data = {
        "consultation_id": event.consultation_id,
        "state": event.state,
        "action": event.action,
        "subject": event.subject,
        "actor_name": event.actor_name,
        "assignee_id": event.assignee_id,
        "ticket_id": event.ticket_id,
    }
    feed.post(uow, people if event.action == "late" else people | {event.asker_id}, "consultation.changed", data)


def tell_of_message(uow: UnitOfWork, event: ConsultationWritten) -> None:
    """Put a message into the feeds of all who may read it."""
    people = _desk(uow, event.community_id, event.assignee_id)
    data = {
        "consultation_id": event.consultation_id,
        "message_id": event.message_id,
        "state": event.state,
        "subject": event.subject,
        "author_name": event.author_name,
    }
    feed.post(uow, people - {event.asker_id} if event.internal else people | {event.asker_id}, "consultation.message", data)


def _desk(uow: UnitOfWork, community_id: UUID, *others: UUID | None) -> set[UUID]:
    managers = community_queries.staff_of(uow.session, community_id, [Role.PROPERTY_MANAGER])
    return {*managers, *(person for person in others if person is not None)}
