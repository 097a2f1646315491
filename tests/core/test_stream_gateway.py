"""The feed as a stream, over real sockets and a real broker: what is committed arrives, and nothing is missed."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
import time_machine
from flask import Flask
from sqlalchemy import update
from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette

from community import stream
from community.core import clock, feed
from community.core.kernel import Kernel
from community.core.uow import UnitOfWork
from community.models import SignInSession
from community.stream import Bells, Gateway
from tests.support.broker import BrokerUnderTest
from tests.support.clients import Client
from tests.support.estate import Estate
from tests.support.streams import Stream, eventually, open_stream, serving

pytestmark = pytest.mark.broker
Write = Callable[[Callable[[UnitOfWork], Any]], Any]


@pytest.fixture
def gateway(board: Flask) -> Gateway:
    return Gateway(board)


@pytest.fixture
def url(gateway: Gateway, kernel: Kernel, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a running gateway that has heard the bus."""
    heard = []
    monkeypatch.setattr(gateway._bells, "ring_all", lambda: heard.append(1))
    kernel.link.start()
    assert kernel.link.wait_connected(5)
    with serving(Starlette(routes=[gateway.route()], lifespan=gateway.lifespan)) as address:
        assert eventually(lambda: bool(heard))
        yield address
    kernel.link.stop()


@pytest.fixture
def token(visitor: Client, estate: Estate) -> str:
    return token_of(visitor, estate.resident)


def token_of(visitor: Client, person: UUID) -> str:
    return visitor.as_(person).headers["Authorization"].removeprefix("Bearer ")


def post(write: Write, person: UUID, number: int = 0) -> None:
    write(lambda uow: feed.post(uow, [person], "note.pinned", {"number": number}))


def first(opened: Stream) -> tuple[str, int | None]:
    happening = opened.next()
    return happening.kind, happening.id


def test_a_stream_greets_with_the_present_number(url: str, token: str, estate: Estate, write: Write) -> None:
    post(write, estate.resident)
    with open_stream(url, token) as opened:
        assert opened.answer.headers["content-type"].startswith("text/event-stream")
        assert opened.answer.headers["cache-control"] == "no-store"
        assert first(opened) == ("hello", 1)


def test_what_is_committed_arrives_within_a_second(url: str, token: str, estate: Estate, write: Write) -> None:
    with open_stream(url, token) as opened:
        assert first(opened) == ("hello", 0)
        for number in range(1, 4):
            began = time.monotonic()
            post(write, estate.resident, number)
            happening = opened.next()
            assert (happening.kind, happening.id, happening.data) == ("note.pinned", number, {"number": number})
            assert time.monotonic() - began < 1


def test_all_open_streams_of_a_person_and_of_nobody_else_get_it(
    url: str, visitor: Client, estate: Estate, write: Write, token: str
) -> None:
    with open_stream(url, token) as phone, open_stream(url, token) as tab, ExitStack() as stack:
        other = stack.enter_context(open_stream(url, token_of(visitor, estate.neighbour)))
        assert [first(opened)[0] for opened in (phone, tab, other)] == ["hello"] * 3
        post(write, estate.resident, 1)
        assert [opened.next().data for opened in (phone, tab)] == [{"number": 1}] * 2
        post(write, estate.neighbour, 2)
        assert other.next().data == {"number": 2}


def test_who_comes_back_misses_nothing_and_gets_nothing_twice(url: str, token: str, estate: Estate, write: Write) -> None:
    with open_stream(url, token) as opened:
        assert first(opened) == ("hello", 0)
        post(write, estate.resident, 1)
        last = opened.next().id
    for number in range(2, 6):
        post(write, estate.resident, number)
    with open_stream(url, token, last) as opened:
        assert first(opened) == ("hello", 1)
        assert [opened.next().id for _ in range(4)] == [2, 3, 4, 5]
        post(write, estate.resident, 6)
        assert opened.next().id == 6


def test_the_number_may_stand_in_the_address(url: str, token: str, estate: Estate, write: Write) -> None:
    post(write, estate.resident, 1)
    post(write, estate.resident, 2)
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client() as client, client.stream("GET", f"{url}/api/v1/feed?last_event_id=1", headers=headers) as answer:
        opened = Stream(answer)
        assert first(opened) == ("hello", 1)
        assert opened.next().id == 2


