"""The arithmetic of working time: what holds for every calendar, and a few days that people know."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from repairs.calendars import AROUND_CLOCK, Calendar, Spans, read_spans, week_minutes, write_spans
from repairs.holidays import CHINA_2026, OFFICE_WEEK

SHANGHAI = ZoneInfo("Asia/Shanghai")
# Changes at two, at midnight, of half an hour, none; and one that left out a whole day (30 December 2011).
ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia")
ALL_DAY: Spans = ((0, 1440),)

OFFICE = Calendar(SHANGHAI, OFFICE_WEEK, CHINA_2026)

edges = st.lists(st.integers(0, 48).map(lambda half_hour: 30 * half_hour), unique=True, max_size=6).map(sorted)
spans = edges.map(lambda found: tuple(zip(found[::2], found[1::2], strict=False)))
weeks = st.tuples(*[spans] * 7).filter(lambda week: week_minutes(week) >= 480)
moments = st.integers(0, 20 * 366 * 24 * 60).map(
    lambda minutes: datetime(2009, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes, seconds=7)
)
amounts = st.timedeltas(timedelta(), timedelta(hours=200))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    days = st.dictionaries(st.dates(date(2011, 12, 20), date(2012, 1, 10)) | st.dates(date(2026, 1, 1), date(2026, 12, 31)), spans)
    return Calendar(ZoneInfo(draw(st.sampled_from(ZONES))), draw(weeks), draw(days))


def at(text: str) -> datetime:
    """Return a time of 2026 on Shanghai's clock: "10-01 08:30"."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI).astimezone(UTC)


@given(calendars(), moments, amounts)
def test_what_was_added_lies_between(calendar: Calendar, moment: datetime, amount: timedelta) -> None:
    assert calendar.between(moment, calendar.shift(moment, amount)) == amount
    assert calendar.between(moment, calendar.shift(moment, -amount)) == -amount


@given(calendars(), moments, amounts)
def test_there_and_back_is_the_same_working_time(calendar: Calendar, moment: datetime, amount: timedelta) -> None:
    assume(amount)
    there = calendar.shift(moment, amount)
    back = calendar.shift(there, -amount)
    assert back >= moment
    assert calendar.between(moment, back) == timedelta()
    assert calendar.shift(back, amount) == there


@given(calendars(), moments, amounts, amounts)
def test_adding_twice_is_adding_the_sum(calendar: Calendar, moment: datetime, one: timedelta, other: timedelta) -> None:
    assert calendar.shift(calendar.shift(moment, one), other) == calendar.shift(moment, one + other)


@given(calendars(), moments, st.timedeltas(timedelta(), timedelta(days=9)), amounts)
def test_who_starts_later_is_never_due_sooner(calendar: Calendar, moment: datetime, later: timedelta, amount: timedelta) -> None:
    assert calendar.shift(moment, amount) <= calendar.shift(moment + later, amount)
    assert calendar.shift(moment, amount) <= calendar.shift(moment, amount + timedelta(minutes=1))


@given(calendars(), moments, st.timedeltas(timedelta(), timedelta(days=9)), st.timedeltas(timedelta(), timedelta(days=9)))
def test_working_time_adds_up_and_never_exceeds_time(
    calendar: Calendar, moment: datetime, one: timedelta, other: timedelta
) -> None:
    middle, end = moment + one, moment + one + other
    assert calendar.between(moment, middle) + calendar.between(middle, end) == calendar.between(moment, end)
    assert timedelta() <= calendar.between(moment, end) <= end - moment
    assert calendar.between(end, moment) == -calendar.between(moment, end)


@given(st.sampled_from(ZONES), moments, st.timedeltas(timedelta(days=-40), timedelta(days=40)))
@example("Pacific/Apia", datetime(2011, 12, 29, 12, tzinfo=UTC), timedelta(days=3))
def test_an_office_that_never_closes_keeps_ordinary_time(zone: str, moment: datetime, amount: timedelta) -> None:
    always = Calendar(ZoneInfo(zone), (ALL_DAY,) * 7)
    assert always.shift(moment, amount) == AROUND_CLOCK.shift(moment, amount) == moment + amount
    assert always.between(moment, moment + amount) == AROUND_CLOCK.between(moment, moment + amount) == amount


