"""Commands: committed before published, published once, never optimistic (rules D3 to D5)."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from flask import Flask
from sqlalchemy import select

from community.core.auth import Actor
from community.core.clock import now
from community.core.idempotency import KeyReused
from community.core.ids import new_id
from community.core.outbox import OutboxEvent
from community.core.uow import UnitOfWork, unit_of_work
from devices import services
from devices.commands import Outcome, dispatching, settle
from devices.commands import prepare as prepare_command
from devices.errors import DoorOffline, NoSuchDoor, UnknownDevice
from devices.jobs import settle_forgotten
from devices.messages import Command
from devices.models import CommandState, Device, DeviceCommand, Presence
from devices.services import CommandResult, Prepared
from devices.signing import is_signed, read_public_key
from tests.support.panels import SESSION, FakeLink, add_panel, rejected, silent

SOMEBODY = Actor("person", new_id(), "王女士")


@pytest.fixture(autouse=True)
def short_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody answers within a quarter of a second in these tests, unless at once."""
    monkeypatch.setattr(dispatching, "ANSWER_WITHIN", 0.25)


def unlock(panel: str, key: str | None = None, actor: Actor = SOMEBODY, **options: Any) -> CommandResult:
    def prepare(uow: UnitOfWork) -> Prepared:
        wish = {"cmd": "unlock", "door": 1, "args": {"seconds": 5}, "via": "app"} | options
        return services.prepare_command(uow, panel, request_key=key, **wish)

    return services.run_command(actor, prepare)


def commands_in_table(rows: Any) -> list[DeviceCommand]:
    found: list[DeviceCommand] = rows(select(DeviceCommand))
    return found


def test_an_unlock_is_done_only_after_the_panel_said_so(link: FakeLink, panel: str) -> None:
    result = unlock(panel)
    assert (result.state, result.code) == (CommandState.DONE, "opened")
    assert result.acked_at is not None


def test_the_row_is_committed_before_the_command_is_published(app: Flask, link: FakeLink, panel: str, rows: Any) -> None:
    """A reader in another transaction sees the command, already taken for publishing, while the panel decides."""
    seen: list[tuple[CommandState, str]] = []

    def look() -> None:
        def read() -> None:
            with app.app_context():
                seen.extend((row.state, row.actor) for row in rows(select(DeviceCommand)))

        reader = threading.Thread(target=read)
        reader.start()
        reader.join()

    link.before_answer = look
    unlock(panel)
    assert seen == [(CommandState.SENT, f"person:{SOMEBODY.id}")]


def test_a_command_carries_everything_a_door_depends_on_inside_its_payload(app: Flask, link: FakeLink, panel: str) -> None:
    unlock(panel)
    sent = link.published[0]
    assert (sent.topic, sent.qos, sent.retain) == (f"sc/v1/{panel}/down/cmd", 1, False)
    assert sent.expiry is not None
    assert 1 <= sent.expiry <= 10
    command = Command.of(sent.payload)
    assert (command.sess, command.door, command.cmd, dict(command.args)) == (SESSION, 1, "unlock", {"seconds": 5})
    assert 0 < command.exp - command.ts <= 10_000
    assert command.reply == app.extensions["devices.gateway"].receiver


def test_the_signature_holds_for_this_panel_and_no_other(app: Flask, link: FakeLink, panel: str) -> None:
    unlock(panel)
    key = app.extensions["devices.gateway"].key
    public: dict[str, Ed25519PublicKey] = {key.kid: read_public_key(key.public)}
    command = Command.of(link.commands(panel)[0])
    assert is_signed(public, panel, command)
    assert not is_signed(public, "panel-another00000", command)


def test_the_private_key_is_kept_in_the_data_folder_for_its_owner_alone(app: Flask) -> None:
    secret = app.extensions["linli"].settings.data / "secrets" / "command_key"
    _ = app.extensions["devices.gateway"].key
    assert secret.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("presence", [Presence.UNKNOWN, Presence.OFFLINE, Presence.STALE, Presence.SLEEPING])
def test_a_panel_that_is_not_ready_is_refused_at_once_and_nothing_is_written(
    link: FakeLink, estate: Any, context: None, rows: Any, presence: Presence
) -> None:
    panel = add_panel(estate.community_id, None, presence=presence)
    with pytest.raises(DoorOffline):
        unlock(panel)
    assert commands_in_table(rows) == []
    assert link.published == []


def test_the_platforms_own_broken_link_is_refused_before_anything_is_written(link: FakeLink, panel: str, rows: Any) -> None:
    link.connected = False
    with pytest.raises(DoorOffline):
        unlock(panel)
    assert commands_in_table(rows) == []


def test_a_link_that_breaks_after_the_commit_sends_nothing_later(link: FakeLink, panel: str) -> None:
    def prepare(uow: UnitOfWork) -> Prepared:
        prepared = services.prepare_command(uow, panel, cmd="unlock", door=1, via="app")
        link.connected = False
        return prepared

    result = services.run_command(SOMEBODY, prepare)
    link.connected = True
    assert (result.state, result.code) == (CommandState.OFFLINE, "link_down")
    assert link.published == []


