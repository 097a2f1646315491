"""What an office settles: its hours, its ladder; who may, and what happens when two settle at once."""

from typing import Any

import pytest
import time_machine

from tests.support.asking import Counter
from tests.support.estate import CANARY, Estate
from tests.support.threads import together
from tests.support.tickets import Desk, default_id

WEEK = {day: [["09:00", "12:00"], ["13:30", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
CALENDAR: dict[str, Any] = {"weekly": WEEK, "days": {"2026-11-24": [], "2026-11-29": [["10:00", "16:00"]]}}
RUNG = {"promise": "resolve", "percent": 80, "after": 0, "to": ["manager"]}
POLICY: dict[str, Any] = {"ladder": [RUNG], "auto_close_days": None, "return_visit": "low", "answer_minutes": 60}


def path(estate: Estate, what: str) -> str:
    return f"communities/{estate.community_id}/{what}"


def put(desk: Desk, estate: Estate, what: str, body: dict[str, Any], seen: str | None = '"0"') -> Any:
    headers = {} if seen is None else {"If-Match": seen}
    return desk.as_(estate.manager)._open("PUT", path(estate, what), json=body, headers=headers)


def test_an_office_begins_with_chinas_week_and_holidays(desk: Desk, estate: Estate) -> None:
    answer = desk.as_(estate.resident).get(path(estate, "calendar"))
    assert (answer.headers["ETag"], answer.json["time_zone"]) == ('"0"', "Asia/Shanghai")
    assert (answer.json["weekly"]["fri"], answer.json["weekly"]["sat"]) == ([["08:30", "17:30"]], [])
    assert (answer.json["days"]["2026-10-01"], answer.json["days"]["2026-10-10"]) == ([], [["08:30", "17:30"]])


def test_hours_that_were_settled_are_those_that_promises_count(desk: Desk, estate: Estate) -> None:
    with time_machine.travel("2026-11-23T09:00:00+00:00", tick=False):  # Monday, 17:00
        before = desk.report(category_id=str(default_id("corridor-light")))
        answer = put(desk, estate, "calendar", CALENDAR)
        assert (answer.status_code, answer.headers["ETag"], answer.json["version"]) == (200, '"1"', 1)
        assert answer.json["weekly"] == WEEK | {"sat": [], "sun": []}
        after = desk.report(category_id=str(default_id("corridor-light")))
        assert desk.as_(estate.resident).get(f"tickets/{before['id']}").json["due_at"] == before["due_at"]
    # Two hours to respond: one is left on Monday, Tuesday is closed.
    assert (before["response_due_at"], after["response_due_at"]) == ("2026-11-24T02:00:00Z", "2026-11-25T02:00:00Z")


def test_whoever_settles_says_what_they_have_seen(desk: Desk, estate: Estate) -> None:
    for what, body in (("calendar", CALENDAR), ("promises-policy", POLICY)):
        assert (put(desk, estate, what, body, seen=None).status_code, put(desk, estate, what, body, '"7"').status_code) == (
            428,
            412,
        )
        assert put(desk, estate, what, body, "nonsense").status_code == 412
        assert put(desk, estate, what, body).json["version"] == 1
        assert put(desk, estate, what, body).status_code == 412
        assert put(desk, estate, what, body, '"1"').json["version"] == 2


def test_of_two_who_settle_at_once_one_is_told_to_look_again(desk: Desk, estate: Estate) -> None:
    desk.as_(estate.manager)
    answers = together(*[lambda: put(desk, estate, "promises-policy", POLICY).status_code] * 4)
    assert sorted(answers) == [200, 412, 412, 412]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"weekly": {}}, "calendar.invalid"),
        ({"weekly": {"mon": [["09:00", "16:59"]]}}, "calendar.invalid"),
        ({"weekly": WEEK | {"mon": [["13:00", "12:00"]]}}, "calendar.invalid"),
        ({"days": {"2026-02-30": []}}, "calendar.invalid"),
        ({"days": {"2026-10-01": [["09:00", "12:00"], ["11:00", "13:00"]]}}, "calendar.invalid"),
        ({"weekly": {"someday": []}}, "validation.failed"),
        ({"weekly": WEEK | {"mon": [["9", "12:00"]]}}, "validation.failed"),
        ({"days": {"tomorrow": []}}, "validation.failed"),
    ],
)
def test_hours_that_make_no_sense_are_refused(desk: Desk, estate: Estate, change: dict[str, Any], code: str) -> None:
    answer = put(desk, estate, "calendar", CALENDAR | change)
    assert (answer.status_code, answer.json["code"]) == (422, code)
    assert desk.as_(estate.resident).get(path(estate, "calendar")).json["version"] == 0


