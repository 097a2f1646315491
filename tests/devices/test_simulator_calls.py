"""A simulated panel's calls, as the visitor in front of it sees them."""

import pytest

from devices import topics
from devices.messages import CallRequest, MessageError, UpCall
from tests.support.panel_bench import Bench


def invite(bench: Bench) -> CallRequest:
    bench.panel.telephone.dial("1203")
    return bench.last(CallRequest)


def call(bench: Bench) -> dict[str, str]:
    return bench.panel.view()["call"]


def test_a_dialled_number_rings_and_shows_who_is_called(online: Bench) -> None:
    request = invite(online)
    assert (request.type, request.home) == (UpCall.INVITE, "1203")
    assert call(online)["state"] == "dialling"
    online.notice("ringing", label="12 楼 1203")
    assert (call(online)["state"], call(online)["label"]) == ("ringing", "12 楼 1203")
    online.notice("accept", by="李女士")
    assert (call(online)["state"], call(online)["by"]) == ("talking", "李女士")
    online.notice("opened")
    assert (call(online)["state"], call(online)["result"]) == ("over", "opened")
    online.later(7)
    assert call(online)["state"] == "idle"


@pytest.mark.parametrize("type", ["no_answer", "busy", "unknown_home"])
def test_a_call_ends_with_the_platforms_word(online: Bench, type: str) -> None:
    invite(online)
    online.notice(type)
    assert call(online)["result"] == type


def test_a_refusal_is_shown_by_its_reason(online: Bench) -> None:
    invite(online)
    online.notice("hangup", reason="declined")
    assert call(online)["result"] == "declined"


def test_the_visitor_can_give_up(online: Bench) -> None:
    request = invite(online)
    online.panel.telephone.hang_up()
    assert (online.last(CallRequest).type, online.last(CallRequest).call) == (UpCall.HANGUP, request.call)
    assert call(online)["result"] == "cancelled"


def test_a_platform_that_says_nothing_ends_the_call_after_five_seconds(online: Bench) -> None:
    invite(online)
    online.later(5.1)
    assert call(online)["result"] == "no_response"
    assert online.last(CallRequest).type is UpCall.HANGUP


def test_without_a_link_the_visitor_is_told_at_once(bench: Bench) -> None:
    bench.panel.telephone.dial("1203")
    assert call(bench)["result"] == "offline"
    assert bench.sent == []


def test_a_lost_link_ends_the_call(online: Bench) -> None:
    invite(online)
    online.panel.disconnected()
    assert call(online)["result"] == "offline"


def test_word_about_another_call_changes_nothing(online: Bench) -> None:
    invite(online)
    online.hear(topics.DOWN_CALL, b'{"call": "another-call", "type": "opened"}')
    assert call(online)["state"] == "dialling"


def test_what_is_no_number_is_not_dialled(online: Bench) -> None:
    with pytest.raises(MessageError):
        online.panel.telephone.dial("12/03")
    assert call(online)["state"] == "idle"
