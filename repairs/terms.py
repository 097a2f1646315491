"""What a community's office has settled about its repairs, in the form that clocks and ladder work with."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy.orm import Session

from community import queries as community_queries
from repairs.calendars import (
    AROUND_CLOCK,
    LEAST_WEEK,
    MOST_DAYS,
    WEEKDAYS,
    Calendar,
    Hours,
    Spans,
    read_spans,
    week_minutes,
    write_spans,
)
from repairs.errors import BadCalendar, BadLadder
from repairs.holidays import CHINA_2026, OFFICE_WEEK
from repairs.models import RepairTerms


class Promise(StrEnum):
    """What is promised of a ticket, in the order in which it comes true. That somebody is found for it is promised at once."""

    ASSIGNMENT = "assignment"
    RESPONSE = "response"
    ARRIVE = "arrive"
    RESOLVE = "resolve"


class Recipient(StrEnum):
    """Who is told of a rung: the ticket's worker, the managers, the control room, the district's officers above them."""

    ASSIGNEE = "assignee"
    MANAGER = "manager"
    CONTROL_ROOM = "control_room"
    SUPERVISOR = "supervisor"


class ReturnVisit(StrEnum):
    """After which tickets the office asks how it was: none, those with low scores, all."""

    NONE = "none"
    LOW = "low"
    ALL = "all"


class Rung(NamedTuple):
    """One step of the ladder: when `percent` of a promise's time has passed, or `after` minutes of working time past its end."""

    promise: Promise
    percent: int
    after: int
    to: tuple[Recipient, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the rung as it is stored and shown."""
        return {"promise": self.promise, "percent": self.percent, "after": self.after, "to": list(self.to)}


P, R = Promise, Recipient
LADDER = (
    Rung(P.ASSIGNMENT, 100, 15, (R.MANAGER,)),
    Rung(P.RESPONSE, 100, 0, (R.ASSIGNEE, R.MANAGER)),
    Rung(P.RESPONSE, 100, 30, (R.MANAGER, R.CONTROL_ROOM)),
    Rung(P.ARRIVE, 100, 0, (R.ASSIGNEE, R.MANAGER)),
    Rung(P.RESOLVE, 50, 0, (R.ASSIGNEE,)),
    Rung(P.RESOLVE, 100, 0, (R.ASSIGNEE, R.MANAGER)),
    Rung(P.RESOLVE, 100, 30, (R.MANAGER, R.SUPERVISOR)),
)
AUTO_CLOSE_DAYS = 7
ANSWER_MINUTES = 9 * 60  # the usual office's working day: what is asked at noon is answered by the next working noon
MOST_RUNGS = 6  # of one promise
LONGEST_AFTER = 30 * 24 * 60


class Terms(NamedTuple):
    """Calendar and policy of a community.

    `auto_close_days` None: a resolved ticket waits for a word for ever. `answer_minutes` is the working time within which a
    question is answered.
    """

    calendar: Calendar
    ladder: tuple[Rung, ...] = LADDER
    auto_close_days: int | None = AUTO_CLOSE_DAYS
    return_visit: ReturnVisit = ReturnVisit.NONE
    answer_minutes: int = ANSWER_MINUTES

    def hours(self, around_clock: bool) -> Hours:
        """Return the time that counts for tickets of a category that is, or is not, looked after around the clock."""
        return AROUND_CLOCK if around_clock else self.calendar

    def rungs(self, promise: Promise) -> tuple[Rung, ...]:
        """Return the rungs of one promise in the order of time."""
        return tuple(rung for rung in self.ladder if rung.promise is promise)


def terms_of(session: Session, community_id: UUID, zone: ZoneInfo | None = None) -> Terms:
    """Return what a community has settled; `zone` saves a query where it is known."""
    zone = zone or community_queries.public_site(session, community_id).time_zone
    return read_terms(session.get(RepairTerms, community_id), zone)


def read_terms(row: RepairTerms | None, zone: ZoneInfo) -> Terms:
    """Return the terms of a stored row; what has never been settled is as everywhere."""
    if row is None:
        return Terms(Calendar(zone, OFFICE_WEEK, CHINA_2026))
    calendar = (
        _calendar(zone, orjson.dumps([row.weekly, row.days])) if row.calendar_version else Calendar(zone, OFFICE_WEEK, CHINA_2026)
    )
    if not row.policy_version:
        return Terms(calendar)
    answer = row.answer_minutes or ANSWER_MINUTES
    return Terms(calendar, read_ladder(row.ladder or ()), row.auto_close_days, ReturnVisit(row.return_visit), answer)


@lru_cache(maxsize=256)
def _calendar(zone: ZoneInfo, hours: bytes) -> Calendar:
    """Build a calendar once per content: each ticket asks for one."""
    return read_calendar(zone, *orjson.loads(hours))


def read_calendar(zone: ZoneInfo, weekly: Mapping[str, Any], days: Mapping[str, Any]) -> Calendar:
    """Read hours as the API writes them; raises BadCalendar where they make no sense."""
    week = tuple(_spans(name, weekly.get(name, ())) for name in WEEKDAYS)
    if week_minutes(week) < LEAST_WEEK:
        raise BadCalendar(where="weekly")
    if len(days) > MOST_DAYS:
        raise BadCalendar(where="days")
    return Calendar(zone, week, {_day(day): _spans(day, hours) for day, hours in days.items()})


def write_hours(calendar: Calendar) -> tuple[dict[str, Any], dict[str, Any]]:
    """Write a calendar's week and days as the API shows them."""
    weekly = {name: write_spans(hours) for name, hours in zip(WEEKDAYS, calendar.weekly, strict=True)}
    return weekly, {day.isoformat(): write_spans(hours) for day, hours in sorted(calendar.days.items())}


def _spans(where: str, hours: Iterable[Sequence[str]]) -> Spans:
    try:
        return read_spans(hours)
    except ValueError:
        raise BadCalendar(where=where) from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadCalendar(where=text) from None


def read_ladder(rungs: Iterable[Mapping[str, Any]]) -> tuple[Rung, ...]:
    """Read rungs as the API writes them; raises BadLadder unless those of each promise rise in time."""
    found = tuple(
        Rung(Promise(rung["promise"]), rung["percent"], rung["after"], tuple(Recipient(to) for to in rung["to"])) for rung in rungs
    )
    for promise in Promise:
        own = [rung for rung in found if rung.promise is promise]
        rising = all((one.percent, one.after) < (next_.percent, next_.after) for one, next_ in pairwise(own))
        if not rising or len(own) > MOST_RUNGS or not all(map(_sensible, own)):
            raise BadLadder(promise=promise)
    return found


def _sensible(rung: Rung) -> bool:
    """Say whether a rung can be reached: minutes count from the end, and nobody is looked for half a time."""
    whole = rung.percent == 100
    return bool(rung.to) and 1 <= rung.percent <= 100 and (whole or not rung.after) and (whole or rung.promise is not P.ASSIGNMENT)
