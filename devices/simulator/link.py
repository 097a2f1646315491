"""One MQTT connection of a panel, from CONNECT to its end.

A link never reconnects by itself: the next connection has a new session, which has to stand in its will beforehand.
"""

import contextlib
import socket
import threading
from typing import Any, Protocol
from urllib.parse import urlsplit

from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from devices import topics
from devices.messages import Message, Status
from devices.simulator.identity import Identity
from devices.topics import Channel

KEEPALIVE = 20
_PORTS = {"mqtt": 1883, "mqtts": 8883, "ws": 80, "wss": 443}


class Listener(Protocol):
    """Whom a link tells what happens; called in the link's own thread."""

    def link_up(self, link: "Link") -> None: ...

    def link_heard(self, link: "Link", topic: str, payload: bytes) -> None: ...

    def link_ended(self, link: "Link", reason: str) -> None: ...


class Link:
    """Connects in a thread of its own and says so; `link_ended` comes exactly once, even if nothing came about."""

    def __init__(self, identity: Identity, url: str, will: Status, listener: Listener) -> None:
        self._identity = identity
        self._listener = listener
        self._address = urlsplit(url)
        self._cut = False
        self._refusal = ""
        self._client = self._build(will)
        self._thread = threading.Thread(target=self._run, name=f"link-{identity.device}", daemon=True)

    def start(self) -> None:
        """Begins to connect."""
        self._thread.start()

    def send(self, channel: Channel, message: Message, tail: str | int | None = None) -> bool:
        """Sends at once; False if the connection is down. Nothing is kept for later."""
        if not self._client.is_connected():
            return False
        expiry = _expiry(channel)
        topic = channel.to(self._identity.device, tail)
        sent = self._client.publish(topic, message.encode(), channel.qos, channel.retained, expiry)
        return sent.rc == MQTTErrorCode.MQTT_ERR_SUCCESS

    def cut(self) -> None:
        """Ends the connection as a pulled cable does: without a word, so that the broker speaks the will."""
        self._cut = True
        with contextlib.suppress(OSError, AttributeError), _same_socket(self._client.socket()) as sock:
            sock.shutdown(socket.SHUT_RDWR)

    def leave(self, farewell: Status, timeout: float = 2.0) -> None:
        """Says farewell and ends the connection in good order."""
        if self._client.is_connected():
            topic = topics.UP_STATUS.to(self._identity.device)
            sent = self._client.publish(topic, farewell.encode(), topics.UP_STATUS.qos, topics.UP_STATUS.retained)
            with contextlib.suppress(RuntimeError, ValueError):
                sent.wait_for_publish(timeout)
        self._cut = True
        self._client.disconnect()

    def join(self, timeout: float = 5.0) -> None:
        """Waits for the thread to end."""
        if self._thread is not threading.current_thread() and self._thread.ident is not None:
            self._thread.join(timeout)

    def _build(self, will: Status) -> Client:
        scheme = self._address.scheme
        client = Client(
            CallbackAPIVersion.VERSION2,
            client_id=self._identity.device,
            protocol=MQTTProtocolVersion.MQTTv5,
            transport="websockets" if scheme in ("ws", "wss") else "tcp",
            reconnect_on_failure=False,
        )
        if scheme in ("mqtts", "wss"):
            client.tls_set()
        if self._address.path:
            client.ws_set_options(path=self._address.path)
        client.username_pw_set(self._identity.device, self._identity.secret)
        client.will_set(topics.UP_STATUS.to(self._identity.device), will.encode(), qos=1, retain=True)
        client.connect_timeout = 5.0
        client.on_socket_open = _without_delay
        client.on_connect = self._on_connect
        client.on_message = self._on_message
        return client

    def _run(self) -> None:
        host, port = self._address.hostname or "localhost", self._address.port or _PORTS[self._address.scheme]
        try:
            self._client.connect(host, port, KEEPALIVE, clean_start=True)
            if self._cut:  # asked for while there was no socket yet
                self.cut()
            reason = self._client.loop_forever().name
        except (OSError, ValueError) as error:
            reason = str(error)
        self._listener.link_ended(self, self._refusal or reason)

    def _on_connect(self, client: Client, _data: Any, _flags: Any, code: ReasonCode, _properties: Any) -> None:
        if code.is_failure:
            self._refusal = f"refused: {code.getName()}"
            return
        client.subscribe(topics.everything_for(self._identity.device), qos=1)
        self._listener.link_up(self)

    def _on_message(self, _client: Client, _data: Any, message: MQTTMessage) -> None:
        self._listener.link_heard(self, message.topic, bytes(message.payload))


def _expiry(channel: Channel) -> Properties | None:
    if channel.expiry is None:
        return None
    properties = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call]  # paho has no types here
    properties.MessageExpiryInterval = channel.expiry
    return properties


def _without_delay(_client: Client, _data: Any, sock: Any) -> None:
    # Otherwise Nagle's algorithm and delayed acknowledgements make 44 ms of a QoS 1 round trip that takes 0.3.
    with contextlib.suppress(OSError), _same_socket(sock) as plain:
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _same_socket(sock: Any) -> socket.socket:
    """A plain handle of the same connection, whatever paho has wrapped around it."""
    return socket.fromfd(sock.fileno(), socket.AF_INET, socket.SOCK_STREAM)
