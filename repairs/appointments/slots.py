"""Which windows are offered: a weekly pattern with places, some days ahead, as the community's calendar allows.

Pure arithmetic. A day that the calendar closes offers nothing; on a date on which the office works otherwise only those windows
stand that lie within its hours then. On usual days the pattern alone counts: people are at home in the evening, offices are not.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from repairs.appointments.errors import BadWindows, SlotNotOffered, SlotPast
from repairs.calendars import WEEKDAYS, Calendar

MOST_WINDOWS, MOST_PLACES, MOST_DAYS_AHEAD = 12, 99, 60
LONGEST_LEAD = 7 * 24 * 60


class Window(NamedTuple):
    """A time of a local day, in its minutes, with room for so many tickets."""

    begin: int
    end: int
    capacity: int


class Slot(NamedTuple):
    """One window on one day."""

    starts_at: datetime
    ends_at: datetime
    capacity: int


class Pattern(NamedTuple):
    """Windows from Monday to Sunday, for how many days after today, and how long before its beginning one can still be had."""

    weekly: tuple[tuple[Window, ...], ...]
    days_ahead: int
    lead: timedelta


_DAY = (Window(540, 660, 2), Window(810, 930, 2), Window(930, 1050, 2))  # 09:00–11:00, 13:30–15:30, 15:30–17:30
DEFAULT = Pattern((_DAY,) * 5 + ((),) * 2, days_ahead=7, lead=timedelta(hours=1))


def offered(pattern: Pattern, calendar: Calendar, moment: datetime) -> Iterator[Slot]:
    """Yield what can be chosen at a moment, in order."""
    today = moment.astimezone(calendar.zone).date()
    for ahead in range(pattern.days_ahead + 1):
        for slot in _of(pattern, calendar, today + timedelta(ahead)):
            if slot.starts_at >= moment + pattern.lead:
                yield slot


def slot_at(pattern: Pattern, calendar: Calendar, moment: datetime, starts_at: datetime) -> Slot:
    """Return the window that begins then; raises SlotPast and SlotNotOffered."""
    if starts_at < moment + pattern.lead:
        raise SlotPast
    found = next((slot for slot in offered(pattern, calendar, moment) if slot.starts_at == starts_at), None)
    if found is None:
        raise SlotNotOffered
    return found


def read_weekly(weekly: Mapping[str, Iterable[Mapping[str, Any]]]) -> tuple[tuple[Window, ...], ...]:
    """Read windows as the API writes them; raises BadWindows where they overlap or do not follow each other."""
    return tuple(_windows(day, weekly.get(day, ())) for day in WEEKDAYS)


def write_weekly(weekly: Iterable[Iterable[Window]]) -> dict[str, list[dict[str, Any]]]:
    """Write windows as they are read."""
    return {
        day: [{"begin": _clock(w.begin), "end": _clock(w.end), "capacity": w.capacity} for w in windows]
        for day, windows in zip(WEEKDAYS, weekly, strict=True)
    }


def _of(pattern: Pattern, calendar: Calendar, day: date) -> Iterator[Slot]:
    hours = calendar.days.get(day)
    for begin, end, capacity in pattern.weekly[day.weekday()]:
        if hours is not None and not any(opens <= begin and end <= closes for opens, closes in hours):
            continue
        starts_at, ends_at = calendar.at(day, begin), calendar.at(day, end)
        if starts_at < ends_at:  # where the clocks are put forward, a window may not exist
            yield Slot(starts_at, ends_at, capacity)


def _windows(day: str, given: Iterable[Mapping[str, Any]]) -> tuple[Window, ...]:
    found = tuple(Window(_minute(one["begin"]), _minute(one["end"]), one["capacity"]) for one in given)
    if any(one.begin >= one.end for one in found) or any(one.end > next_.begin for one, next_ in pairwise(found)):
        raise BadWindows(where=day)
    return found


def _minute(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
