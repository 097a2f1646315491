"""The bus: bells that ring in this process at once and in others over the broker, and harm nobody when they cannot."""

from collections.abc import Iterator
from contextlib import ExitStack
from queue import Empty, Queue
from threading import Event
from typing import Any

import pytest

from community.core.bus import Bus, decode
from community.core.mqtt import MqttLink
from tests.support.broker import PATIENCE, BrokerUnderTest


def silent_bus() -> Bus:
    return Bus(MqttLink("mqtt://127.0.0.1:1", "test"))


def test_a_bell_rings_in_its_own_process_even_without_a_broker() -> None:
    bus, heard = silent_bus(), list[Any]()
    bus.listen("feed", heard.append)
    bus.notify("feed", ["a"])
    bus.notify("other", ["b"])
    assert heard == [["a"]]


def test_a_listener_that_raises_keeps_nobody_else_from_hearing() -> None:
    bus, heard = silent_bus(), list[Any]()

    def broken(payload: Any) -> None:
        raise ValueError

    bus.listen("feed", broken)
    bus.listen("feed", heard.append)
    bus.notify("feed", 1)
    assert heard == [1]


def test_who_listens_no_more_hears_no_more() -> None:
    bus, heard = silent_bus(), list[Any]()
    bus.listen("feed", heard.append)
    bus.unlisten("feed", heard.append)
    bus.unlisten("feed", heard.append)
    bus.notify("feed", 1)
    assert heard == []


@pytest.mark.parametrize("payload", [b"", b"{", b"null", b"[]", b"1", b"{}", b'{"from": "x"}', b"\xff"])
def test_what_is_no_call_is_not_heard(payload: bytes) -> None:
    assert decode(payload) is None


def test_a_call_is_decoded() -> None:
    assert decode(b'{"from": "web", "data": [1]}') == {"from": "web", "data": [1]}


@pytest.fixture
def pair(broker: BrokerUnderTest) -> Iterator[tuple[Bus, Bus]]:
    """The buses of two processes."""
    with ExitStack() as stack:
        links = [MqttLink(broker.url, name) for name in ("web", "worker")]
        for link in links:
            stack.callback(link.stop)
            link.start()
            assert link.wait_connected(PATIENCE)
        yield Bus(links[0]), Bus(links[1])


def reach(caller: Bus, listener: Bus) -> None:
    """Return when the broker has taken all of the listener's subscriptions: it takes them in order, and this one is the last."""
    ready, name = Event(), f"ready-{id(listener)}"
    listener.listen(name, lambda _payload: ready.set())
    for _ in range(400):
        caller.notify(name)
        if ready.wait(0.05):
            return
    raise AssertionError("the listener hears nothing")


@pytest.mark.broker
def test_a_bell_rings_once_in_every_process(pair: tuple[Bus, Bus]) -> None:
    here, there = Queue[Any](), Queue[Any]()
    for bus, heard in zip(pair, (here, there), strict=True):
        bus.listen("feed", heard.put)
    reach(pair[0], pair[1])
    reach(pair[1], pair[0])
    pair[0].notify("feed", ["a"])
    pair[1].notify("feed", ["b"])
    assert [here.get(timeout=PATIENCE), here.get(timeout=PATIENCE)] == [["a"], ["b"]]
    assert {there.get(timeout=PATIENCE)[0], there.get(timeout=PATIENCE)[0]} == {"a", "b"}
    for heard in (here, there):
        with pytest.raises(Empty):
            heard.get(timeout=0.2)


@pytest.mark.broker
def test_garbage_on_the_bus_is_passed_over(pair: tuple[Bus, Bus]) -> None:
    heard = Queue[Any]()
    pair[1].listen("feed", heard.put)
    reach(pair[0], pair[1])
    pair[0]._link.publish("bus/feed", b"garbage", qos=1).wait(PATIENCE)
    pair[0].notify("feed", 1)
    assert heard.get(timeout=PATIENCE) == 1
