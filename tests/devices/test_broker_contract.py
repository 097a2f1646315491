"""What any broker behind the platform must do, judged by what is delivered: a SUBACK says "granted" either way.

Run against the real Mosquitto, with the configuration of `make run` and with that of deploy/.
"""

import queue
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.broker import PATIENCE, BrokerUnderTest, DeployedBroker, Peer, running_broker

pytestmark = pytest.mark.broker

PANEL, OTHER = "panel-00000001", "panel-00000002"


@pytest.fixture(scope="module", params=[BrokerUnderTest, DeployedBroker], ids=["own", "deployed"])
def broker(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrokerUnderTest]:
    with running_broker(tmp_path_factory.mktemp("broker"), request.param) as running:
        running.admit(PANEL, OTHER)
        yield running


def nothing_but(peer: Peer, marker: str, publisher: Peer, topic: str) -> None:
    """Assert that the peer hears this marker next: whatever was published before it did not reach the peer."""
    publisher.publish(topic, marker)
    assert peer.next_live().payload.decode() == marker


def assert_refused(peer: Peer) -> None:
    """Assert that the broker does not let this client sign in."""
    peer.connect()
    assert peer.reason is not None
    assert peer.reason.is_failure
    peer.close()


def test_a_device_reaches_the_platform_on_its_own_topics(broker: BrokerUnderTest) -> None:
    with broker.platform() as platform, broker.device(PANEL) as panel:
        platform.subscribe("sc/v1/+/up/#")
        panel.publish(f"sc/v1/{PANEL}/up/event", "hello")
        message = platform.next()
    assert (message.topic, message.payload) == (f"sc/v1/{PANEL}/up/event", b"hello")


@pytest.mark.parametrize(
    "topic",
    [
        f"sc/v1/{OTHER}/up/event",
        f"sc/v1/{OTHER}/down/cmd",
        f"sc/v1/{PANEL}/down/cmd",
        f"sc/v1/{PANEL}/other",
        f"sc/v1/{PANEL}",
        "bus/outbox",
    ],
)
def test_a_device_writes_nowhere_else(broker: BrokerUnderTest, topic: str) -> None:
    """Debian's Mosquitto 2.0.11 also ends the connection of a device that tries; nobody may rely on that."""
    with broker.platform() as platform, broker.device(PANEL) as forger, broker.device(OTHER) as witness:
        platform.subscribe("sc/v1/#")
        platform.subscribe("bus/#")
        forger.publish(topic, "forged")
        nothing_but(platform, "genuine", witness, f"sc/v1/{OTHER}/up/event")


def test_a_device_hears_its_own_commands(broker: BrokerUnderTest) -> None:
    with broker.platform() as platform, broker.device(PANEL) as panel:
        panel.subscribe(f"sc/v1/{PANEL}/down/#")
        platform.publish(f"sc/v1/{PANEL}/down/cmd", "open")
        assert panel.next().payload == b"open"


@pytest.mark.parametrize(
    "asked",
    [
        "#",
        "+/+/+/+/+",
        "sc/v1/+/down/cmd",
        "sc/v1/#",
        f"sc/v1/{OTHER}/down/#",
        f"sc/v1/{OTHER}/up/status",
        "$share/thieves/sc/v1/+/down/cmd",
        f"$share/thieves/sc/v1/{OTHER}/down/cmd",
        "bus/#",
        "$SYS/#",
    ],
)
def test_a_device_hears_nothing_of_others_whatever_it_asks_for(broker: BrokerUnderTest, asked: str) -> None:
    with broker.platform() as platform, broker.device(OTHER) as other, broker.device(PANEL) as thief:
        other.subscribe(f"sc/v1/{OTHER}/down/#")
        thief.subscribe(asked)
        thief.subscribe(f"sc/v1/{PANEL}/down/cmd")
        platform.publish("bus/outbox", "secret")
        other.publish(f"sc/v1/{OTHER}/up/status", "secret", retain=True)
        platform.publish(f"sc/v1/{OTHER}/down/cmd", "secret")
        nothing_but(thief, "mine", platform, f"sc/v1/{PANEL}/down/cmd")
        assert other.next().payload == b"secret"


