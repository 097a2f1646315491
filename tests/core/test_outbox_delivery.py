"""The outbox and its relay: at least once, in order, and with an effect that happens exactly once."""

import itertools
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete, select, update

from community.core import clock, outbox, relay
from community.core.audit import AuditEntry
from community.core.auth import Actor
from community.core.idempotency import IdempotencyRecord
from community.core.ids import new_id
from community.core.kernel import Kernel
from community.core.logging import trace, tracing
from community.core.outbox import ATTEMPTS, OutboxEvent, OutboxReceipt
from community.core.uow import UnitOfWork, unit_of_work
from tests.core.sandbox import NotePinned
from tests.support.threads import together

Write = Callable[[Callable[[UnitOfWork], Any]], Any]
Acts = Callable[[str], int]
Count = Callable[..., int]


def pinned(note: UUID | None = None, text: str = "") -> NotePinned:
    return NotePinned(note_id=note or new_id(), community_id=new_id(), text=text)


def effect(uow: UnitOfWork, event: NotePinned) -> None:
    uow.audit("effect", subject=("note", event.text))


def other_effect(uow: UnitOfWork, event: NotePinned) -> None:
    uow.audit("other effect", subject=("note", event.text))


def broken(uow: UnitOfWork, event: NotePinned) -> None:
    uow.audit("half an effect", subject=("note", event.text))
    raise ValueError("the subscriber is broken")


@pytest.fixture
def states(board: Flask) -> Callable[[], list[str]]:
    def read() -> list[str]:
        with board.app_context(), unit_of_work(Actor.system("test"), read_only=True) as uow:
            return list(uow.session.scalars(select(OutboxEvent.state).order_by(OutboxEvent.id)))

    return read


@pytest.fixture
def effects(board: Flask) -> Callable[[], list[str]]:
    """The texts of the events that had an effect, in the order of the effects."""

    def read() -> list[str]:
        query = select(AuditEntry.subject_id).where(AuditEntry.action == "effect").order_by(AuditEntry.id)
        with board.app_context(), unit_of_work(Actor.system("test"), read_only=True) as uow:
            return list(uow.session.scalars(query))

    return read


def test_an_event_reaches_each_of_its_subscribers_once(board: Flask, kernel: Kernel, write: Write, acts: Acts) -> None:
    kernel.subscribe(NotePinned, effect)
    kernel.subscribe(NotePinned, other_effect)
    write(lambda uow: uow.record(pinned()))
    assert relay.drain(board) == 1
    assert relay.drain(board) == 0
    assert (acts("effect"), acts("other effect")) == (1, 1)


def test_an_event_that_nobody_hears_is_done(board: Flask, write: Write, states: Callable[[], list[str]]) -> None:
    write(lambda uow: uow.record(pinned()))
    relay.drain(board)
    assert states() == ["done"]


def test_a_subscriber_gets_the_event_as_it_was_recorded(board: Flask, kernel: Kernel, write: Write) -> None:
    got: list[NotePinned] = []
    kernel.subscribe(NotePinned, lambda uow, event: got.append(event))
    event = pinned(text="漏水")
    write(lambda uow: uow.record(event))
    relay.drain(board)
    assert got == [event]


def test_events_of_one_aggregate_are_delivered_in_order(
    board: Flask, kernel: Kernel, write: Write, effects: Callable[[], list[str]]
) -> None:
    kernel.subscribe(NotePinned, effect)
    note, other = new_id(), new_id()
    for number in range(6):
        write(lambda uow, n=number: (uow.record(pinned(note, f"a{n}")), uow.record(pinned(other, f"b{n}"))))
    relay.drain(board)
    assert [text for text in effects() if text[0] == "a"] == [f"a{n}" for n in range(6)]
    assert [text for text in effects() if text[0] == "b"] == [f"b{n}" for n in range(6)]


def test_two_relays_at_once_keep_the_order_and_the_number(
    board: Flask, kernel: Kernel, write: Write, effects: Callable[[], list[str]], states: Callable[[], list[str]]
) -> None:
    kernel.subscribe(NotePinned, effect)
    notes = [new_id() for _ in range(4)]
    for number in range(5):
        for index, note in enumerate(notes):
            write(lambda uow, n=number, i=index, note=note: uow.record(pinned(note, f"{i}{n}")))

    def deliver() -> None:
        while "pending" in states():
            relay.deliver_next(board)

    together(deliver, deliver)
    for index in range(4):
        assert [text for text in effects() if text[0] == str(index)] == [f"{index}{n}" for n in range(5)]


def test_the_effect_of_a_failing_subscriber_is_undone_and_the_others_are_not_held_up(
    board: Flask, kernel: Kernel, write: Write, acts: Acts, states: Callable[[], list[str]]
) -> None:
    kernel.subscribe(NotePinned, broken)
    kernel.subscribe(NotePinned, effect)
    write(lambda uow: uow.record(pinned()))
    relay.drain(board)
    assert (acts("half an effect"), acts("effect"), states()) == (0, 1, ["pending"])


