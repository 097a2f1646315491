"""Windows for visits: what is offered, how the last place is given once, and what an appointment promises."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from community.core.db import db
from community.core.feed import FeedEntry
from repairs.appointments.errors import SlotNotOffered, SlotPast
from repairs.appointments.models import AppointmentSlot
from repairs.appointments.slots import DEFAULT, Pattern, Window, offered, slot_at
from repairs.calendars import Calendar
from repairs.holidays import CHINA_2026, OFFICE_WEEK
from repairs.models import Ticket
from tests.repairs.test_terms import CALENDAR, put
from tests.support.estate import CANARY, Estate
from tests.support.statements import statements
from tests.support.threads import together
from tests.support.tickets import Desk, default_id

MONDAY_8 = "2026-11-23T00:00:00+00:00"  # 08:00 in Chongqing
FIRST, SECOND = "2026-11-23T01:00:00Z", "2026-11-23T05:30:00Z"  # 09:00–11:00 and 13:30–15:30 of that day
WINDOW = {"begin": "19:00", "end": "20:30", "capacity": 1}
SETTINGS: dict[str, Any] = {"weekly": {"mon": [WINDOW], "tue": [WINDOW]}, "days_ahead": 3, "lead_minutes": 0}
EVENING, NEXT_EVENING = "2026-11-23T11:00:00Z", "2026-11-24T11:00:00Z"


@pytest.fixture
def monday() -> Any:
    with time_machine.travel(MONDAY_8, tick=False) as traveller:
        yield traveller


def offers(desk: Desk, estate: Estate, **query: Any) -> list[dict[str, Any]]:
    asked = {"community_id": str(estate.community_id)} | query
    return desk.as_(estate.resident).get("appointment-slots", query_string=asked).json["items"]


def settle(desk: Desk, estate: Estate, **changes: Any) -> None:
    assert put(desk, estate, "appointment-settings", SETTINGS | changes).status_code == 200


def at(starts_at: str) -> dict[str, str]:
    return {"starts_at": starts_at}


def left(desk: Desk, estate: Estate) -> dict[str, int]:
    return {slot["starts_at"]: slot["left"] for slot in offers(desk, estate)}


def test_an_office_offers_office_hours_of_the_next_week_until_it_settles_otherwise(desk: Desk, estate: Estate, monday: Any) -> None:
    found = offers(desk, estate)
    assert found[0] == {"starts_at": FIRST, "ends_at": "2026-11-23T03:00:00Z", "capacity": 2, "left": 2, "full": False}
    assert len(found) == 3 * 6  # Monday to Friday, and Monday again
    assert len(offers(desk, estate, days=0)) == 3
    assert offers(desk, estate, category_id=str(default_id("lift-stopped"))) == []  # nobody has to be in for the lift
    assert len(offers(desk, estate, category_id=str(default_id("leak")))) == 18
    monday.shift(timedelta(minutes=1))  # less than an hour before the first
    assert offers(desk, estate)[0]["starts_at"] == SECOND


def test_what_the_calendar_closes_is_not_offered(desk: Desk, estate: Estate, monday: Any) -> None:
    settle(desk, estate)
    assert [slot["starts_at"] for slot in offers(desk, estate)] == [EVENING, NEXT_EVENING]
    days = CALENDAR["days"] | {"2026-11-23": [["09:00", "12:00"]]}
    assert put(desk, estate, "calendar", CALENDAR | {"days": days}).status_code == 200
    assert offers(desk, estate) == []  # closed on Tuesday, and at work until noon on Monday
    answer = desk.as_(estate.resident).post("tickets", desk.body(appointment=at(NEXT_EVENING)))
    assert (answer.status_code, answer.json["code"]) == (422, "slot.not_offered")


def test_a_report_with_an_appointment_promises_the_visit_by_its_end(desk: Desk, estate: Estate, monday: Any) -> None:
    ticket = desk.report(appointment=at(SECOND))
    assert ticket["appointment"] == {"starts_at": SECOND, "ends_at": "2026-11-23T07:30:00Z"}
    # Power cut: on site within an hour, repaired within four.
    assert (ticket["arrive_due_at"], ticket["due_at"]) == ("2026-11-23T07:30:00Z", "2026-11-23T07:30:00Z")
    assert ticket["response_due_at"] == "2026-11-23T00:15:00Z"
    soon = desk.report(appointment=at(FIRST))
    assert (soon["arrive_due_at"], soon["due_at"]) == ("2026-11-23T03:00:00Z", "2026-11-23T04:00:00Z")
    first = desk.as_(estate.resident).get(f"tickets/{ticket['id']}/history").json["items"][0]
    assert first["data"] == {"starts_at": SECOND, "ends_at": "2026-11-23T07:30:00Z"}
    listed = desk.as_(estate.manager).get("tickets").json["items"]
    assert {one["id"]: one["appointment"]["starts_at"] for one in listed} == {ticket["id"]: SECOND, soon["id"]: FIRST}


def test_the_last_place_is_given_once_and_the_others_are_told_what_is_left(desk: Desk, estate: Estate, monday: Any) -> None:
    settle(desk, estate)
    people = (estate.resident, estate.relative, estate.manager, estate.worker)
    for person in people:
        desk.as_(person)
    answers = together(*[lambda p=p: desk.as_(p).post("tickets", desk.body(appointment=at(EVENING))) for p in people])
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    refused = next(answer.json for answer in answers if answer.status_code == 409)
    assert (refused["code"], [(s["starts_at"], s["full"]) for s in refused["slots"]]) == (
        "slot.full",
        [(EVENING, True), (NEXT_EVENING, False)],
    )
    assert len(desk.as_(estate.manager).get("tickets").json["items"]) == 1
    assert desk.report(by=estate.relative, appointment=at(NEXT_EVENING))["appointment"]["starts_at"] == NEXT_EVENING
    assert left(desk, estate) == {EVENING: 0, NEXT_EVENING: 0}
    without = desk.report(by=estate.relative)
    answer = desk.act(estate.relative, without, "appointment", starts_at=EVENING)
    assert (answer.status_code, answer.json["code"], len(answer.json["slots"])) == (409, "slot.full", 2)
    assert desk.as_(estate.relative).get(f"tickets/{without['id']}").json["version"] == 1


def test_two_who_change_places_at_once_both_get_an_answer(app: Flask, desk: Desk, estate: Estate, monday: Any) -> None:
    settle(desk, estate, weekly={day: [WINDOW | {"capacity": 2}] for day in ("mon", "tue")})
    one, other = desk.report(appointment=at(EVENING)), desk.report(appointment=at(NEXT_EVENING))
    moves = [(one, NEXT_EVENING), (other, EVENING)] * 2
    answers = together(*[lambda t=t, s=s: desk.act(estate.resident, t, "appointment", starts_at=s).status_code for t, s in moves])
    assert list(answers) == [200] * 4
    assert left(desk, estate) == {EVENING: 1, NEXT_EVENING: 1}


def test_what_is_counted_is_what_tickets_hold(app: Flask, desk: Desk, estate: Estate, monday: Any) -> None:
    settle(desk, estate, weekly={"mon": [WINDOW | {"capacity": 9}], "tue": [WINDOW | {"capacity": 9}]})
    kept, moved, dropped, cancelled, closed, resolved = (desk.report(appointment=at(EVENING)) for _ in range(6))
    assert left(desk, estate)[EVENING] == 3
    merged = desk.report(appointment=at(EVENING))
    child = desk.do(estate.manager, merged, "merge", into_id=kept["id"], reason="同一件事")
    assert (child["appointment"], child["arrive_due_at"]) == (None, kept["arrive_due_at"])
    assert desk.act(estate.manager, merged, "appointment", starts_at=EVENING).status_code == 409
    assert desk.do(estate.resident, moved, "appointment", starts_at=NEXT_EVENING)["appointment"]["starts_at"] == NEXT_EVENING
    assert desk.do(estate.manager, dropped, "appointment", starts_at=None)["appointment"] is None
    assert desk.do(estate.resident, cancelled, "cancel", reason="已经好了")["appointment"] is None
    desk.do(estate.manager, closed, "close", reason="重复报修")
    resolved = desk.do(estate.manager, resolved, "assign", assignee_id=str(estate.worker))
    for action, data in (("accept", {}), ("arrive", {}), ("resolve", {"measure": "提前修好"})):
        resolved = desk.do(estate.worker, resolved, action, **data)
    assert resolved["appointment"] is None
    assert left(desk, estate) == {EVENING: 8, NEXT_EVENING: 8}
    with app.app_context(), Session(db.engine) as session:
        counted = {row.starts_at: row.taken for row in session.scalars(select(AppointmentSlot))}
        held = select(Ticket.appointment_starts_at, func.count()).group_by(Ticket.appointment_starts_at)
        held = held.where(Ticket.appointment_starts_at.is_not(None))
        assert counted == {row[0]: row[1] for row in session.execute(held)}
    assert desk.as_(estate.resident).get(f"tickets/{kept['id']}").json["appointment"]["starts_at"] == EVENING


def test_a_used_window_stays_with_its_ticket_until_it_is_reopened(desk: Desk, estate: Estate, monday: Any) -> None:
    settle(desk, estate)
    ticket = desk.assigned(appointment=at(EVENING))
    monday.move_to("2026-11-23T11:10:00+00:00")
    desk.sign_in_again()
    for action, data in (("accept", {}), ("arrive", {}), ("resolve", {"measure": "已修"})):
        ticket = desk.do(estate.worker, ticket, action, **data)
    assert ticket["appointment"]["starts_at"] == EVENING
    assert [p["kept"] for p in ticket["promises"]] == [False, True, True]
    again = desk.do(estate.resident, ticket, "reject", reason="又没电了")
    assert (again["appointment"], again["arrive_due_at"]) == (None, "2026-11-23T12:10:00Z")


def test_a_moved_appointment_moves_the_promise_and_is_told(
    app: Flask, desk: Desk, estate: Estate, monday: Any, relay: Callable[[], Any]
) -> None:
    settle(desk, estate)
    ticket = desk.assigned()
    assert ticket["arrive_due_at"] == "2026-11-23T01:00:00Z"
    later = desk.do(estate.resident, ticket, "appointment", starts_at=NEXT_EVENING)
    assert (later["arrive_due_at"], later["due_at"], later["state"]) == ("2026-11-24T12:30:00Z", "2026-11-24T12:30:00Z", "assigned")
    assert {p["kind"]: p["due_at"] for p in later["promises"]}["arrive"] == "2026-11-24T12:30:00Z"
    sooner = desk.do(estate.manager, later, "appointment", starts_at=EVENING)
    assert sooner["arrive_due_at"] == "2026-11-23T12:30:00Z"
    none = desk.do(estate.resident, sooner, "appointment", starts_at=None)
    assert (none["arrive_due_at"], none["due_at"]) == (ticket["arrive_due_at"], ticket["due_at"])
    history = desk.as_(estate.worker).get(f"tickets/{ticket['id']}/history").json["items"]
    told = [(e["data"].get("starts_at"), e["data"].get("was")) for e in history if e["action"] == "appointment"]
    assert told == [(NEXT_EVENING, None), (EVENING, NEXT_EVENING), (None, EVENING)]
    relay()
    with app.app_context(), Session(db.engine) as session:
        news = session.scalars(select(FeedEntry.data).where(FeedEntry.person_id == estate.worker)).all()
    assert [one["action"] for one in news].count("appointment") == 3


def test_a_hold_does_not_move_an_appointment(desk: Desk, estate: Estate, monday: Any) -> None:
    settle(desk, estate)
    ticket = desk.do(estate.worker, desk.assigned(appointment=at(EVENING)), "accept")
    desk.do(estate.worker, ticket, "hold", reason="等配件", until="2026-11-23T06:00:00Z")
    monday.shift(timedelta(hours=5))
    desk.sign_in_again()
    resumed = desk.do(estate.worker, ticket, "resume")
    assert (resumed["arrive_due_at"], resumed["due_at"]) == ("2026-11-23T12:30:00Z", "2026-11-23T12:30:00Z")


@pytest.mark.parametrize(
    ("starts_at", "code"),
    [
        ("2026-11-23T00:00:00Z", "slot.past"),
        ("2026-11-20T11:00:00Z", "slot.past"),
        ("2026-11-23T11:01:00Z", "slot.not_offered"),
        ("2026-11-30T11:00:00Z", "slot.not_offered"),
        ("9999-12-31T23:59:59+00:00", "slot.not_offered"),
        ("tomorrow", "validation.failed"),
        ("2026-11-23T11:00:00", "validation.failed"),
    ],
)
def test_a_window_that_is_not_offered_is_refused(desk: Desk, estate: Estate, monday: Any, starts_at: str, code: str) -> None:
    settle(desk, estate, lead_minutes=30)
    ticket = desk.report()
    for answer in (
        desk.as_(estate.resident).post("tickets", desk.body(appointment=at(starts_at))),
        desk.act(estate.resident, ticket, "appointment", starts_at=starts_at),
    ):
        assert (answer.status_code, answer.json["code"]) == (422, code)
    assert desk.act(estate.resident, ticket, "appointment", starts_at=None).json["code"] == "appointment.none"


def test_only_the_resident_side_and_the_office_choose_and_only_before_the_visit(desk: Desk, estate: Estate, monday: Any) -> None:
    ticket = desk.assigned(appointment=at(SECOND))
    for person, status in (
        (estate.worker, 403),
        (estate.operator, 403),
        (estate.neighbour, 403),
        (estate.foreign.manager, 404),
        (estate.relative, 200),
        (estate.manager, 200),
    ):
        assert desk.act(person, ticket, "appointment", starts_at=SECOND).status_code == status, person
    for action in ("accept", "depart"):
        desk.do(estate.worker, ticket, action)
    answer = desk.act(estate.resident, ticket, "appointment", starts_at=None)
    assert (answer.status_code, answer.json["code"]) == (409, "ticket.wrong_state")


def test_offers_and_settings_are_the_communitys_own(desk: Desk, estate: Estate, monday: Any) -> None:
    there = {"community_id": str(estate.foreign.community_id)}
    assert desk.as_(estate.resident).get("appointment-slots", query_string=there).status_code == 404
    for person in (estate.resident, estate.worker, estate.operator, estate.auditor):
        answer = desk.as_(person)._open(
            "PUT", f"communities/{estate.community_id}/appointment-settings", json=SETTINGS, headers={"If-Match": '"0"'}
        )
        assert answer.status_code == 403
    assert desk.as_(estate.resident).get(f"communities/{estate.community_id}/appointment-settings").status_code == 403
    answer = desk.as_(estate.foreign.manager).get(f"communities/{estate.community_id}/appointment-settings")
    assert (answer.status_code, CANARY in answer.text) == (404, False)
    for seen, status in ((None, 428), ('"3"', 412), ('"0"', 200), ('"0"', 412), ('"1"', 200)):
        assert put(desk, estate, "appointment-settings", SETTINGS, seen).status_code == status
    shown = desk.as_(estate.operator).get(f"communities/{estate.community_id}/appointment-settings")
    assert (shown.headers["ETag"], shown.json["weekly"]["mon"], shown.json["weekly"]["wed"]) == ('"2"', [WINDOW], [])


@pytest.mark.parametrize(
    "windows",
    [
        [{"begin": "20:00", "end": "19:00", "capacity": 1}],
        [{"begin": "20:00", "end": "20:00", "capacity": 1}],
        [WINDOW, {"begin": "20:00", "end": "21:00", "capacity": 1}],
        [{"begin": "20:00", "end": "21:00", "capacity": 0}],
        [{"begin": "8", "end": "21:00", "capacity": 1}],
        [{"begin": "20:00", "end": "21:00"}],
    ],
)
def test_windows_that_make_no_sense_are_refused(desk: Desk, estate: Estate, windows: list[dict[str, Any]]) -> None:
    answer = put(desk, estate, "appointment-settings", SETTINGS | {"weekly": {"mon": windows}})
    assert (answer.status_code, answer.json["code"] in ("appointments.windows", "validation.failed")) == (422, True)


def test_a_report_without_an_appointment_asks_nothing_about_windows(app: Flask, desk: Desk, estate: Estate) -> None:
    client = desk.as_(estate.resident)
    client.post("tickets", desk.body())
    with statements(app) as sent:
        client.post("tickets", desk.body())
    assert not [one for one in sent if "appointment_slot" in one or "appointment_settings" in one]


minutes = st.integers(0, 1439)
windows = st.lists(st.tuples(minutes, st.integers(1, 240), st.integers(1, 5)), max_size=4)
moments = st.integers(0, 365 * 24 * 60).map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n))
zones = st.sampled_from(("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Pacific/Apia", "Australia/Lord_Howe"))


@given(st.lists(windows, min_size=7, max_size=7), zones, moments, st.integers(0, 9), st.integers(0, 300))
def test_whatever_is_offered_can_be_chosen_and_lies_on_an_open_day(
    week: list[list[tuple[int, int, int]]], zone: str, moment: datetime, days_ahead: int, lead: int
) -> None:
    weekly = tuple(tuple(Window(b, min(1440, b + length), c) for b, length, c in sorted(day)) for day in week)
    pattern = Pattern(weekly, days_ahead, timedelta(minutes=lead))
    calendar = Calendar(ZoneInfo(zone), OFFICE_WEEK, CHINA_2026)
    found = list(offered(pattern, calendar, moment))
    today = moment.astimezone(calendar.zone).date()
    for slot in found:
        assert moment + pattern.lead <= slot.starts_at < slot.ends_at
        day = slot.starts_at.astimezone(calendar.zone).date()
        assert today <= day <= today + timedelta(days=days_ahead + 1)  # a skipped hour may push a beginning past midnight
        assert calendar.days.get(day, True) != ()
        assert slot_at(pattern, calendar, moment, slot.starts_at).starts_at == slot.starts_at
    starts = {slot.starts_at for slot in found}
    for other in (moment + timedelta(hours=1, minutes=7), moment - timedelta(days=1)):
        if other not in starts:
            with pytest.raises((SlotPast, SlotNotOffered)):
                slot_at(pattern, calendar, moment, other)


def test_the_default_is_on_working_days_alone() -> None:
    calendar = Calendar(ZoneInfo("Asia/Shanghai"), OFFICE_WEEK, CHINA_2026)
    before_national_day = datetime(2026, 9, 30, 2, tzinfo=UTC)
    days = {slot.starts_at.astimezone(calendar.zone).date().isoformat() for slot in offered(DEFAULT, calendar, before_national_day)}
    assert days == {"2026-09-30"}  # the week after is a holiday
