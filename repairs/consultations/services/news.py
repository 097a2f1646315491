"""What the events about a consultation say."""

from uuid import UUID

from community.core.auth import Actor
from repairs.consultations.events import ConsultationChanged, ConsultationWritten
from repairs.consultations.models import Consultation, ConsultationMessage
from repairs.parties import name_of


def changed(actor: Actor, consultation: Consultation, action: str, left_id: UUID | None = None) -> ConsultationChanged:
    """Return the news that something was done; `left_id` is who had it before."""
    return ConsultationChanged(
        consultation_id=consultation.id,
        community_id=consultation.community_id,
        action=action,
        state=consultation.state,
        subject=consultation.subject,
        actor_name=name_of(actor),
        asker_id=consultation.asker_id,
        assignee_id=consultation.assignee_id,
        left_id=left_id if left_id != consultation.assignee_id else None,
        ticket_id=consultation.ticket_id,
    )


def written(actor: Actor, consultation: Consultation, message: ConsultationMessage) -> ConsultationWritten:
    """Return the news that something was said."""
    return ConsultationWritten(
        consultation_id=consultation.id,
        message_id=message.id,
        community_id=consultation.community_id,
        state=consultation.state,
        subject=consultation.subject,
        author_name=actor.name,
        internal=message.internal,
        asker_id=consultation.asker_id,
        assignee_id=consultation.assignee_id,
    )
