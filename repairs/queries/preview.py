"""What would become of a ticket that nobody has reported, by terms that nobody has settled yet."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from community.core.auth import Place
from community.core.uow import UnitOfWork
from repairs import ladder, words
from repairs.deadlines import MARKS, deadlines
from repairs.errors import BadMinutes, UnknownCategory
from repairs.models import Category, Urgency
from repairs.queries.categories import usable_category
from repairs.terms import Terms, read_calendar, read_ladder, terms_of, write_hours
from repairs.workflow import State

View = dict[str, Any]
TIMES = tuple(f"{promise}_minutes" for promise in MARKS)


class Unclaimed(NamedTuple):
    """A fresh ticket as the ladder sees it, if nobody does anything about it."""

    clock_from: datetime
    unassigned_since: datetime
    response_due_at: datetime
    arrive_due_at: datetime
    due_at: datetime
    state: State = State.SUBMITTED
    held_at: datetime | None = None
    responded_at: datetime | None = None
    arrived_at: datetime | None = None
    resolved_at: datetime | None = None
    assignment_level: int = 0
    response_level: int = 0
    arrive_level: int = 0
    resolve_level: int = 0
    parent_id: UUID | None = None


def preview(
    uow: UnitOfWork,
    community_id: UUID,
    language: str,
    *,
    urgency: Urgency,
    category_id: UUID | None = None,
    reported_at: datetime | None = None,
    around_clock: bool | None = None,
    **unsettled: Any,
) -> View:
    """Return what would be promised of a report at this moment, and the steps of the ladder, in order.

    `unsettled` are minutes, ladder, hours or the answer's minutes in place of what stands. Raises UnknownCategory, BadMinutes,
    BadLadder and BadCalendar.
    """
    uow.actor.require("promises.preview", Place(community_id=community_id))
    terms = _terms(terms_of(uow.session, community_id), unsettled)
    found = usable_category(uow.session, category_id, community_id) if category_id else None
    hours = terms.hours(around_clock if around_clock is not None else bool(found and found.around_clock))
    start = reported_at or uow.now
    due = deadlines(_category(found, urgency, unsettled), urgency, start, hours)
    events = ladder.coming(Unclaimed(start, start, *due), terms, hours)
    steps = [
        {"at": event.at, "promise": event.rung.promise, "to": event.rung.to, "text": words.of(event)[language]}
        for event in events
        if event.rung is not None
    ]
    answer = terms.calendar.shift(start, timedelta(minutes=terms.answer_minutes))
    return {"reported_at": start, **due._asdict(), "answer_due_at": answer, "steps": steps}


def _terms(settled: Terms, unsettled: Mapping[str, Any]) -> Terms:
    """Return the settled terms with those of them replaced that are being written."""
    terms = settled
    if "ladder" in unsettled:
        terms = terms._replace(ladder=read_ladder(unsettled["ladder"]))
    if "answer_minutes" in unsettled:
        terms = terms._replace(answer_minutes=unsettled["answer_minutes"])
    if unsettled.keys() & {"weekly", "days"}:
        weekly, days = write_hours(settled.calendar)
        given = (unsettled.get("weekly", weekly), unsettled.get("days", days))
        terms = terms._replace(calendar=read_calendar(settled.calendar.zone, *given))
    return terms


def _category(found: Category | None, urgency: Urgency, unsettled: Mapping[str, Any]) -> Category:
    """Return a category for the clock, of no session: the found one's minutes, or those that are being written."""
    kind = "urgent_" if urgency is Urgency.URGENT else ""
    if found is None and not unsettled.keys() >= set(TIMES):
        raise UnknownCategory
    minutes = [unsettled[name] if name in unsettled else getattr(found, f"{kind}{name}") for name in TIMES]
    if minutes != sorted(minutes):
        raise BadMinutes
    return Category(**{f"{kind}{name}": value for name, value in zip(TIMES, minutes, strict=True)})