def test_a_failing_event_holds_up_its_own_aggregate_only(
    board: Flask, kernel: Kernel, write: Write, effects: Callable[[], list[str]]
) -> None:
    def picky(uow: UnitOfWork, event: NotePinned) -> None:
        if event.text == "bad":
            raise ValueError
        effect(uow, event)

    kernel.subscribe(NotePinned, picky)
    note = new_id()
    write(lambda uow: (uow.record(pinned(note, "bad")), uow.record(pinned(note, "behind")), uow.record(pinned(text="other"))))
    relay.drain(board)
    assert effects() == ["other"]


def test_a_failing_delivery_is_tried_again_after_growing_pauses(board: Flask, kernel: Kernel, write: Write) -> None:
    tries: list[float] = []

    def failing(uow: UnitOfWork, event: NotePinned) -> None:
        tries.append(clock.now().timestamp())
        raise ValueError

    kernel.subscribe(NotePinned, failing)
    with time_machine.travel(clock.now(), tick=False) as traveller:
        write(lambda uow: uow.record(pinned()))
        for _ in range(40):
            relay.drain(board)
            traveller.shift(0.5)
    pauses = [after - before for before, after in itertools.pairwise(tries)]
    assert pauses == [1, 2, 4, 8]


def test_a_subscriber_that_succeeded_is_not_called_again_when_another_is_retried(
    board: Flask, kernel: Kernel, write: Write, acts: Acts, states: Callable[[], list[str]]
) -> None:
    failures = iter([ValueError(), ValueError()])

    def recovers(uow: UnitOfWork, event: NotePinned) -> None:
        if (failure := next(failures, None)) is not None:
            raise failure
        uow.audit("recovered", subject=("note", "1"))

    kernel.subscribe(NotePinned, effect)
    kernel.subscribe(NotePinned, recovers)
    with time_machine.travel(clock.now(), tick=False) as traveller:
        write(lambda uow: uow.record(pinned()))
        for _ in range(5):
            relay.drain(board)
            traveller.shift(10)
    assert (acts("effect"), acts("recovered"), states()) == (1, 1, ["done"])


def test_an_event_that_fails_for_good_is_a_dead_letter_that_blocks_nothing_and_can_be_replayed(
    board: Flask, kernel: Kernel, write: Write, acts: Acts, states: Callable[[], list[str]], effects: Callable[[], list[str]]
) -> None:
    well = threading.Event()

    def unwell(uow: UnitOfWork, event: NotePinned) -> None:
        if event.text == "bad" and not well.is_set():
            raise ValueError("unwell")
        uow.audit("cured", subject=("note", event.text))

    kernel.subscribe(NotePinned, effect)
    kernel.subscribe(NotePinned, unwell)
    note = new_id()
    with time_machine.travel(clock.now(), tick=False) as traveller:
        write(lambda uow: (uow.record(pinned(note, "bad")), uow.record(pinned(note, "behind"))))
        for _ in range(ATTEMPTS):
            assert effects() in ([], ["bad"])
            relay.drain(board)
            traveller.shift(timedelta(minutes=6))
        assert states() == ["dead", "done"]
        assert effects() == ["bad", "behind"]
        well.set()
        assert write(lambda uow: outbox.replay(uow.session)) == 1
        relay.drain(board)
    assert states() == ["done", "done"]
    assert (effects(), acts("cured")) == (["bad", "behind"], 2)


def test_the_last_error_is_kept_without_the_values_that_caused_it(board: Flask, kernel: Kernel, write: Write) -> None:
    record = {"actor": "13800000001", "key": "k", "fingerprint": "", "status": 1, "content_type": "", "body": b""}

    def collides(uow: UnitOfWork, event: NotePinned) -> None:
        for _ in range(2):
            uow.session.add(IdempotencyRecord(**record, recorded_at=uow.now))
            uow.session.flush()

    kernel.subscribe(NotePinned, collides)
    write(lambda uow: uow.record(pinned()))
    relay.drain(board)
    error = write(lambda uow: uow.session.scalars(select(OutboxEvent.last_error)).one())
    assert "IntegrityError" in error
    assert "13800000001" not in error.split("DETAIL")[0]