def test_another_devices_client_id_does_not_throw_it_out(broker: BrokerUnderTest) -> None:
    with broker.device(PANEL, client_id=PANEL) as panel, broker.device(OTHER, client_id=PANEL) as intruder:
        panel.subscribe(f"sc/v1/{PANEL}/down/cmd")
        intruder.publish(f"sc/v1/{OTHER}/up/event")
        with broker.platform() as platform:
            nothing_but(panel, "still here", platform, f"sc/v1/{PANEL}/down/cmd")
        assert not panel.disconnected.is_set()


def test_a_devices_own_second_connection_takes_over(broker: BrokerUnderTest) -> None:
    with broker.device(PANEL, client_id="first") as first, broker.device(PANEL, client_id="second") as second:
        assert first.disconnected.wait(PATIENCE)
        assert not second.disconnected.is_set()


@pytest.mark.parametrize(
    ("name", "secret"),
    [
        (None, None),
        (PANEL, None),
        (PANEL, ""),
        (PANEL, "wrong"),
        (PANEL, "secret-of-" + OTHER),
        ("panel-00000099", "secret-of-panel-00000099"),
        ("platform", "wrong"),
    ],
)
@pytest.mark.parametrize("listener", ["devices", "platform"])
def test_strangers_are_refused_on_both_listeners(
    broker: BrokerUnderTest, listener: str, name: str | None, secret: str | None
) -> None:
    stranger = Peer(broker.device_port if listener == "devices" else broker.platform_port, name=name, secret=secret)
    assert_refused(stranger)


def test_accounts_of_one_listener_are_unknown_to_the_other(broker: BrokerUnderTest) -> None:
    secret = broker.settings.secret("broker_platform")
    for stranger in (
        Peer(broker.device_port, name="platform", secret=secret),
        Peer(broker.platform_port, name=PANEL, secret="secret-of-" + PANEL),
    ):
        assert_refused(stranger)


def test_a_revoked_device_is_cut_off_and_others_are_not(broker: BrokerUnderTest) -> None:
    gone = "panel-0000000a"
    broker.admit(gone)
    with broker.device(gone) as panel, broker.device(PANEL) as neighbour, broker.platform() as platform:
        neighbour.subscribe(f"sc/v1/{PANEL}/down/cmd")
        broker.revoke(gone)
        assert panel.disconnected.wait(PATIENCE)
        assert_refused(broker.device(gone))
        nothing_but(neighbour, "stayed", platform, f"sc/v1/{PANEL}/down/cmd")


def test_a_device_admitted_while_the_broker_runs_may_sign_in_at_once(broker: BrokerUnderTest) -> None:
    broker.admit("panel-0000000b")
    with broker.device("panel-0000000b") as panel:
        assert panel.reason == 0


def test_a_changed_secret_ends_the_old_one(broker: BrokerUnderTest) -> None:
    name = "panel-0000000c"
    broker.admit(name)
    with broker.device(name) as panel:
        broker.admit(**{name: "renewed"})
        assert panel.disconnected.wait(PATIENCE)
    assert_refused(broker.device(name))
    with broker.device(name, secret="renewed") as back:
        assert back.reason == 0


def test_an_expired_message_is_not_delivered(broker: BrokerUnderTest) -> None:
    """A device with a lasting session is away while two commands come; only the one still valid awaits it."""
    name = "panel-0000000d"
    broker.admit(name)
    topic = f"sc/v1/{name}/down/cmd"
    with broker.device(name, clean=False, session_expiry=60) as panel:
        panel.subscribe(topic)
    with broker.platform() as platform:
        platform.publish(topic, "stale", expiry=1)
        platform.publish(topic, "valid", expiry=60)
        platform.subscribe("bus/clock")
        with pytest.raises(queue.Empty):
            platform.heard.get(timeout=2.1)  # the broker counts whole seconds
    with broker.device(name, clean=False, session_expiry=60) as back:
        assert back.next().payload == b"valid"


def test_an_absent_device_with_a_clean_session_finds_nothing_queued(broker: BrokerUnderTest) -> None:
    topic = f"sc/v1/{PANEL}/down/cmd"
    with broker.device(PANEL) as panel:
        panel.subscribe(topic)
    with broker.platform() as platform:
        platform.publish(topic, "while away")
        with broker.device(PANEL) as back:
            back.subscribe(topic)
            nothing_but(back, "now", platform, topic)


