"""By when a question should be answered."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from repairs.terms import terms_of


def answer_due(session: Session, community_id: UUID, moment: datetime) -> datetime:
    """Return by when a question of this moment should be answered, in working time, as the community's office promises."""
    terms = terms_of(session, community_id)
    return terms.calendar.shift(moment, timedelta(minutes=terms.answer_minutes))