def test_an_event_in_the_hands_of_a_relay_that_dies_is_free_at_once_and_has_had_no_effect(
    board: Flask, kernel: Kernel, write: Write, acts: Acts, states: Callable[[], list[str]]
) -> None:
    class PowerCut(BaseException):
        """Nothing after this runs, as far as the database can see."""

    def dies_once(uow: UnitOfWork, event: NotePinned) -> None:
        effect(uow, event)
        uow.session.flush()
        if not died:
            died.append(True)
            raise PowerCut

    died: list[bool] = []
    kernel.subscribe(NotePinned, dies_once)
    write(lambda uow: uow.record(pinned()))
    with pytest.raises(PowerCut):
        relay.deliver_next(board)
    assert (acts("effect"), states()) == (0, ["pending"])
    relay.drain(board)
    assert (acts("effect"), states()) == (1, ["done"])


def test_two_relays_with_the_same_event_have_one_effect(
    board: Flask, kernel: Kernel, write: Write, acts: Acts, states: Callable[[], list[str]]
) -> None:
    kernel.subscribe(NotePinned, effect)
    write(lambda uow: uow.record(pinned()))
    assert sum(together(lambda: relay.deliver_next(board), lambda: relay.deliver_next(board))) == 1
    assert (acts("effect"), states()) == (1, ["done"])


def test_a_subscriber_sees_the_trace_of_the_request_and_hands_it_on(board: Flask, kernel: Kernel, write: Write) -> None:
    seen: list[str] = []

    def answer(uow: UnitOfWork, event: NotePinned) -> None:
        seen.append(trace())
        if event.text == "question":
            uow.record(pinned(text="answer"))

    kernel.subscribe(NotePinned, answer)
    with tracing("trace-0001"):
        write(lambda uow: uow.record(pinned(text="question")))
    relay.drain(board)
    assert seen == ["trace-0001", "trace-0001"]


def test_a_running_relay_delivers_soon_after_the_commit(board: Flask, kernel: Kernel, write: Write) -> None:
    heard = threading.Event()
    kernel.subscribe(NotePinned, lambda uow, event: heard.set())
    running = relay.Relay(board)
    running.start()
    try:
        write(lambda uow: uow.record(pinned()))
        assert heard.wait(relay.IDLE_SECONDS / 2)
    finally:
        running.stop()


def test_delivered_events_are_cleared_away_after_a_week_and_dead_or_pending_ones_never(
    board: Flask, kernel: Kernel, write: Write, count: Count
) -> None:
    failures = iter([ValueError()])

    def recovers(uow: UnitOfWork, event: NotePinned) -> None:
        if (failure := next(failures, None)) is not None:
            raise failure

    kernel.subscribe(NotePinned, effect)
    kernel.subscribe(NotePinned, recovers)
    start = clock.now()
    with time_machine.travel(start, tick=False) as traveller:
        write(lambda uow: uow.record(pinned()))
        relay.drain(board)
        traveller.shift(timedelta(seconds=2))
        relay.drain(board)
        write(lambda uow: (uow.record(pinned()), uow.record(pinned())))
        write(lambda uow: uow.session.execute(update(OutboxEvent).where(OutboxEvent.id == 2).values(state="dead")))
        traveller.shift(outbox.KEPT)
        write(relay.purge)
        assert (count(OutboxEvent), count(OutboxReceipt)) == (3, 1)
        traveller.shift(timedelta(seconds=1))
        write(relay.purge)
    assert (count(OutboxEvent), count(OutboxReceipt)) == (2, 0)


def test_what_waits_and_what_is_dead_is_counted_for_the_metrics(board: Flask, write: Write) -> None:
    write(lambda uow: [uow.record(pinned()) for _ in range(3)])
    write(lambda uow: uow.session.execute(update(OutboxEvent).where(OutboxEvent.id == 1).values(state="dead")))
    write(relay.observe)
    assert [relay.PENDING.labels(state)._value.get() for state in ("pending", "dead")] == [2, 1]
    write(lambda uow: uow.session.execute(delete(OutboxEvent)))
    write(relay.observe)
    assert [relay.PENDING.labels(state)._value.get() for state in ("pending", "dead")] == [0, 0]


def test_subscribers_that_answer_each_other_for_ever_are_found_out(board: Flask, kernel: Kernel, write: Write) -> None:
    kernel.subscribe(NotePinned, lambda uow, event: uow.record(pinned()))
    write(lambda uow: uow.record(pinned()))
    with pytest.raises(RuntimeError, match="run dry"):
        relay.drain(board, rounds=5)


def test_the_relay_outlives_a_database_that_went_away(
    board: Flask, kernel: Kernel, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = threading.Event()
    failed = threading.Event()
    kernel.subscribe(NotePinned, lambda uow, event: heard.set())
    deliver = relay.deliver_next

    def once_unlucky(app: Flask) -> bool:
        if not failed.is_set():
            failed.set()
            raise ConnectionError
        return deliver(app)

    monkeypatch.setattr(relay, "deliver_next", once_unlucky)
    running = relay.Relay(board)
    running.start()
    try:
        write(lambda uow: uow.record(pinned()))
        assert heard.wait(5)
        assert failed.is_set()
    finally:
        running.stop()
