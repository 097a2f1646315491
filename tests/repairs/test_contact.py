"""Calling the resident: whoever has the ticket may, while it lasts, and the resident can read who looked."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from community.core.audit import AuditEntry
from community.core.auth import Actor
from community.core.idempotency import IdempotencyRecord
from community.core.ids import new_id
from community.core.uow import unit_of_work
from tests.support.estate import Estate
from tests.support.tickets import Desk


@pytest.fixture
def rows(app: Flask) -> Callable[[Any], Sequence[Any]]:
    """What a query finds now, detached."""

    def find(query: Any) -> Sequence[Any]:
        with app.app_context(), unit_of_work(Actor.system("test"), read_only=True) as uow:
            found = uow.session.scalars(query).all()
            uow.session.expunge_all()
            return found

    return find


def looks(desk: Desk, estate: Estate) -> list[tuple[str, str]]:
    """What the resident reads under "who saw my number"."""
    items = desk.as_(estate.resident).get("me/reveals").json["items"]
    return [(item["actor_name"], item["reason"]) for item in items]


def test_the_assignee_sees_where_to_reach_the_reporter_who_can_read_that(desk: Desk, estate: Estate) -> None:
    ticket = desk.assigned()
    answer = desk.act(estate.worker, ticket, "contact")
    assert (answer.status_code, answer.json) == (200, {"phone": estate.phones[estate.resident].removeprefix("+86")})
    assert answer.headers["Cache-Control"] == "no-store"
    assert looks(desk, estate) == [("赵师傅", ticket["number"])]


def test_the_number_given_for_the_matter_is_the_one_to_call(desk: Desk, estate: Estate) -> None:
    ticket = desk.assigned(contact_phone="023-63812345")
    assert desk.act(estate.worker, ticket, "contact").json == {"phone": "023-63812345"}
    assert looks(desk, estate) == [("赵师傅", ticket["number"])]


def test_every_look_is_on_record(desk: Desk, estate: Estate, rows: Callable[[Any], Sequence[Any]]) -> None:
    ticket = desk.assigned()
    for _ in range(2):
        desk.act(estate.worker, ticket, "contact")
    found = rows(select(AuditEntry).where(AuditEntry.action == "people.reveal"))
    assert [(row.actor_id, row.subject_id, row.community_id, row.reason, row.data) for row in found] == [
        (str(estate.worker), str(estate.resident), estate.community_id, ticket["number"], {"ticket": ticket["id"]})
    ] * 2


@pytest.mark.parametrize(
    ("who", "status"),
    [("manager", 403), ("operator", 403), ("resident", 403), ("relative", 403), ("officer", 403), ("admin", 403)],
)
def test_nobody_but_the_assignee_is_shown_the_number(desk: Desk, estate: Estate, who: str, status: int) -> None:
    ticket = desk.assigned()
    answer = desk.act(getattr(estate, who), ticket, "contact")
    assert answer.status_code == status
    assert estate.phones[estate.resident].removeprefix("+86") not in answer.text
    assert looks(desk, estate) == []


def test_nobody_of_another_community_learns_of_the_ticket(desk: Desk, estate: Estate) -> None:
    ticket = desk.assigned()
    for person in (estate.foreign.worker, estate.foreign.manager):
        assert desk.act(person, ticket, "contact").status_code == 404
        assert desk.act(person, str(new_id()), "contact").status_code == 404
    assert looks(desk, estate) == []


def test_whoever_gave_the_ticket_away_is_shown_it_no_more(desk: Desk, estate: Estate) -> None:
    ticket = desk.assigned()
    desk.do(estate.manager, ticket, "transfer", assignee_id=str(estate.manager), reason="换人")
    answer = desk.act(estate.worker, ticket, "contact")
    assert (answer.status_code, answer.json["code"]) == (403, "ticket.not_your_part")
    assert desk.act(estate.manager, ticket, "contact").status_code == 200
    assert looks(desk, estate) == [("孙经理", ticket["number"])]


def test_it_is_shown_until_the_ticket_has_ended(desk: Desk, estate: Estate) -> None:
    ticket = desk.resolved()
    assert desk.act(estate.worker, ticket, "contact").status_code == 200
    desk.do(estate.resident, ticket, "confirm")
    answer = desk.act(estate.worker, ticket, "contact")
    assert (answer.status_code, answer.json["code"]) == (409, "ticket.contact_over")
    assert len(looks(desk, estate)) == 1


def test_no_number_is_shown_when_the_record_cannot_be_written(desk: Desk, estate: Estate, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = desk.assigned()

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr("community.core.uow._write_audit", broken)
    answer = desk.act(estate.worker, ticket, "contact")
    assert answer.status_code == 500
    assert estate.phones[estate.resident].removeprefix("+86") not in answer.text


def test_a_kept_answer_holds_no_phone_number(desk: Desk, estate: Estate, rows: Callable[[Any], Sequence[Any]]) -> None:
    ticket = desk.assigned()
    before = len(rows(select(IdempotencyRecord)))
    worker = desk.as_(estate.worker).with_headers(Idempotency_Key="call-1")
    assert worker.post(f"tickets/{ticket['id']}/contact").status_code == 200
    assert len(rows(select(IdempotencyRecord))) == before
