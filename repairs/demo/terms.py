"""The demo estate's terms: an office that is also there on weekend mornings, and closed or at work as China's calendar has it."""

from uuid import UUID

from community.core.uow import UnitOfWork
from community.core.versions import Seen, etag
from repairs.calendars import WEEKDAYS, write_spans
from repairs.holidays import CHINA_2026
from repairs.services import settle_calendar, settle_policy
from repairs.terms import ANSWER_MINUTES, LADDER

WORKDAY = [["08:30", "17:30"]]
WEEKEND = [["09:00", "12:00"]]


def settle(uow: UnitOfWork, community_id: UUID) -> None:
    """Settle hours and policy as a manager would, once."""
    weekly = {day: WEEKEND if day in ("sat", "sun") else WORKDAY for day in WEEKDAYS}
    days = {day.isoformat(): write_spans(spans) for day, spans in CHINA_2026.items()}
    fresh = Seen(etag(0))
    settle_calendar(uow, community_id, fresh, weekly=weekly, days=days)
    ladder = [rung.as_json() for rung in LADDER]
    settle_policy(uow, community_id, fresh, ladder=ladder, auto_close_days=7, return_visit="low", answer_minutes=ANSWER_MINUTES)
