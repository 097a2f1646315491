"""One MQTT link per process. It never queues while the broker is away: what cannot be sent now is refused at once.

paho resends a QoS 1 publish that was handed to it before a disconnect; a late door command would be the result. Therefore each
connection gets a client of its own and its queue dies with it.
"""

import secrets
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from paho.mqtt.client import Client, MQTTMessage, MQTTv5, topic_matches_sub
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.subscribeoptions import SubscribeOptions
from prometheus_client import Counter, Gauge

from community.core.clock import now
from community.core.logging import get_logger

log = get_logger(__name__)
CONNECTED = Gauge("linli_mqtt_connected", "1 while this process's broker link is up", multiprocess_mode="livesum")
FAILED = Counter("linli_mqtt_handler_errors_total", "Messages whose handler raised")
NO_SUBSCRIBERS = 0x10


class NotConnected(Exception):
    """The broker link is down; nothing was sent and nothing will be."""


@dataclass(frozen=True)
class MqttMessage:
    """A received message. `ack` confirms it to the broker; done for you unless the subscription said `manual`."""

    topic: str
    payload: bytes
    retain: bool
    properties: Any
    ack: Callable[[], None]


@dataclass
class PublishResult:
    """What became of a QoS 1 publish; fulfilled by the broker's PUBACK."""

    _done: threading.Event = field(default_factory=threading.Event)
    _outcome: str = "timeout"

    def wait(self, timeout: float) -> str:
        """Return "delivered", "no_subscribers" (the receiver is absent), "refused", "lost" (link broke) or "timeout"."""
        self._done.wait(timeout)
        return self._outcome

    def settle(self, outcome: str) -> None:
        """Fulfil; the first outcome counts."""
        if not self._done.is_set():
            self._outcome = outcome
            self._done.set()


@dataclass
class _Acks:
    """Who waits for which PUBACK of one connection. Its lock is a leaf: nothing else is called while it is held.

    paho calls `on_publish` while it holds a lock of its own that `publish` wants as well, so a lock held around `publish`
    and taken again in `on_publish` would sooner or later stop both threads for ever. The PUBACK may therefore be
    quicker than the note of who waits for it, and is kept until then.
    """

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _waiting: dict[int, PublishResult] = field(default_factory=dict)
    _early: dict[int, str] = field(default_factory=dict)
    _over: bool = False

    def expect(self, mid: int, result: PublishResult) -> None:
        """Fulfil `result` when the PUBACK of `mid` comes, or at once if it has come, or never will."""
        with self._lock:
            outcome = self._early.pop(mid, "lost" if self._over else None)
            if outcome is None:
                self._waiting[mid] = result
        if outcome is not None:
            result.settle(outcome)

    def came(self, mid: int, outcome: str) -> None:
        """Note a PUBACK."""
        with self._lock:
            result = self._waiting.pop(mid, None)
            if result is None:
                self._early[mid] = outcome
        if result is not None:
            result.settle(outcome)

    def end(self) -> None:
        """The connection is gone: nobody will hear anything any more."""
        with self._lock:
            self._over = True
            waiting, self._waiting = self._waiting, {}
        for result in waiting.values():
            result.settle("lost")


@dataclass(frozen=True)
class _Subscription:
    filter: str
    qos: int
    callback: Callable[[MqttMessage], None]
    manual: bool

    def matches(self, topic: str) -> bool:
        plain = self.filter.split("/", 2)[2] if self.filter.startswith("$share/") else self.filter
        return topic_matches_sub(plain, topic)


