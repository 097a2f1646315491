"""What happens to consultations by the clock."""

from sqlalchemy import select, update

from community.core.uow import UnitOfWork
from repairs.consultations.models import Consultation
from repairs.consultations.services.news import changed
from repairs.consultations.workflow import ConsultationState

LATE = "late"  # what the news calls a broken promise; not an action on a consultation
AT_ONCE = 200


def tell_of_late_answers(uow: UnitOfWork) -> None:
    """Tell the desk, once each time a question begins to wait, that it should have been answered by now (a job)."""
    waits = (Consultation.state == ConsultationState.WAITING, Consultation.answer_due_at < uow.now, Consultation.late_at.is_(None))
    first = select(Consultation.id).where(*waits).order_by(Consultation.answer_due_at).limit(AT_ONCE)
    late = update(Consultation).where(Consultation.id.in_(first), *waits).values(late_at=uow.now).returning(Consultation)
    for consultation in uow.session.scalars(late, execution_options={"synchronize_session": False}):
        uow.record(changed(uow.actor, consultation, LATE))