def test_more_than_a_batch_is_caught_up_with_in_order(url: str, token: str, estate: Estate, write: Write) -> None:
    write(lambda uow: [feed.post(uow, [estate.resident], "note.pinned", {}) for _ in range(450)])
    with open_stream(url, token, 0) as opened:
        assert first(opened) == ("hello", 0)
        assert [opened.next().id for _ in range(450)] == list(range(1, 451))


def test_who_was_away_longer_than_the_feed_keeps_is_told_to_start_anew(url: str, token: str, estate: Estate, write: Write) -> None:
    with time_machine.travel(clock.now() - feed.KEPT * 2, tick=False):
        post(write, estate.resident)
        post(write, estate.resident)
    post(write, estate.resident)
    write(feed.purge)
    with open_stream(url, token, 1) as opened:
        assert first(opened) == ("reset", 3)
    with open_stream(url, token, 2) as opened:
        assert first(opened) == ("hello", 2)
        assert opened.next().id == 3
    with open_stream(url, token, 99) as opened:
        assert first(opened) == ("reset", 3)


@pytest.mark.parametrize("last", ["x", "-1", "1.5", "9" * 5000, "9" * 16, "٣", "0x1"])
def test_a_position_that_no_feed_has_given_out_is_refused(url: str, token: str, last: str) -> None:
    answer = httpx.get(f"{url}/api/v1/feed", params={"last_event_id": last}, headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.json()["code"]) == (400, "feed.bad_id")
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("authorization", [None, "", "Bearer", "Bearer x", "Bearer a.b.c", "Basic x", "Bearer é"])
def test_who_is_not_signed_in_gets_no_stream(url: str, authorization: str | None) -> None:
    headers = {} if authorization is None else {"Authorization": authorization.encode()}
    answer = httpx.get(f"{url}/api/v1/feed", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "auth.required")
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["request_id"]


def test_errors_are_told_in_the_askers_language(url: str) -> None:
    zh, en = (httpx.get(f"{url}/api/v1/feed", headers={"Accept-Language": a}).json()["detail"] for a in ("zh-CN", "de,en;q=0.5"))
    assert (zh, en) == ("请先登录。", "Please sign in.")


def sign_out_everybody(write: Write) -> None:
    write(lambda uow: uow.session.execute(update(SignInSession).values(ended_at=uow.now)))


def test_the_stream_of_a_person_who_signed_out_ends(url: str, token: str, estate: Estate, write: Write, gateway: Gateway) -> None:
    with open_stream(url, token) as opened:
        assert first(opened)[0] == "hello"
        sign_out_everybody(write)
        post(write, estate.resident)
        assert opened.ended()
    assert httpx.get(f"{url}/api/v1/feed", headers={"Authorization": f"Bearer {token}"}).status_code == 401
    assert eventually(lambda: gateway._bells._taken == 0)


def test_without_any_news_it_ends_with_the_next_heartbeat(
    url: str, token: str, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "HEARTBEAT_SECONDS", 0.1)
    with open_stream(url, token) as opened:
        assert first(opened)[0] == "hello"
        sign_out_everybody(write)
        assert opened.ended()


def test_a_quiet_stream_has_a_heartbeat(url: str, token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "HEARTBEAT_SECONDS", 0.05)
    with open_stream(url, token) as opened:
        assert [opened.next().kind for _ in range(4)] == ["hello", ":", ":", ":"]


def test_a_call_that_was_not_heard_is_made_good_by_the_next_look(
    url: str, token: str, estate: Estate, write: Write, monkeypatch: pytest.MonkeyPatch, gateway: Gateway
) -> None:
    monkeypatch.setattr(stream, "HEARTBEAT_SECONDS", 0.1)
    monkeypatch.setattr(gateway, "_heard", lambda payload: None)
    with open_stream(url, token) as opened:
        assert first(opened)[0] == "hello"
        post(write, estate.resident, 1)
        while (happening := opened.next()).kind == ":":
            pass
        assert happening.data == {"number": 1}


def test_a_stream_ends_when_its_token_does(url: str, board: Flask, visitor: Client, estate: Estate) -> None:
    lifetime = board.config["JWT_ACCESS_TOKEN_EXPIRES"]
    with time_machine.travel(clock.now() - lifetime + timedelta(seconds=2), tick=True):
        token = token_of(visitor, estate.resident)
    with open_stream(url, token) as opened:
        assert first(opened)[0] == "hello"
        assert opened.ended()