def test_the_will_of_a_vanished_device_is_delivered(broker: BrokerUnderTest) -> None:
    with broker.platform() as platform:
        platform.subscribe("sc/v1/+/up/status")
        panel = broker.device(PANEL, will=(f"sc/v1/{PANEL}/up/status", "lost"))
        panel.connect()
        panel.drop()
        assert platform.next_live().payload == b"lost"


def test_a_will_on_anothers_topic_is_not_delivered(broker: BrokerUnderTest) -> None:
    with broker.platform() as platform, broker.device(PANEL) as panel:
        platform.subscribe("sc/v1/+/up/event")
        forger = broker.device(OTHER, will=(f"sc/v1/{PANEL}/up/event", "forged"))
        forger.connect()
        forger.drop()
        nothing_but(platform, "genuine", panel, f"sc/v1/{PANEL}/up/event")


def test_more_than_a_thousand_messages_wait_for_a_slow_subscriber(broker: BrokerUnderTest) -> None:
    """The broker's own default keeps 1,000 and drops the rest although it acknowledged them."""
    count = 3_000
    with broker.platform(manual_ack=True) as slow, broker.device(PANEL) as panel:
        slow.subscribe("sc/v1/+/up/event")
        sent = [panel.client.publish(f"sc/v1/{PANEL}/up/event", str(number), qos=1) for number in range(count)]
        for message in sent:
            message.wait_for_publish(PATIENCE)
        heard = []
        for _ in range(count):
            message = slow.next()
            heard.append(int(message.payload))
            slow.client.ack(message.mid, message.qos)
    assert heard == list(range(count))


def test_a_message_of_64_kib_passes_and_a_larger_one_ends_the_connection(broker: BrokerUnderTest) -> None:
    topic = f"sc/v1/{PANEL}/up/event"
    with broker.platform() as platform, broker.device(PANEL) as panel:
        platform.subscribe(topic)
        panel.publish(topic, b"x" * 65_536)
        assert len(platform.next().payload) == 65_536
        panel.client.publish(topic, b"x" * 80_000, qos=0)  # the connection may end before it is out
        assert panel.disconnected.wait(PATIENCE)
        with broker.device(PANEL) as back:
            nothing_but(platform, "only this", back, topic)


def test_the_platform_is_told_when_a_device_is_absent(broker: BrokerUnderTest) -> None:
    """PUBACK 0x10, no matching subscribers: a command to an absent panel fails in milliseconds, not after a wait."""
    reasons: queue.Queue[int] = queue.Queue()
    with broker.platform() as platform, broker.device(PANEL) as panel:
        panel.subscribe(f"sc/v1/{PANEL}/down/cmd")
        platform.client.on_publish = lambda client, userdata, mid, reason, properties: reasons.put(reason.value)
        platform.publish(f"sc/v1/{OTHER}/down/cmd", "to nobody")
        assert reasons.get(timeout=PATIENCE) == 0x10
        platform.publish(f"sc/v1/{PANEL}/down/cmd", "to the panel")
        assert reasons.get(timeout=PATIENCE) == 0


def test_a_killed_broker_keeps_devices_and_their_retained_state(tmp_path: Path) -> None:
    with running_broker(tmp_path) as own:
        own.admit(PANEL)
        with own.device(PANEL) as panel:
            panel.publish(f"sc/v1/{PANEL}/up/status", "ready", retain=True)
        own.stop()
        own.start()
        with own.device(PANEL), own.platform() as platform:
            platform.subscribe("sc/v1/+/up/status")
            assert platform.next().payload == b"ready"
        own.stop(signal.SIGKILL)
        own.start()
        with own.device(PANEL) as back:
            assert back.reason == 0


def test_a_foreign_broker_on_the_port_is_recognised(broker: BrokerUnderTest, tmp_path: Path) -> None:
    """Our data folder and its secrets, somebody else's broker: the sign-in with the fresh secret must fail."""
    mine = BrokerUnderTest(tmp_path, port=broker.device_port)
    mine.own.prepare()
    assert not mine.own.answers()
