"""The MQTT link with a real broker: it tells truthfully whether it is up, and what cannot be sent now is never sent."""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from queue import Queue

import pytest
from prometheus_client import REGISTRY

from community.core.mqtt import MqttLink, MqttMessage, NotConnected
from tests.support.broker import PATIENCE, BrokerUnderTest, free_port_pair, running_broker
from tests.support.threads import together

pytestmark = pytest.mark.broker
Connect = Callable[..., MqttLink]


@pytest.fixture
def links() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def connect(links: ExitStack, broker: BrokerUnderTest) -> Connect:
    """Start a link and wait until it is up; it is stopped after the test."""

    def start(url: str = "", *, wait: bool = True) -> MqttLink:
        link = MqttLink(url or broker.url, "test")
        links.callback(link.stop)
        link.start()
        assert not wait or link.wait_connected(PATIENCE)
        return link

    return start


@pytest.fixture
def own(tmp_path: Path) -> Iterator[BrokerUnderTest]:
    """A broker that this test may kill."""
    with running_broker(tmp_path) as running:
        yield running


def hear(link: MqttLink, topic: str, qos: int = 1) -> "Queue[MqttMessage]":
    heard: Queue[MqttMessage] = Queue()
    link.subscribe(topic, qos, heard.put)
    return heard


def wait_down(link: MqttLink) -> None:
    deadline = time.monotonic() + PATIENCE
    while link.connected:
        assert time.monotonic() < deadline, "the link believes that it is up"
        time.sleep(0.005)


def test_a_message_reaches_who_subscribed_before_and_after_connecting(links: ExitStack, broker: BrokerUnderTest) -> None:
    link = MqttLink(broker.url, "test")
    links.callback(link.stop)
    before = hear(link, "bus/early")
    link.start()
    assert link.wait_connected(PATIENCE)
    after = hear(link, "bus/late/+")
    link.publish("bus/early", b"1")
    link.publish("bus/late/x", b"2")
    assert before.get(timeout=PATIENCE).payload == b"1"
    late = after.get(timeout=PATIENCE)
    assert (late.topic, late.payload, late.retain) == ("bus/late/x", b"2", False)


def test_the_link_tells_whether_it_is_up_and_since_when(connect: Connect) -> None:
    link = connect()
    assert link.connected
    assert link.up_since is not None
    link.stop()
    assert (link.connected, link.up_since) == (False, None)
    with pytest.raises(NotConnected):
        link.publish("bus/x", b"")


def test_a_link_that_was_stopped_can_be_started_again(connect: Connect) -> None:
    link = connect()
    heard = hear(link, "bus/again")
    link.stop()
    link.start()
    assert link.wait_connected(PATIENCE)
    link.publish("bus/again", b"1")
    assert heard.get(timeout=PATIENCE).payload == b"1"


def test_a_link_that_has_not_begun_to_connect_can_be_stopped(broker: BrokerUnderTest) -> None:
    MqttLink(broker.url, "test").stop()


def test_starting_twice_is_starting_once(connect: Connect) -> None:
    link = connect()
    threads = threading.active_count()
    link.start()
    assert threading.active_count() == threads


def test_refused_credentials_leave_the_link_down_and_the_broker_in_peace(connect: Connect, broker: BrokerUnderTest) -> None:
    tries: Queue[float] = Queue()
    link = MqttLink(f"mqtt://platform:wrong@127.0.0.1:{broker.platform_port}", "test")
    refused = link._on_connect

    def counted(*arguments: object) -> None:
        refused(*arguments)
        tries.put(time.monotonic())

    link._on_connect = counted
    link.start()
    try:
        moments = [tries.get(timeout=PATIENCE) for _ in range(3)]
        assert not link.connected
        with pytest.raises(NotConnected):
            link.publish("bus/x", b"")
        assert moments[2] - moments[0] >= 0.6  # after pauses of 0.2 and 0.4 seconds
    finally:
        link.stop()


def test_a_broker_that_comes_later_is_found(connect: Connect, tmp_path: Path) -> None:
    late = BrokerUnderTest(tmp_path, free_port_pair())
    link = connect(late.url, wait=False)
    assert not link.wait_connected(0.3)
    late.start()
    try:
        assert link.wait_connected(PATIENCE)
        link.stop()
    finally:
        late.stop()