@given(calendars(), moments, amounts)
def test_a_promise_never_falls_due_outside_working_time(calendar: Calendar, moment: datetime, amount: timedelta) -> None:
    assume(amount)
    due = calendar.shift(moment, amount)
    assert calendar.between(due - timedelta(microseconds=1), due) == timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("11-23 09:00", 2, "11-23 11:00"),  # a Monday
        ("11-23 16:30", 2, "11-24 09:30"),  # over the night
        ("11-22 10:00", 1, "11-23 09:30"),  # a Sunday
        ("11-27 17:30", 9, "11-30 17:30"),  # from closing time, a whole day over the weekend
        ("09-30 16:30", 2, "10-08 09:30"),  # over the eight days of National Day
        ("10-09 17:00", 1, "10-10 09:00"),  # the Saturday after it is a working day
        ("02-13 17:00", 9.5, "02-14 17:30"),  # so is the one before Spring Festival
        ("02-14 17:00", 1, "02-24 09:00"),  # which lasts nine days
    ],
)
def test_days_that_people_know(start: str, hours: float, due: str) -> None:
    assert OFFICE.shift(at(start), timedelta(hours=hours)) == at(due)
    assert OFFICE.between(at(start), at(due)) == timedelta(hours=hours)


def test_the_holidays_are_those_that_the_state_council_announced() -> None:
    """Thirty-three days off; six days of work that would be weekend."""
    closed = [day for day, hours in CHINA_2026.items() if not hours]
    shifted = {day for day, hours in CHINA_2026.items() if hours}
    assert len(closed) == 33
    assert shifted == {
        date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9), date(2026, 9, 20), date(2026, 10, 10),
    }  # fmt: skip
    assert all(day.weekday() >= 5 for day in shifted)


def test_a_night_over_the_change_of_clocks_is_as_long_as_it_is() -> None:
    night = Calendar(ZoneInfo("Europe/Berlin"), (((0, 360),),) * 7)
    day = timedelta(days=1)
    spring, autumn = datetime(2026, 3, 28, 23, tzinfo=UTC), datetime(2026, 10, 24, 22, tzinfo=UTC)
    assert night.between(spring, spring + day / 2) == timedelta(hours=5)
    assert night.between(autumn, autumn + day / 2) == timedelta(hours=7)


def test_hours_that_never_come_are_no_working_time() -> None:
    """02:00–03:00 does not exist on 29 March; what lies in it shrinks to nothing and what follows begins at three."""
    early = Calendar(ZoneInfo("Europe/Berlin"), (((130, 170), (170, 240)),) * 7)
    midnight = datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert early.shift(midnight, timedelta(minutes=1)) == datetime(2026, 3, 29, 1, 1, tzinfo=UTC)
    assert early.between(midnight, midnight + timedelta(hours=12)) == timedelta(hours=1)


@given(spans)
def test_spans_are_written_as_they_are_read(found: Spans) -> None:
    assert read_spans(write_spans(found)) == found


@pytest.mark.parametrize(
    "wrong",
    [
        [["17:30", "08:30"]],
        [["08:30", "08:30"]],
        [["08:30", "12:00"], ["11:00", "17:00"]],
        [["24:00", "24:00"]],
        [["8:30", "17:30"]],
        [["08:30", "24:01"]],
        [["08:30", "17:60"]],
        [["08:30", "17:30\n"]],
        [["08:30"]],
        [[f"{hour:02}:00", f"{hour:02}:30"] for hour in range(7)],
    ],
)
def test_hours_that_make_no_sense_are_refused(wrong: list[list[str]]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - which part is wrong is the caller's to say
        read_spans(wrong)


def test_times_beyond_all_plans_are_refused_instead_of_searched_for() -> None:
    with pytest.raises(OverflowError):
        OFFICE.shift(at("11-23 09:00"), timedelta(days=365 * 100))
    with pytest.raises(OverflowError):
        OFFICE.shift(datetime(1970, 1, 1, tzinfo=UTC), timedelta(hours=1))