@pytest.mark.parametrize(
    "ladder",
    [
        [RUNG, RUNG],
        [RUNG, RUNG | {"percent": 50}],
        [RUNG | {"after": 10}],
        [RUNG | {"promise": "assignment"}],
        [RUNG | {"to": []}],
        [RUNG | {"to": ["mayor"]}],
        [RUNG | {"percent": 0}],
        [RUNG | {"percent": percent} for percent in range(10, 80, 10)],
    ],
)
def test_a_ladder_that_does_not_rise_is_refused(desk: Desk, estate: Estate, ladder: list[dict[str, Any]]) -> None:
    answer = put(desk, estate, "promises-policy", POLICY | {"ladder": ladder})
    assert (answer.status_code, answer.json["code"] in ("promises.ladder", "validation.failed")) == (422, True)


def test_a_policy_is_kept_as_it_was_settled(desk: Desk, estate: Estate) -> None:
    default = desk.as_(estate.manager).get(path(estate, "promises-policy")).json
    assert (len(default["ladder"]), default["auto_close_days"], default["return_visit"], default["version"]) == (7, 7, "none", 0)
    assert default["answer_minutes"] == 540
    settled = put(desk, estate, "promises-policy", POLICY).json
    assert settled == POLICY | {"community_id": str(estate.community_id), "version": 1}
    assert desk.as_(estate.operator).get(path(estate, "promises-policy")).json == settled
    # The other half is still what an office begins with.
    assert desk.as_(estate.manager).get(path(estate, "calendar")).json["version"] == 0


def test_what_is_wrong_is_named_in_the_askers_language(desk: Desk, estate: Estate) -> None:
    wrong = CALENDAR | {"weekly": WEEK | {"mon": [["13:00", "12:00"]]}}
    answer = put(desk, estate, "calendar", wrong)
    assert (answer.json["where"], "周一" in answer.json["detail"]) == ("mon", True)
    answer = put(desk, estate, "promises-policy", POLICY | {"ladder": [RUNG, RUNG]})
    assert (answer.json["promise"], "修复" in answer.json["detail"]) == ("resolve", True)
    headers = {"If-Match": '"0"', "Accept-Language": "en"}
    answer = desk.as_(estate.manager)._open("PUT", path(estate, "calendar"), json=wrong, headers=headers)
    assert "Monday" in answer.json["detail"]


def test_questions_are_answered_within_what_the_office_has_settled(counter: Counter, desk: Desk, estate: Estate) -> None:
    with time_machine.travel("2026-11-23T09:00:00+00:00", tick=False):  # Monday, 17:00
        before = counter.ask()
        put(desk, estate, "promises-policy", POLICY)
        after = counter.ask()
        assert counter.read(estate.resident, before)["answer_due_at"] == before["answer_due_at"]
    assert (before["answer_due_at"], after["answer_due_at"]) == ("2026-11-24T09:00:00Z", "2026-11-24T01:00:00Z")


def test_an_answer_is_promised_in_five_minutes_to_thirty_days(desk: Desk, estate: Estate) -> None:
    for minutes in (0, 4, 43_201, None):
        answer = put(desk, estate, "promises-policy", POLICY | {"answer_minutes": minutes})
        assert (answer.status_code, answer.json["code"]) == (422, "validation.failed")
    for version, minutes in enumerate((5, 43_200)):
        assert put(desk, estate, "promises-policy", POLICY | {"answer_minutes": minutes}, f'"{version}"').status_code == 200


def test_only_the_office_settles_and_only_for_its_own(desk: Desk, estate: Estate) -> None:
    for what, body in (("calendar", CALENDAR), ("promises-policy", POLICY)):
        for person in (estate.resident, estate.worker, estate.operator, estate.officer, estate.auditor):
            answer = desk.as_(person)._open("PUT", path(estate, what), json=body, headers={"If-Match": '"0"'})
            assert answer.status_code == 403
        answer = desk.as_(estate.foreign.manager)._open("PUT", path(estate, what), json=body, headers={"If-Match": '"0"'})
        assert (answer.status_code, CANARY in answer.text) == (404, False)
        assert desk.as_(estate.foreign.manager).get(path(estate, what)).status_code == 404
        assert desk.as_(estate.manager).get(path(estate, what)).json["version"] == 0
    assert desk.as_(estate.resident).get(path(estate, "promises-policy")).status_code == 403
    assert desk.as_(estate.officer).get(path(estate, "promises-policy")).status_code == 200