def test_after_a_restart_of_the_broker_everything_is_subscribed_again(connect: Connect, own: BrokerUnderTest) -> None:
    link = connect(own.url)
    first, second = hear(link, "bus/one"), hear(link, "bus/two")
    own.stop(signal.SIGKILL)
    wait_down(link)
    own.start()
    assert link.wait_connected(PATIENCE)
    link.publish("bus/one", b"1")
    link.publish("bus/two", b"2")
    assert (first.get(timeout=PATIENCE).payload, second.get(timeout=PATIENCE).payload) == (b"1", b"2")


def test_what_is_published_while_the_broker_is_down_is_refused_and_never_sent(connect: Connect, own: BrokerUnderTest) -> None:
    link = connect(own.url)
    own.stop(signal.SIGKILL)
    wait_down(link)
    for _ in range(3):
        with pytest.raises(NotConnected):
            link.publish("bus/door", b"late")
    own.start()
    with own.platform() as other:
        other.subscribe("bus/door")
        assert link.wait_connected(PATIENCE)
        assert link.publish("bus/door", b"now").wait(PATIENCE) == "delivered"
        assert other.next().payload == b"now"
        assert other.heard.empty()


def test_what_a_dying_broker_did_not_acknowledge_is_lost_and_never_sent_again(connect: Connect, own: BrokerUnderTest) -> None:
    link = connect(own.url)
    assert own._process is not None
    own._process.send_signal(signal.SIGSTOP)
    result = link.publish("bus/door", b"late")
    assert result.wait(0.1) == "timeout"
    own.stop(signal.SIGKILL)
    assert result.wait(PATIENCE) == "lost"
    own.start()
    with own.platform() as other:
        other.subscribe("bus/door")
        assert link.wait_connected(PATIENCE)
        assert link.publish("bus/door", b"now").wait(PATIENCE) == "delivered"
        assert other.next().payload == b"now"
        assert other.heard.empty()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_network_thread_that_dies_is_replaced(connect: Connect) -> None:
    link = connect()
    heard = hear(link, "bus/after")
    client = link._client
    assert client is not None
    died = threading.Event()

    def die(*_: object) -> None:
        died.set()
        raise SystemExit

    client.on_message = die
    link.publish("bus/after", b"1")
    assert died.wait(PATIENCE)
    deadline = time.monotonic() + PATIENCE
    while link._client in (client, None) or not link.connected:
        assert time.monotonic() < deadline, "nobody noticed"
        time.sleep(0.02)
    link.publish("bus/after", b"2")
    assert heard.get(timeout=PATIENCE).payload == b"2"


def test_a_handler_that_raises_neither_kills_the_link_nor_keeps_the_message_from_others(connect: Connect) -> None:
    link = connect()

    def broken(message: MqttMessage) -> None:
        raise ValueError

    failed = REGISTRY.get_sample_value("linli_mqtt_handler_errors_total") or 0
    link.subscribe("bus/broken", 1, broken)
    heard = hear(link, "bus/broken")
    for number in (b"1", b"2"):
        link.publish("bus/broken", number)
        assert heard.get(timeout=PATIENCE).payload == number
    assert link.connected
    assert REGISTRY.get_sample_value("linli_mqtt_handler_errors_total") == failed + 2


def test_a_publisher_learns_at_once_whether_anybody_was_there(connect: Connect) -> None:
    link = connect()
    assert link.publish("bus/nobody", b"").wait(PATIENCE) == "no_subscribers"
    hear(link, "bus/somebody")
    assert link.publish("bus/somebody", b"").wait(PATIENCE) == "delivered"


def test_an_answer_that_is_not_awaited_long_enough_is_a_timeout_and_not_forgotten(connect: Connect, own: BrokerUnderTest) -> None:
    link = connect(own.url)
    assert own._process is not None
    own._process.send_signal(signal.SIGSTOP)
    result = link.publish("bus/nobody", b"")
    assert result.wait(0.05) == "timeout"
    own._process.send_signal(signal.SIGCONT)
    assert result.wait(PATIENCE) == "no_subscribers"


