"""By when a question should be answered."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from repairs.terms import terms_of

ANSWER_WITHIN = timedelta(hours=9)  # the usual office's working day: what is asked at noon is answered by the next working noon


def answer_due(session: Session, community_id: UUID, moment: datetime) -> datetime:
    """Return by when a question that is put at this moment should be answered, in the community's working time."""
    return terms_of(session, community_id).calendar.shift(moment, ANSWER_WITHIN)