def test_an_absent_panel_is_known_from_the_brokers_word_without_waiting(link: FakeLink, panel: str) -> None:
    link.absent.add(panel)
    result = unlock(panel)
    assert (result.state, result.code) == (CommandState.OFFLINE, "absent")


def test_an_absent_panel_is_no_longer_shown_as_ready(link: FakeLink, panel: str, device_row: Any) -> None:
    """After a crash of the broker the row may say "ready" of a panel that is gone; a birth or telemetry brings it back."""
    link.absent.add(panel)
    unlock(panel)
    assert device_row(panel).presence is Presence.STALE


def test_a_panel_that_was_born_again_meanwhile_is_not_taken_for_absent(link: FakeLink, panel: str, device_row: Any) -> None:
    link.absent.add(panel)

    def prepare(uow: UnitOfWork) -> Prepared:
        prepared = services.prepare_command(uow, panel, cmd="unlock", door=1, via="app")
        uow.session.get_one(Device, panel).sess = "session-0002"
        return prepared

    services.run_command(SOMEBODY, prepare)
    assert device_row(panel).presence is Presence.READY


def test_silence_means_unknown_not_opened(link: FakeLink, panel: str) -> None:
    link.answers[panel] = silent
    result = unlock(panel)
    assert (result.state, result.code, result.acked_at) == (CommandState.UNKNOWN, "no_answer", None)
    assert len(link.commands(panel)) == 1


def test_a_refusal_of_the_panel_is_told_with_its_reason(link: FakeLink, panel: str) -> None:
    link.answers[panel] = rejected("no_time")
    result = unlock(panel)
    assert (result.state, result.code) == (CommandState.REJECTED, "no_time")


def test_a_lock_that_jams_is_a_failure(link: FakeLink, panel: str) -> None:
    link.answers[panel] = lambda command: {"id": command["id"], "result": "failed", "code": "jammed"}
    assert unlock(panel).state is CommandState.FAILED


def test_another_device_cannot_answer_for_the_panel(link: FakeLink, panel: str, estate: Any) -> None:
    liar = add_panel(estate.community_id, None)

    def lie(command: dict[str, Any]) -> None:
        link.deliver(f"sc/v1/{liar}/up/rsp/{command['reply']}", {"id": command["id"], "result": "done", "code": "opened"})

    link.answers[panel] = lie
    assert unlock(panel).state is CommandState.UNKNOWN


@pytest.mark.parametrize("payload", [b"", b"{", b"[]", b'{"id":"x","result":"done"}', b"\xff" * 70_000])
def test_a_broken_answer_is_no_answer(link: FakeLink, panel: str, payload: bytes) -> None:
    link.answers[panel] = lambda command: link.deliver(f"sc/v1/{panel}/up/rsp/{command['reply']}", payload)
    assert unlock(panel).state is CommandState.UNKNOWN


def test_a_stale_session_heals_the_row_so_that_the_next_press_works(link: FakeLink, panel: str, device_row: Any) -> None:
    link.answers[panel] = rejected("stale_session", sess="session-0002")
    assert unlock(panel).code == "stale_session"
    assert device_row(panel).sess == "session-0002"


def test_the_same_key_is_the_same_command_and_one_pulse(link: FakeLink, panel: str, rows: Any) -> None:
    first, second = unlock(panel, "press-1"), unlock(panel, "press-1")
    assert first.id == second.id
    assert second.state is CommandState.DONE
    assert len(link.commands(panel)) == 1


def test_the_same_key_of_another_person_is_another_command(link: FakeLink, panel: str) -> None:
    unlock(panel, "press-1")
    unlock(panel, "press-1", actor=Actor("person", new_id(), "李先生"))
    assert len(link.commands(panel)) == 2


def test_the_same_key_with_another_wish_is_refused(link: FakeLink, panel: str) -> None:
    unlock(panel, "press-1")
    with pytest.raises(KeyReused):
        unlock(panel, "press-1", args={"seconds": 30})
    assert len(link.commands(panel)) == 1


def test_a_repeated_key_is_answered_even_when_the_panel_has_gone_offline(link: FakeLink, panel: str) -> None:
    unlock(panel, "press-1")
    link.connected = False
    assert unlock(panel, "press-1").state is CommandState.DONE


