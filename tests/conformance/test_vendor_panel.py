"""Panels written from the documentation alone, against a platform that follows it to the letter."""

from functools import partial
from typing import Any

import pytest

from devices import topics
from devices.messages import Command, DeviceEvent, State, Status, UpCall
from tests.support.broker import running_broker
from tests.support.scripted_platform import ScriptedPlatform, enrolment_desk, identity_of
from tests.support.vendors import VendorPanel, shell_session

pytestmark = pytest.mark.broker
DEVICE = "panel-vendor01"


@pytest.fixture(scope="module")
def broker(tmp_path_factory):
    with running_broker(tmp_path_factory.mktemp("broker")) as broker:
        yield broker


@pytest.fixture
def platform(broker):
    with ScriptedPlatform(broker) as platform:
        platform.on_call = lambda device, call: (
            platform.notify(device, call.call, "ringing", label=f"{call.home} 室") if call.type is UpCall.INVITE else None
        )
        yield platform


@pytest.fixture
def desk(broker):
    identity = identity_of(DEVICE, broker)
    keys = [{"kid": kid, "ed25519": text} for kid, text in identity.keys.items()]
    grant = {"device": DEVICE, "secret": identity.secret, "mqtt": list(identity.mqtt), "keys": keys, "doors": [1]}
    with enrolment_desk(lambda body: (200, grant | {"time": 0})) as (base, _):
        yield base


@pytest.fixture
def panel(platform, desk, tmp_path):
    with VendorPanel(desk, "7KQ2-M9XD-3HTA", tmp_path) as panel:
        panel.session = panel.expect("ready")["sess"]
        # The broker may still hold the birth of an earlier test's panel.
        platform.wait_for(lambda: births(platform)[-1:] == [panel.session])
        yield panel


def births(platform: ScriptedPlatform) -> list[str]:
    return [status.sess for status in platform.said(DEVICE, topics.UP_STATUS) if status.state is State.READY]


def give(platform: ScriptedPlatform, **fields: Any) -> tuple[Command, Any]:
    command = platform.command(DEVICE, **fields)
    return command, platform.give(DEVICE, command)


def test_it_rings_a_home_and_shows_who_is_called(panel):
    panel.do("ring 1203")
    assert panel.expect("call")["label"] == "1203 室"


def test_it_opens_once_answers_and_proves_that_the_door_moved(panel, platform):
    command, answer = give(platform, args={"seconds": 5}, trace="req-1")
    assert (answer.code, answer.trace) == ("opened", "req-1")
    platform.wait_for(lambda: platform.events(DEVICE)[-3:] == ["access_granted", "door_opened", "door_closed"])
    events: list[DeviceEvent] = platform.said(DEVICE, topics.UP_EVENT)[-3:]
    assert [event.seq for event in events] == [1, 2, 3]
    assert {event.cause for event in events} == {command.id}
    assert panel.expect("acknowledged")["upto"] == 1


def test_it_answers_a_repeated_command_from_memory(panel, platform):
    command, _ = give(platform)
    platform.send(topics.DOWN_CMD, DEVICE, command)
    first, again = platform.wait_for(lambda: len(platform.answers(DEVICE, command)) == 2 and platform.answers(DEVICE, command))
    assert (first.dup, again.dup, again.code) == (False, True, "opened")


def test_it_refuses_what_is_not_for_this_session(panel, platform):
    _, answer = give(platform, sess="another-session")
    assert (answer.code, answer.sess) == ("stale_session", panel.session)


def test_it_refuses_what_has_expired_or_lives_too_long(panel, platform):
    now = platform.command(DEVICE).ts
    assert give(platform, exp=now - 1)[1].code == "expired"
    assert give(platform, exp=now + 60_000)[1].code == "bad_expiry"


def test_it_refuses_a_command_changed_after_signing(panel, platform):
    command = platform.command(DEVICE, args={"seconds": 5})
    longer = Command.of(command.as_dict() | {"args": {"seconds": 30}})
    assert platform.give(DEVICE, longer).code == "bad_signature"


def test_its_farewell_and_its_death_are_seen(platform, desk, tmp_path):
    with VendorPanel(desk, "7KQ2-M9XD-3HTA", tmp_path) as panel:
        first = panel.expect("ready")["sess"]
        panel.do("leave")
        gone = Status(state=State.DISCONNECTED, sess=first)
        platform.wait_for(lambda: gone in platform.said(DEVICE, topics.UP_STATUS))
    with VendorPanel(desk, "7KQ2-M9XD-3HTA", tmp_path) as panel:
        second = panel.expect("ready")["sess"]
        panel.process.kill()
        lost = Status(state=State.LOST, sess=second)
        platform.wait_for(lambda: lost in platform.said(DEVICE, topics.UP_STATUS))


def test_the_shell_session_of_the_page_works_as_printed(platform, desk, tmp_path):
    before = len(births(platform))
    with shell_session(tmp_path, desk, "7KQ2-M9XD-3HTA", "1203") as session:
        platform.wait_for(lambda: births(platform)[before:] and platform.said(DEVICE, topics.UP_CALL), 10)
        command = _give_until_heard(platform)
        output, errors = session.communicate(timeout=20)
    assert session.returncode == 0, errors
    assert '"ringing"' in output
    assert '"server"' in output
    assert "Signature Verified Successfully" in output
    assert '"upto":' in output
    assert platform.answers(DEVICE, command)[0].code == "opened"
    assert platform.said(DEVICE, topics.UP_STATUS)[-1].state is State.DISCONNECTED


def _give_until_heard(platform: ScriptedPlatform) -> Command:
    """The shell is away between two of its commands; an order that nobody hears is not kept, so another one follows."""
    for _ in range(40):
        command = platform.command(DEVICE, args={"seconds": 5})
        platform.send(topics.DOWN_CMD, DEVICE, command)
        try:
            platform.wait_for(partial(platform.answers, DEVICE, command), 0.5)
        except AssertionError:
            continue
        return command
    raise AssertionError("the shell never answered")
