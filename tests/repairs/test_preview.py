"""What would be promised of a ticket, by the settled terms or by such as are being written: asking changes nothing."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
import time_machine

from tests.repairs.test_terms import CALENDAR, POLICY, RUNG, path, put
from tests.support.estate import CANARY, Estate
from tests.support.tickets import Desk, default_id

MONDAY = "2026-11-23T17:00:00+08:00"
LAMP, LEAK = str(default_id("corridor-light")), str(default_id("leak"))
MINUTES = {"response_minutes": 30, "arrive_minutes": 60, "resolve_minutes": 90}


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    """It is Monday afternoon, an hour before the reports that the tests suppose."""
    with time_machine.travel("2026-11-23T08:00:00+00:00", tick=False):
        yield


def ask(desk: Desk, estate: Estate, by: UUID | None = None, **given: Any) -> Any:
    body = {"category_id": LAMP, "reported_at": MONDAY, **given}
    body = {name: value for name, value in body.items() if value is not None}
    return desk.as_(by or estate.manager).post(path(estate, "promises-policy/preview"), body)


def test_a_preview_tells_what_a_report_would_be_promised(desk: Desk, estate: Estate) -> None:
    told = ask(desk, estate, reported_at=None).json
    ticket = desk.report(category_id=LAMP)
    assert ticket["created_at"] >= told["reported_at"]
    told = ask(desk, estate, reported_at=ticket["created_at"]).json
    for name in ("response_due_at", "arrive_due_at", "due_at"):
        assert told[name] == ticket[name], name
    upcoming = desk.as_(estate.manager).get(f"tickets/{ticket['id']}").json["upcoming"]
    warned = [(one["at"], one["text"]) for one in upcoming if one["what"] == "escalate"]
    assert warned
    assert [(step["at"], step["text"]) for step in told["steps"]][: len(warned)] == warned


def test_unsettled_terms_are_looked_at_and_not_kept(desk: Desk, estate: Estate) -> None:
    settled = ask(desk, estate).json
    assert (settled["response_due_at"], settled["answer_due_at"]) == ("2026-11-24T02:00:00Z", "2026-11-24T09:00:00Z")
    closed_on_tuesday = ask(desk, estate, weekly=CALENDAR["weekly"], days=CALENDAR["days"]).json
    assert closed_on_tuesday["response_due_at"] == "2026-11-25T02:00:00Z"
    ladder = ask(desk, estate, ladder=[RUNG | {"promise": "response", "percent": 50}], answer_minutes=30).json
    assert ladder["answer_due_at"] == "2026-11-23T09:30:00Z"
    assert [(step["at"], step["promise"], step["to"]) for step in ladder["steps"]] == [
        ("2026-11-24T01:00:00Z", "response", ["manager"])
    ]
    assert "物业经理" in ladder["steps"][0]["text"]
    assert ask(desk, estate).json == settled
    assert [desk.as_(estate.manager).get(path(estate, what)).json["version"] for what in ("calendar", "promises-policy")] == [0, 0]


def test_what_was_settled_is_what_a_preview_begins_with(desk: Desk, estate: Estate) -> None:
    put(desk, estate, "promises-policy", POLICY)
    told = ask(desk, estate).json
    assert ([step["promise"] for step in told["steps"]], told["answer_due_at"]) == (["resolve"], "2026-11-24T01:00:00Z")


def test_minutes_of_a_category_that_does_not_exist_yet_are_enough(desk: Desk, estate: Estate) -> None:
    told = ask(desk, estate, category_id=None, **MINUTES).json
    assert (told["response_due_at"], told["due_at"]) == ("2026-11-23T09:30:00Z", "2026-11-24T01:30:00Z")
    told = ask(desk, estate, category_id=None, around_clock=True, **MINUTES).json
    assert told["due_at"] == "2026-11-23T10:30:00Z"
    assert ask(desk, estate, resolve_minutes=9 * 60 * 3).json["response_due_at"] == "2026-11-24T02:00:00Z"
    urgent = [ask(desk, estate, category_id=LEAK, urgency=urgency).json["due_at"] for urgency in ("normal", "urgent")]
    assert urgent == ["2026-11-23T13:00:00Z", "2026-11-23T11:00:00Z"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"category_id": None}, "ticket.category_unknown"),
        ({"category_id": str(UUID(int=7))}, "ticket.category_unknown"),
        ({"response_minutes": 9000}, "category.minutes"),
        ({"ladder": [RUNG, RUNG]}, "promises.ladder"),
        ({"weekly": {}}, "calendar.invalid"),
        ({"days": {"2026-02-30": []}}, "calendar.invalid"),
        ({"reported_at": "2199-12-31T00:00:00Z"}, "validation.failed"),
        ({"reported_at": "2026-11-23T17:00:00"}, "validation.failed"),
        ({"resolve_minutes": 0}, "validation.failed"),
    ],
)
def test_terms_that_make_no_sense_are_refused_as_when_they_are_settled(
    desk: Desk, estate: Estate, given: dict[str, Any], code: str
) -> None:
    answer = ask(desk, estate, **given)
    assert (answer.status_code, answer.json["code"]) == (422, code)


def test_who_reads_the_policy_may_look_ahead_and_nobody_else(desk: Desk, estate: Estate) -> None:
    for person in (estate.manager, estate.operator, estate.officer, estate.auditor):
        assert ask(desk, estate, person).status_code == 200
    for person in (estate.resident, estate.worker):
        assert ask(desk, estate, person).status_code == 403
    foreign = ask(desk, estate, estate.foreign.manager)
    assert (foreign.status_code, CANARY in foreign.text) == (404, False)
    assert desk.as_(estate.manager).get(f"tickets?community_id={estate.community_id}").json["items"] == []
