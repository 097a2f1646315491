"""`Idempotency-Key` over real routes: one key, one effect, one answer."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.engine import make_url
from werkzeug.test import TestResponse

from community.core import clock, idempotency
from community.core.idempotency import IdempotencyRecord
from community.core.kernel import Kernel
from community.core.outbox import OutboxEvent
from community.core.uow import UnitOfWork
from community.models import Membership, MembershipStatus
from tests.core import sandbox
from tests.core.sandbox import Note
from tests.support.clients import Client
from tests.support.estate import Estate
from tests.support.threads import together

Count = Callable[..., int]
Acts = Callable[[str], int]
Write = Callable[[Callable[[UnitOfWork], Any]], Any]


@pytest.fixture
def resident(visitor: Client, estate: Estate) -> Client:
    return visitor.as_(estate.resident)


def pin(client: Client, estate: Estate, key: str | None = "key-1", text: str = "hello", **options: Any) -> TestResponse:
    headers = {} if key is None else {"Idempotency-Key": key}
    return client.post("notes", {"community_id": str(estate.community_id), "text": text}, headers=headers, **options)


def upload(client: Client, content: bytes, *, purpose: str = "proof", filename: str = "a.jpg") -> TestResponse:
    form = {"purpose": purpose, "file": (io.BytesIO(content), filename)}
    return client.post("notes/upload", data=form, headers={"Idempotency-Key": "file"})


def test_the_same_key_and_body_get_the_same_answer_and_act_once(resident: Client, estate: Estate, count: Count) -> None:
    first, second = pin(resident, estate), pin(resident, estate)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.data == second.data
    assert first.content_type == second.content_type
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert (count(Note), count(OutboxEvent)) == (1, 1)


def test_without_a_key_each_request_acts(resident: Client, estate: Estate, count: Count) -> None:
    pin(resident, estate, key=None)
    pin(resident, estate, key=None)
    assert (count(Note), count(IdempotencyRecord)) == (2, 0)


def test_different_keys_act_each(resident: Client, estate: Estate, count: Count) -> None:
    pin(resident, estate, "key-1")
    pin(resident, estate, "key-2")
    assert count(Note) == 2


def test_the_same_key_with_another_body_is_refused(resident: Client, estate: Estate, count: Count) -> None:
    pin(resident, estate, text="one")
    answer = pin(resident, estate, text="two")
    assert (answer.status_code, answer.json["code"]) == (422, "idempotency.mismatch")
    assert count(Note) == 1


def test_the_same_key_at_another_address_is_refused(resident: Client, estate: Estate, acts: Acts) -> None:
    pin(resident, estate, "key-1")
    answer = resident.post("notes/slow", headers={"Idempotency-Key": "key-1"})
    assert (answer.status_code, acts("note.slow")) == (422, 0)


def test_different_people_may_use_the_same_key(resident: Client, estate: Estate, count: Count) -> None:
    pin(resident, estate)
    answer = pin(resident.as_(estate.neighbour), estate)
    assert answer.status_code == 201
    assert "Idempotency-Replayed" not in answer.headers
    assert count(Note) == 2


@pytest.mark.parametrize("key", ["", "x" * 201, "tab\tinside", "bell\x07"])
def test_a_malformed_key_is_refused(resident: Client, estate: Estate, count: Count, key: str) -> None:
    answer = pin(resident, estate, key)
    assert (answer.status_code, answer.json["code"]) == (422, "idempotency.malformed")
    assert count(Note) == 0


def test_the_longest_key_is_accepted(resident: Client, estate: Estate) -> None:
    assert [pin(resident, estate, "x" * 200).status_code for _ in range(2)] == [201, 201]


@pytest.mark.parametrize(("text", "status"), [("explode", 409), ("", 422)])
def test_a_request_that_fails_leaves_no_record_and_may_be_sent_again(
    resident: Client, estate: Estate, count: Count, text: str, status: int
) -> None:
    assert pin(resident, estate, text=text).status_code == status
    assert (count(IdempotencyRecord), count(Note), count(OutboxEvent)) == (0, 0, 0)
    assert pin(resident, estate, text="better").status_code == 201


def test_a_refused_request_leaves_no_record(resident: Client, estate: Estate, count: Count) -> None:
    answer = pin(resident.as_(estate.foreign.resident), estate)
    assert (answer.status_code, count(IdempotencyRecord)) == (404, 0)


def test_two_at_once_with_one_key_have_one_effect(resident: Client, estate: Estate, count: Count, kernel: Kernel) -> None:
    answers = together(*[lambda: pin(resident, estate)] * 4)
    assert count(Note) == 1
    statuses = sorted(answer.status_code for answer in answers)
    if make_url(kernel.settings.database).get_backend_name() == "sqlite":
        assert statuses == [201] * 4  # whoever comes second waits
    else:
        assert statuses[0] == 201
        assert set(statuses) <= {201, 409}  # whoever comes second is told that the first is at work
        assert all(
            a.json["code"] == "idempotency.in_progress" and a.headers["Retry-After"] for a in answers if a.status_code == 409
        )
    assert pin(resident, estate).headers["Idempotency-Replayed"] == "true"


def test_files_count_by_their_content_not_by_their_multipart_dress(resident: Client, acts: Acts) -> None:
    first, second = upload(resident, b"picture"), upload(resident, b"picture", filename="b.jpg")
    assert first.json == second.json == {"count": 7}
    assert second.headers["Idempotency-Replayed"] == "true"
    assert acts("note.upload proof") == 1


def test_another_file_or_another_field_with_the_same_key_is_refused(resident: Client) -> None:
    assert upload(resident, b"picture").status_code == 201
    assert upload(resident, b"another").status_code == 422
    assert upload(resident, b"picture", purpose="report").status_code == 422


def test_an_operation_that_begins_late_answers_again_without_acting_again(resident: Client, acts: Acts) -> None:
    first, second = (resident.post("notes/slow", headers={"Idempotency-Key": "s"}) for _ in range(2))
    assert (first.data, second.headers["Idempotency-Replayed"]) == (second.data, "true")
    assert acts("note.slow") == 1


def test_of_two_such_operations_at_once_the_quicker_acts_for_both(
    resident: Client, count: Count, acts: Acts, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overtake() -> None:
        assert resident.post("notes/slow", headers={"Idempotency-Key": "s"}).status_code == 200

    monkeypatch.setitem(sandbox.BARRIERS, "overtake", overtake)
    slower = resident.post("notes/slow", headers={"Idempotency-Key": "s", "X-Barrier": "overtake"})
    assert (slower.status_code, slower.headers["Idempotency-Replayed"]) == (200, "true")
    assert (count(IdempotencyRecord), acts("note.slow")) == (1, 1)


def test_such_an_operation_keeps_its_answer_with_its_act_or_neither(
    resident: Client, count: Count, acts: Acts, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the process dies here")

    monkeypatch.setattr(idempotency, "remember", fail)
    assert resident.post("notes/slow", headers={"Idempotency-Key": "s"}).status_code == 500
    assert (count(IdempotencyRecord), acts("note.slow")) == (0, 0)


def test_nobody_signed_in_has_no_keys(visitor: Client, acts: Acts, count: Count) -> None:
    for _ in range(2):
        assert visitor.post("notes/hello", headers={"Idempotency-Key": "k"}).status_code == 200
    assert (acts("note.hello"), count(IdempotencyRecord)) == (2, 0)


def test_who_has_lost_the_right_gets_no_old_answer(resident: Client, estate: Estate, write: Write) -> None:
    assert pin(resident, estate).status_code == 201

    def move_out(uow: UnitOfWork) -> None:
        for membership in uow.session.scalars(select(Membership).where(Membership.person_id == estate.resident)):
            membership.status = MembershipStatus.ENDED

    write(move_out)
    assert pin(resident, estate).status_code == 403


def test_answers_are_kept_for_thirty_days_and_not_longer(resident: Client, estate: Estate, write: Write, count: Count) -> None:
    with time_machine.travel(clock.now(), tick=False) as traveller:
        pin(resident, estate)
        traveller.shift(idempotency.KEPT)
        write(idempotency.purge)
        assert count(IdempotencyRecord) == 1
        traveller.shift(timedelta(microseconds=1))
        write(idempotency.purge)
        assert count(IdempotencyRecord) == 0


def test_a_key_of_a_person_is_kept_under_that_person(resident: Client, estate: Estate, write: Write) -> None:
    pin(resident, estate)
    assert write(lambda uow: UUID(uow.session.scalars(select(IdempotencyRecord.actor)).one())) == estate.resident
