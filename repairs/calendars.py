"""Working time: when an office is at work, and what time it will be when so much of it has passed.

Pure arithmetic on one community's week, with exceptions by date. A span is minutes of a local day, `(510, 1050)` for 08:30–17:30;
an end of 1440 is midnight. Working time is measured as it really passes: a span over a change of the clocks is an hour longer or
shorter. Whatever the zone does to its wall clocks (hours that do not exist, days that do not), spans never overlap.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

Span = tuple[int, int]
Spans = tuple[Span, ...]
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = 24 * 60
MOST_SPANS, MOST_DAYS = 6, 800
LEAST_WEEK = 8 * 60  # with less, a promise of some weeks would end in another decade
NOTHING = timedelta()
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])|24:00")


class Hours(Protocol):
    """What promises ask of a calendar."""

    def shift(self, moment: datetime, amount: timedelta) -> datetime: ...
    def between(self, start: datetime, end: datetime) -> timedelta: ...


class AroundClock:
    """The calendar of what waits for no office hours: all time counts."""

    def shift(self, moment: datetime, amount: timedelta) -> datetime:
        """Return the moment so much later, or earlier if the amount is negative."""
        return moment + amount

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return the time from start to end, negative if the end comes first."""
        return end - start


AROUND_CLOCK = AroundClock()


@dataclass(frozen=True)
class Calendar:
    """The working week of an office, from Monday, and the dates on which it works otherwise: holidays, shifted working days."""

    zone: ZoneInfo
    weekly: tuple[Spans, ...]
    days: Mapping[date, Spans] = field(default_factory=dict)

    def shift(self, moment: datetime, amount: timedelta) -> datetime:
        """Return the first moment by which `amount` of working time has passed; for a negative amount, the last one before.

        Nothing moves the moment nowhere. Raises OverflowError beyond the years 2000 to 2200.
        """
        if amount == NOTHING:
            return moment
        return self._later(moment, amount) if amount > NOTHING else self._earlier(moment, -amount)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return the working time from start to end, negative if the end comes first."""
        if end < start:
            return -self.between(end, start)
        found = NOTHING
        for opens, closes in self._from(start):
            if opens >= end:
                break
            found += min(closes, end) - max(opens, start)
        return found

    def _later(self, moment: datetime, left: timedelta) -> datetime:
        for opens, closes in self._from(moment):
            begin = max(opens, moment)
            if closes - begin >= left:
                return begin + left
            left -= closes - begin
        raise OverflowError

    def _earlier(self, moment: datetime, left: timedelta) -> datetime:
        for opens, closes in self._until(moment):
            end = min(closes, moment)
            if end - opens >= left:
                return end - left
            left -= end - opens
        raise OverflowError

    def _from(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield the stretches of working time that end after the moment, in UTC."""
        today, moment = self._local_day(moment), moment.astimezone(UTC)
        for ahead in range(-1, (LATEST.date() - today).days):
            for opens, closes in self._of(today + timedelta(ahead)):
                if closes > moment:
                    yield opens, closes

    def _until(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield the stretches that begin before the moment, the last one first."""
        today, moment = self._local_day(moment), moment.astimezone(UTC)
        for back in range(-1, (today - EARLIEST.date()).days):
            for opens, closes in reversed(self._of(today - timedelta(back))):
                if opens < moment:
                    yield opens, closes

    def _local_day(self, moment: datetime) -> date:
        if not EARLIEST <= moment <= LATEST:
            raise OverflowError
        return moment.astimezone(self.zone).date()

    def _of(self, day: date) -> list[tuple[datetime, datetime]]:
        """Return a day's stretches, each cut to what the ones before it have left; only the skipping of hours needs the cut."""
        found: list[tuple[datetime, datetime]] = []
        limit = self.at(day, 0)
        for begin, end in self._spans(day):
            opens, closes = max(self.at(day, begin), limit), min(self.at(day, end), self.at(day, DAY))
            if closes > opens:
                found.append((opens, closes))
                limit = closes
        return found

    def _spans(self, day: date) -> Spans:
        exception = self.days.get(day)
        return self.weekly[day.weekday()] if exception is None else exception

    def at(self, day: date, minute: int) -> datetime:
        """Return a wall-clock time in UTC: of an hour that comes twice the first, of one that never comes the one right after."""
        day, minute = (day + timedelta(1), 0) if minute == DAY else (day, minute)
        wall = datetime.combine(day, time(minute // 60, minute % 60), self.zone)
        there = wall.astimezone(UTC)
        exists = there.astimezone(self.zone).replace(tzinfo=None) == wall.replace(tzinfo=None)
        return there if exists else _skip(wall.replace(fold=1).astimezone(UTC), there, self.zone)


def _skip(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Return the first second of the zone's new offset, between two moments on either side of the change."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after


def read_spans(texts: Iterable[Sequence[str]]) -> Spans:
    """Read `[["08:30", "17:30"], …]`; raises ValueError unless they are times in order that do not overlap."""
    found = tuple((_minute(begin), _minute(end)) for begin, end in texts)
    edges = [edge for span in found for edge in span]
    rising = all(begin < end for begin, end in found) and edges == sorted(edges)
    if not rising or len(found) > MOST_SPANS:
        raise ValueError(texts)
    return found


def write_spans(spans: Spans) -> list[list[str]]:
    """Write spans as they are read."""
    return [[f"{minute // 60:02}:{minute % 60:02}" for minute in span] for span in spans]


def week_minutes(weekly: Iterable[Spans]) -> int:
    """Return the working minutes of a week."""
    return sum(end - begin for spans in weekly for begin, end in spans)


def _minute(text: str) -> int:
    if not _CLOCK.fullmatch(text):
        raise ValueError(text)
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)
