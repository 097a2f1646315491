"""How a simulated panel judges commands: what is stale, copied or forged opens nothing."""

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from devices import topics
from devices.messages import DeviceEvent, Lock, Response
from devices.signing import sign
from tests.support.panel_bench import DEVICE, KEY, Bench, outcome


def test_a_good_unlock_fires_one_pulse_and_says_opened(online: Bench) -> None:
    response = online.order()
    assert outcome(response) == ("done", "opened")
    assert online.panel.door.pulses == 1
    assert online.sent[-1][0] == f"sc/v1/{DEVICE}/up/rsp/web-1"


def test_the_trace_of_a_command_comes_back_in_answer_and_events(online: Bench) -> None:
    assert online.order(trace="req-7").trace == "req-7"
    assert online.last(DeviceEvent).trace == "req-7"


def test_the_same_command_again_is_answered_from_memory_without_a_second_pulse(online: Bench) -> None:
    command = online.command()
    online.give(command)
    online.later(2)
    again = online.give(command)
    assert outcome(again) == ("done", "opened")
    assert again.dup
    assert online.panel.door.pulses == 1


def test_a_repeated_command_does_not_even_extend_the_pulse(online: Bench) -> None:
    command = online.command()
    online.give(command)
    online.later(4)
    online.give(command)
    online.later(1.5)
    assert online.panel.door.lock is Lock.LOCKED


def test_the_memory_holds_the_last_256_answers(online: Bench) -> None:
    first = online.command()
    online.give(first)
    for _ in range(255):
        online.order("passage", args={"on": False})
    assert online.give(first).dup
    online.order("passage", args={"on": False})
    assert not online.give(first).dup


@pytest.mark.parametrize(
    ("after", "result"), [(9.9, ("done", "opened")), (10.1, ("rejected", "expired")), (3600, ("rejected", "expired"))]
)
def test_a_command_counts_until_it_expires_and_not_after(online: Bench, after: float, result: str) -> None:
    command = online.command()
    online.elapsed += after
    assert outcome(online.give(command)) == result


def test_an_expiry_too_far_ahead_is_refused(online: Bench) -> None:
    assert outcome(online.order(exp=online.now + 11_500)) == ("rejected", "bad_expiry")
    assert outcome(online.order(exp=online.now + 10_000)) == ("done", "opened")


def test_a_command_of_an_earlier_session_is_refused_and_told_the_present_one(online: Bench) -> None:
    command = online.command()
    online.panel.disconnected()
    online.connect()
    refusal = online.give(command)
    assert outcome(refusal) == ("rejected", "stale_session")
    assert refusal.sess == online.panel.session
    assert online.panel.door.pulses == 0


def test_without_the_time_no_command_is_obeyed(bench: Bench) -> None:
    bench.connect(time=False)
    assert outcome(bench.order()) == ("rejected", "no_time")
    assert bench.panel.door.pulses == 0


def test_the_time_survives_a_reconnect_but_not_a_reboot(online: Bench) -> None:
    online.panel.disconnected()
    online.connect(time=False)
    assert outcome(online.order()) == ("done", "opened")
    online.panel.reboot()
    online.connect(time=False)
    assert outcome(online.order()) == ("rejected", "no_time")


def test_a_forged_command_is_refused_and_does_not_spoil_the_genuine_one(online: Bench) -> None:
    genuine = online.command()
    forged = sign(Ed25519PrivateKey.generate(), "k1", DEVICE, genuine)
    assert outcome(online.give(forged)) == ("rejected", "bad_signature")
    assert outcome(online.give(genuine)) == ("done", "opened")


def test_a_command_signed_for_another_panel_is_refused(online: Bench) -> None:
    assert outcome(online.give(sign(KEY, "k1", "panel-0002", online.command()))) == ("rejected", "bad_signature")


@pytest.mark.parametrize(
    ("cmd", "fields", "code"),
    [
        ("open_sesame", {}, "unknown_command"),
        ("unlock", {"door": 2}, "unknown_door"),
        ("unlock", {"door": 0}, "unknown_door"),
        ("unlock", {"args": {"seconds": 0}}, "bad_args"),
        ("unlock", {"args": {"seconds": 31}}, "bad_args"),
        ("unlock", {"args": {"seconds": True}}, "bad_args"),
        ("unlock", {"args": {"seconds": "5"}}, "bad_args"),
        ("passage", {}, "bad_args"),
        ("passage", {"args": {"on": 1}}, "bad_args"),
    ],
)
def test_what_a_panel_cannot_do_is_refused(online: Bench, cmd: str, fields: dict[str, Any], code: str) -> None:
    assert outcome(online.order(cmd, **fields)) == ("rejected", code)
    assert online.panel.door.pulses == 0


def test_a_malformed_command_is_answered_if_it_says_to_whom(online: Bench) -> None:
    online.hear(topics.DOWN_CMD, b'{"id": "cmd-00000099", "reply": "web-1", "cmd": 7}')
    assert outcome(online.last(Response)) == ("rejected", "malformed")


@pytest.mark.parametrize("payload", [b"", b"{", b'{"id": 7, "reply": "web-1"}', b'{"id": "cmd-00000099", "reply": "#"}'])
def test_what_cannot_be_answered_is_left_alone(online: Bench, payload: bytes) -> None:
    sent = len(online.sent)
    online.hear(topics.DOWN_CMD, payload)
    assert len(online.sent) == sent


def test_reserved_and_foreign_topics_are_left_alone(online: Bench) -> None:
    sent = len(online.sent)
    for topic in (f"sc/v1/{DEVICE}/down/cred", f"sc/v1/{DEVICE}/down/unheard", "elsewhere"):
        online.panel.received(topic, b"{}")
    assert len(online.sent) == sent