def test_a_message_nobody_has_acknowledged_occupies_its_place_at_the_broker(connect: Connect) -> None:
    window = 1000  # as the broker is configured, and as paho announces
    link, sender = connect(), connect()
    heard: Queue[MqttMessage] = Queue()
    link.subscribe("bus/slow", 1, heard.put, manual=True)
    link.publish("bus/slow", b"first").wait(PATIENCE)
    held = [heard.get(timeout=PATIENCE)]
    results = [sender.publish("bus/slow", b"%d" % number) for number in range(window)]
    assert {result.wait(PATIENCE) for result in results} == {"delivered"}  # the broker has them
    held += [heard.get(timeout=PATIENCE) for _ in range(window - 1)]
    link.publish("bus/nobody", b"").wait(PATIENCE)  # whatever was to come is there now
    assert heard.empty()
    held[0].ack()
    assert heard.get(timeout=PATIENCE).payload == b"%d" % (window - 1)


def test_what_was_not_acknowledged_before_a_break_comes_again_only_if_its_sender_repeats_it(
    connect: Connect, own: BrokerUnderTest
) -> None:
    link = connect(own.url)
    heard: Queue[MqttMessage] = Queue()
    link.subscribe("bus/event", 1, heard.put, manual=True)
    link.publish("bus/event", b"1").wait(PATIENCE)
    unfinished = heard.get(timeout=PATIENCE)
    own.stop(signal.SIGKILL)
    wait_down(link)
    own.start()
    assert link.wait_connected(PATIENCE)
    unfinished.ack()  # of a connection that is gone: no error, no effect
    link.publish("bus/event", b"2")
    assert heard.get(timeout=PATIENCE).payload == b"2"


def test_of_a_shared_subscription_each_message_reaches_one(connect: Connect) -> None:
    links = [connect(), connect()]
    queues = [hear(link, "$share/workers/bus/shared") for link in links]
    for link in links:  # a link's subscriptions are taken in order: who hears this one has the other
        ready = hear(link, f"bus/ready/{link.process_id}")
        link.publish(f"bus/ready/{link.process_id}", b"").wait(PATIENCE)
        ready.get(timeout=PATIENCE)
    results = [links[0].publish("bus/shared", b"%d" % number) for number in range(20)]
    assert {result.wait(PATIENCE) for result in results} == {"delivered"}
    for link in links:
        heard = hear(link, "bus/end")
        link.publish("bus/end", b"").wait(PATIENCE)
        heard.get(timeout=PATIENCE)
    numbers = [sorted(int(message.payload) for message in list(queue.queue)) for queue in queues]
    assert sorted(numbers[0] + numbers[1]) == list(range(20))
    assert all(numbers)


def test_many_threads_may_publish_at_once(connect: Connect) -> None:
    link = connect()
    heard = hear(link, "bus/many")

    def publish() -> set[str]:
        return {link.publish("bus/many", b"x" * 2000).wait(PATIENCE) for _ in range(100)}

    assert set().union(*together(*[publish] * 6)) == {"delivered"}
    assert len([heard.get(timeout=PATIENCE) for _ in range(600)]) == 600


def test_handlers_may_publish(connect: Connect) -> None:
    link = connect()
    heard = hear(link, "bus/pong")
    link.subscribe("bus/ping", 1, lambda message: link.publish("bus/pong", message.payload) and None)
    link.publish("bus/ping", b"1")
    assert heard.get(timeout=PATIENCE).payload == b"1"


def test_expiry_correlation_and_retaining_reach_the_receiver(connect: Connect) -> None:
    link = connect()
    heard = hear(link, "bus/properties")
    link.publish("bus/properties", b"", expiry=7, correlation=b"id")
    message = heard.get(timeout=PATIENCE)
    assert (message.properties.MessageExpiryInterval, message.properties.CorrelationData) == (7, b"id")
    link.publish("bus/kept", b"state", retain=True).wait(PATIENCE)
    kept = hear(link, "bus/kept").get(timeout=PATIENCE)
    assert (kept.payload, kept.retain) == (b"state", True)
    link.publish("bus/kept", b"", retain=True)


def test_stopping_settles_what_is_still_awaited(connect: Connect, own: BrokerUnderTest) -> None:
    link = connect(own.url)
    assert own._process is not None
    own._process.send_signal(signal.SIGSTOP)
    result = link.publish("bus/x", b"")
    link.stop()
    assert result.wait(0) == "lost"
    own._process.send_signal(signal.SIGCONT)
