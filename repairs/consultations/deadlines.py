"""By when a question should be answered."""

from datetime import datetime, timedelta

ANSWER_WITHIN = timedelta(hours=24)  # a working day of most offices; estates promise their owners a reply by the next day


def answer_due(moment: datetime) -> datetime:
    """Return by when a question that is put at this moment should be answered. In running time."""
    return moment + ANSWER_WITHIN