class MqttLink:
    """Keeps one connection to the broker, subscribes anew on each connect, and tells truthfully whether it is up."""

    def __init__(self, url: str, process: str) -> None:
        self.process_id = f"{process}-{secrets.token_hex(6)}"
        self._url = urlsplit(url)
        self._subscriptions: list[_Subscription] = []
        self._client: Client | None = None
        self._up = threading.Event()
        self._stop = threading.Event()
        self._gone = threading.Event()
        self._lock = threading.RLock()
        self._acks = _Acks()
        self.up_since: datetime | None = None
        """Since when this process hears everything that is published; None while the link is down."""
        self.down_since: datetime | None = now()
        """Since when it hears nothing; None while the link is up."""
        self._thread: threading.Thread | None = None

    @property
    def connected(self) -> bool:
        """True between an accepted connect and the loss of the connection."""
        return self._up.is_set()

    def wait_connected(self, timeout: float) -> bool:
        """Wait until the link is up; False if it is not in time."""
        return self._up.wait(timeout)

    def start(self) -> None:
        """Begin to connect, in a thread of its own; call after any fork. A second call does nothing."""
        with self._lock:
            if self._thread is None:
                self._stop.clear()
                self._thread = threading.Thread(target=self._run, name="mqtt-link", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """Disconnect in order and end the thread."""
        self._stop.set()
        with self._lock:
            client, thread = self._client, self._thread
            self._thread = None
        if client is not None:
            client.disconnect()
        if thread is not None and thread is not threading.current_thread():
            thread.join(5)

    def subscribe(self, filter: str, qos: int, callback: Callable[[MqttMessage], None], *, manual: bool = False) -> None:
        """Subscribe now and after every connect. With `manual` the callback's owner acknowledges, after its work."""
        subscription = _Subscription(filter, qos, callback, manual)
        with self._lock:
            self._subscriptions.append(subscription)
            if self._client is not None and self.connected:
                self._client.subscribe(filter, options=SubscribeOptions(qos=qos))

    def publish(
        self,
        topic: str,
        payload: bytes,
        *,
        qos: int = 1,
        retain: bool = False,
        expiry: int | None = None,
        correlation: bytes | None = None,
    ) -> PublishResult:
        """Send now or raise NotConnected. `expiry` in seconds lets the broker drop what it could not deliver in time."""
        properties = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call]  # paho has no types here
        if expiry is not None:
            properties.MessageExpiryInterval = expiry
        if correlation is not None:
            properties.CorrelationData = correlation
        with self._lock:
            client, acks = self._client, self._acks
        if client is None or not self.connected:
            raise NotConnected
        info = client.publish(topic, payload, qos=qos, retain=retain, properties=properties)
        if info.rc != 0:
            raise NotConnected
        result = PublishResult()
        if qos == 0:
            result.settle("delivered")
        acks.expect(info.mid, result)  # paho reports QoS 0 as well, once it is written
        return result

    def _run(self) -> None:
        pause = 0.1
        while not self._stop.is_set():
            acks = _Acks()
            client = self._new_client(acks)
            self._gone.clear()
            try:
                client.connect(self._url.hostname or "localhost", self._url.port or 1883, keepalive=20, clean_start=True)
                with self._lock:
                    self._client, self._acks = client, acks
                # paho's own thread must do all writing: in `loop_forever` every publishing thread would write to the
                # socket itself, and two of them can tear a packet apart.
                client.loop_start()
                while not self._gone.wait(1) and not self._stop.is_set() and _runs(client):
                    pass
                client.disconnect()
                client.loop_stop()
                pause = 0.1 if self.up_since else min(pause * 2, 2.0)  # a broker that refuses us is not to be hammered
            except OSError as error:
                log.warning("mqtt_unreachable", error=str(error))
                pause = min(pause * 2, 2.0)
            except Exception:  # whatever it is, a process without a link must go on looking for one
                log.exception("mqtt_link_failed")
                pause = 2.0
            finally:
                self._lost()
            self._stop.wait(pause)

    def _new_client(self, acks: _Acks) -> Client:
        client = Client(
            CallbackAPIVersion.VERSION2,
            client_id=self.process_id,
            protocol=MQTTv5,
            manual_ack=True,
            reconnect_on_failure=False,
        )
        client.max_inflight_messages_set(1000)
        if self._url.username:
            client.username_pw_set(unquote(self._url.username), unquote(self._url.password or ""))
        if self._url.scheme == "mqtts":
            client.tls_set()
        client.on_socket_open = lambda _c, _u, sock: _no_delay(sock)
        client.on_connect = self._on_connect
        client.on_disconnect = self._on_disconnect
        client.on_publish = lambda _c, _u, mid, reason, _p: acks.came(mid, _outcome(reason.value))
        client.on_subscribe = _on_subscribe
        client.on_message = self._on_message
        return client

    def _on_connect(self, client: Client, _userdata: Any, _flags: Any, reason: Any, _properties: Any) -> None:
        if reason.is_failure:
            log.error("mqtt_refused", reason=str(reason))
            client.disconnect()
            return
        with self._lock:
            for subscription in self._subscriptions:
                client.subscribe(subscription.filter, options=SubscribeOptions(qos=subscription.qos))
            self.up_since, self.down_since = now(), None
            self._up.set()
        CONNECTED.set(1)
        log.info("mqtt_connected")

    def _on_disconnect(self, _client: Client, _userdata: Any, _flags: Any, reason: Any, _properties: Any) -> None:
        self._up.clear()  # at once: nothing may be handed to a client that would only keep it
        self._gone.set()
        log.info("mqtt_disconnected", reason=str(reason))

    def _on_message(self, client: Client, _userdata: Any, raw: MQTTMessage) -> None:
        def ack() -> None:
            client.ack(raw.mid, raw.qos)

        message = MqttMessage(raw.topic, bytes(raw.payload), raw.retain, raw.properties, ack)
        manual = False
        for subscription in list(self._subscriptions):
            if subscription.matches(raw.topic):
                manual = manual or subscription.manual
                try:
                    subscription.callback(message)
                except Exception:  # one raised here would kill the network thread
                    FAILED.inc()
                    log.exception("mqtt_handler_failed", topic=raw.topic)
        if not manual:
            ack()

    def _lost(self) -> None:
        with self._lock:
            self._up.clear()
            self._client, self.up_since = None, None
            self.down_since = self.down_since or now()
        self._acks.end()
        CONNECTED.set(0)


def _runs(client: Client) -> bool:
    """Say whether paho's thread is alive; one that an exception has ended tells nobody."""
    thread = client._thread
    return thread is not None and thread.is_alive()


def _on_subscribe(_client: Client, _userdata: Any, _mid: int, reasons: Any, _properties: Any) -> None:
    for reason in reasons:
        if reason.is_failure:
            log.error("mqtt_subscription_refused", reason=str(reason))


def _outcome(code: int) -> str:
    if code == NO_SUBSCRIBERS:
        return "no_subscribers"
    return "refused" if code >= 0x80 else "delivered"


def _no_delay(sock: Any) -> None:
    if getattr(sock, "family", None) in (socket.AF_INET, socket.AF_INET6):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