def test_only_so_many_streams_are_open_at_once_and_a_closed_one_makes_room(
    url: str, token: str, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway._bells, "_limit", 2)
    with open_stream(url, token) as one, ExitStack() as stack:
        two = stack.enter_context(open_stream(url, token))
        assert [first(opened)[0] for opened in (one, two)] == ["hello", "hello"]
        answer = httpx.get(f"{url}/api/v1/feed", headers={"Authorization": f"Bearer {token}"})
        assert (answer.status_code, answer.json()["code"], answer.headers["retry-after"]) == (503, "unavailable", "5")
    assert eventually(lambda: gateway._bells._taken == 0)
    with open_stream(url, token) as again:
        assert first(again)[0] == "hello"


def test_refused_requests_take_no_place(url: str, gateway: Gateway) -> None:
    for _ in range(3):
        assert httpx.get(f"{url}/api/v1/feed").status_code == 401
    assert gateway._bells._taken == 0


def test_the_limit_is_the_settings(board: Flask, kernel: Kernel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "settings", replace(kernel.settings, stream_limit=7))
    assert Gateway(board)._bells._limit == 7


def test_garbage_on_the_bus_harms_no_stream(url: str, token: str, estate: Estate, write: Write, kernel: Kernel) -> None:
    with open_stream(url, token) as opened:
        assert first(opened)[0] == "hello"
        for garbage in (b"", b"{", b"[]", b'{"from": 1, "data": 5}', b'{"from": 1, "data": [{}]}'):
            kernel.link.publish("bus/feed", garbage).wait(5)
        post(write, estate.resident, 1)
        assert opened.next().data == {"number": 1}


def test_a_server_with_open_streams_stops_within_its_grace(board: Flask, token: str, gateway: Gateway) -> None:
    with ExitStack() as stack:
        with serving(Starlette(routes=[gateway.route()], lifespan=gateway.lifespan), grace=1) as address:
            opened = stack.enter_context(open_stream(address, token))
            assert first(opened)[0] == "hello"
            began = time.monotonic()
        assert time.monotonic() - began < 4


def test_after_the_broker_came_back_all_streams_look_for_what_they_did_not_hear(
    board: Flask, kernel: Kernel, token: str, estate: Estate, write: Write, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = BrokerUnderTest(tmp_path)
    own.start()
    monkeypatch.setattr(kernel, "settings", replace(kernel.settings, mqtt_url=own.url))
    gateway = Gateway(board)
    rung = []
    ring_all = gateway._bells.ring_all
    monkeypatch.setattr(gateway._bells, "ring_all", lambda: (ring_all(), rung.append(1)))
    try:
        with serving(Starlette(routes=[gateway.route()], lifespan=gateway.lifespan)) as address, ExitStack() as stack:
            assert eventually(lambda: len(rung) == 1)
            opened = stack.enter_context(open_stream(address, token))
            assert first(opened)[0] == "hello"
            own.stop(signal.SIGKILL)
            post(write, estate.resident, 1)  # nobody hears the bell
            own.start()
            assert opened.next().data == {"number": 1}
    finally:
        own.stop()


def test_a_process_of_its_own_says_whether_it_is_alive_and_ready(
    board: Flask, kernel: Kernel, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = BrokerUnderTest(tmp_path)
    own.start()
    monkeypatch.setattr(kernel, "settings", replace(kernel.settings, mqtt_url=own.url))
    monkeypatch.setattr(stream, "create_app", lambda process: board)

    def status(name: str) -> int:
        return httpx.get(f"{address}/health/{name}", timeout=20).status_code

    try:
        with serving(stream.make_app()) as address:
            assert eventually(lambda: status("ready") == 200)
            own.stop(signal.SIGKILL)
            assert eventually(lambda: status("ready") == 503)
            assert status("live") == 200
            own.start()
            assert eventually(lambda: status("ready") == 200)
            monkeypatch.setattr(stream, "unit_of_work", _no_database)
            refused = httpx.get(f"{address}/health/ready")
            assert (refused.status_code, refused.json()["code"], refused.headers["retry-after"]) == (503, "unavailable", "2")
            assert status("live") == 200
    finally:
        own.stop()


def _no_database(*_: object, **__: object) -> Any:
    raise OperationalError("SELECT 1", {}, Exception("gone"))


def test_bells_forget_who_waits_no_more() -> None:
    bells = Bells(1)
    with bells.waiting("a") as bell:
        bells.ring(["a", "b", {}])
        assert bell.is_set()
    assert not bells._waiting