@pytest.mark.parametrize("answer", [None, silent])
def test_fifty_presses_of_one_key_at_once_make_one_pulse(
    app: Flask, link: FakeLink, panel: str, answer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    if answer:
        link.answers[panel] = answer
    results: list[CommandResult] = []
    together = threading.Barrier(50)

    def press() -> None:
        actor = Actor("person", SOMEBODY.id, SOMEBODY.name)
        with app.app_context():
            together.wait()
            results.append(unlock(panel, "press-1", actor=actor))

    threads = [threading.Thread(target=press) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 50
    assert len(link.commands(panel)) == 1
    assert {result.state for result in results} == {CommandState.UNKNOWN if answer else CommandState.DONE}


def test_a_crash_before_publishing_leaves_the_door_shut_for_ever(
    link: FakeLink, panel: str, rows: Any, work: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process dies between commit and publish: the same key never publishes, and the row ends as unknown."""

    def die(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("devices.commands.running.dispatch", die)
        with pytest.raises(KeyboardInterrupt):
            unlock(panel, "press-1")
    assert [row.state for row in commands_in_table(rows)] == [CommandState.SENT]
    monkeypatch.setattr("devices.commands.running.ANSWER_WITHIN", 0.0)
    assert unlock(panel, "press-1").state is CommandState.UNKNOWN
    assert link.commands(panel) == []


def test_a_forgotten_command_becomes_unknown_but_not_before_its_time(
    link: FakeLink, panel: str, rows: Any, work: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("devices.commands.running._settle", lambda *_: None)
    unlock(panel)
    work(settle_forgotten)
    assert [row.state for row in commands_in_table(rows)] == [CommandState.SENT]
    work(lambda uow: setattr(uow.session.scalars(select(DeviceCommand)).one(), "expires_at", now() - timedelta(seconds=6)))
    work(settle_forgotten)
    assert [(row.state, row.code) for row in commands_in_table(rows)] == [(CommandState.UNKNOWN, "no_answer")]


def test_a_late_answer_turns_unknown_into_the_truth(link: FakeLink, panel: str, rows: Any) -> None:
    link.answers[panel] = silent
    result = unlock(panel)
    command = link.commands(panel)[0]
    link.deliver(f"sc/v1/{panel}/up/rsp/{command['reply']}", {"id": command["id"], "result": "done", "code": "opened"})
    settled = threading.Event()
    for _ in range(100):
        if commands_in_table(rows)[0].state is CommandState.DONE:
            break
        settled.wait(0.02)
    row = commands_in_table(rows)[0]
    assert (row.id, row.state, row.code) == (result.id, CommandState.DONE, "opened")


def test_a_verdict_is_never_changed_by_a_second_answer(link: FakeLink, panel: str, work: Any, rows: Any) -> None:
    result = unlock(panel)
    work(settle, result.id, Outcome(CommandState.REJECTED, "expired"))
    assert commands_in_table(rows)[0].state is CommandState.DONE


def test_settling_is_told_as_news_once(link: FakeLink, panel: str, rows: Any) -> None:
    result = unlock(panel, "press-1")
    unlock(panel, "press-1")
    news = [event for event in rows(select(OutboxEvent)) if event.name == "devices.command_settled"]
    assert [(event.payload["command_id"], event.payload["state"]) for event in news] == [(str(result.id), "done")]


def test_the_callers_rows_change_in_the_transaction_that_settles(link: FakeLink, panel: str, rows: Any) -> None:
    """If the caller's part fails, the outcome is not noted either; the command stays open for the job."""

    def fail(_uow: UnitOfWork, _result: CommandResult) -> None:
        raise RuntimeError("the caller's part fails")

    def prepare(uow: UnitOfWork) -> Prepared:
        return services.prepare_command(uow, panel, cmd="unlock", door=1, via="app")

    with pytest.raises(RuntimeError):
        services.run_command(SOMEBODY, prepare, fail)
    assert commands_in_table(rows)[0].state is CommandState.SENT


def test_a_refusal_in_the_callers_part_leaves_no_command(link: FakeLink, panel: str, rows: Any) -> None:
    def prepare(uow: UnitOfWork) -> Prepared:
        services.prepare_command(uow, panel, cmd="unlock", door=1, via="app")
        raise DoorOffline

    with pytest.raises(DoorOffline):
        services.run_command(SOMEBODY, prepare)
    assert commands_in_table(rows) == []
    assert link.published == []


def test_a_door_the_panel_does_not_govern_is_refused(link: FakeLink, panel: str) -> None:
    with pytest.raises(NoSuchDoor):
        unlock(panel, door=2)
    assert link.published == []


def test_an_unknown_device_is_refused(link: FakeLink, context: None) -> None:
    with pytest.raises(UnknownDevice):
        unlock("panel-nosuchdevice")


def test_a_command_never_lives_longer_than_ten_seconds(link: FakeLink, panel: str) -> None:
    with unit_of_work(SOMEBODY) as uow:
        prepared = prepare_command(uow, panel, cmd="unlock", door=1, via="app", lifetime=timedelta(hours=1))
        assert prepared.command.expires_at - prepared.command.requested_at == timedelta(seconds=10)


def test_an_expired_command_is_not_published(link: FakeLink, panel: str) -> None:
    """A commit that took longer than the command may live: the door stays shut."""

    def prepare(uow: UnitOfWork) -> Prepared:
        return services.prepare_command(uow, panel, cmd="unlock", door=1, via="app", lifetime=timedelta(0))

    result = services.run_command(SOMEBODY, prepare)
    assert (result.state, result.code) == (CommandState.FAILED, "expired")
    assert link.published == []
