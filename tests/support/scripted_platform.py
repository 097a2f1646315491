"""The platform's side of `sc/v1`, as far as a panel can tell: time, acknowledgements, signed commands, calls, enrolment."""

import json
import queue
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from devices import topics
from devices.messages import (
    MESSAGES,
    Ack,
    CallNotice,
    Command,
    DeviceEvent,
    Message,
    Response,
    TimeReply,
    TimeRequest,
)
from devices.signing import public_key_text, sign
from devices.simulator.identity import Identity, Seed
from tests.support.broker import PATIENCE, BrokerUnderTest, secret_of

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def identity_of(device: str, broker: BrokerUnderTest, **plate: str) -> Identity:
    """Credentials of a panel that this broker admits from now on."""
    return identities_of([device], broker, **plate)[0]


def identities_of(devices: list[str], broker: BrokerUnderTest, **plate: str) -> list[Identity]:
    """The same for many, at the price of one reload of the broker."""
    broker.admit(*devices)
    return [_identity(device, broker, plate) for device in devices]


def _identity(device: str, broker: BrokerUnderTest, plate: dict[str, str]) -> Identity:
    keys = {"k1": public_key_text(KEY.public_key())}
    url = f"mqtt://127.0.0.1:{broker.device_port}"
    return Identity(device, secret_of(device), (url,), keys, Seed(code=f"code-{device}", serial=device, **plate))


class ScriptedPlatform:
    """Hears every device, answers what a platform must answer at once, and keeps the rest for the test."""

    def __init__(self, broker: BrokerUnderTest) -> None:
        self._peer = broker.platform()
        self._peer.client.on_message = lambda client, userdata, message: self._hear(message)
        self._news = threading.Condition()
        self.heard: list[tuple[topics.Address, Message, bool]] = []
        self.acknowledging = True
        self.on_call: Callable[[str, Any], None] = lambda device, request: None

    def __enter__(self) -> Self:
        self._peer.connect()
        self._peer.subscribe("sc/v1/+/up/#")
        return self

    def __exit__(self, *_: object) -> None:
        self._peer.close()

    def said(self, device: str, channel: topics.Channel) -> list[Any]:
        """What a device said on a channel, oldest first."""
        return [message for address, message, _ in self.heard if (address.device, address.channel) == (device, channel)]

    def wait_for(self, found: Callable[[], Any], timeout: float = PATIENCE) -> Any:
        """Waits until `found()` is true and returns it."""
        with self._news:
            result = self._news.wait_for(found, timeout)
        assert result, f"heard only {self.heard}"
        return result

    def session(self, device: str) -> str:
        """The session of the last status, which must be a birth."""
        birth = self.wait_for(lambda: (self.said(device, topics.UP_STATUS) or [None])[-1])
        return str(birth.sess)

    def command(self, device: str, cmd: str = "unlock", **fields: Any) -> Command:
        """A good, signed command for the device's present session."""
        now = time.time_ns() // 1_000_000
        name = secrets.token_hex(8)
        blank = Command(id=name, cmd=cmd, door=1, ts=now, exp=now + 10_000, sess=self.session(device), reply="test")
        return sign(KEY, "k1", device, replace(blank, **fields))

    def give(self, device: str, command: Command) -> Response:
        """Sends a command and waits for its first answer."""
        self.send(topics.DOWN_CMD, device, command)
        return self.wait_for(lambda: self.answers(device, command))[0]

    def answers(self, device: str, command: Command) -> list[Response]:
        return [each for each in self.said(device, topics.UP_RSP) if each.id == command.id]

    def events(self, device: str) -> list[str]:
        """Types of a device's events in the order of their numbers, each number once."""
        events: list[DeviceEvent] = self.said(device, topics.UP_EVENT)
        return [kind for _, kind in sorted({(event.seq, event.type) for event in events})]

    def notify(self, device: str, call: str, type: str, **fields: Any) -> None:
        self.send(topics.DOWN_CALL, device, CallNotice(call=call, type=type, **fields))

    def send(self, channel: topics.Channel, device: str, message: Message) -> None:
        # Not `wait_for_publish`, because a callback answers on the very thread that would have to be waited for.
        self._peer.client.publish(channel.to(device), message.encode(), channel.qos)

    def _hear(self, raw: Any) -> None:
        address = topics.parse(raw.topic)
        message = MESSAGES[address.channel].decode(raw.payload)
        match message:
            case TimeRequest():
                now = time.time_ns() // 1_000_000
                self.send(topics.DOWN_TIME, address.device, TimeReply(id=message.id, t0=message.t0, server=now))
            case DeviceEvent() if self.acknowledging:
                self.send(topics.DOWN_ACK, address.device, Ack(boot=message.store, upto=message.seq))
        if address.channel is topics.UP_CALL:
            self.on_call(address.device, message)
        with self._news:
            self.heard.append((address, message, bool(raw.retain)))
            self._news.notify_all()


@contextmanager
def enrolment_desk(answer: Callable[[dict[str, Any]], tuple[int, dict[str, Any]]]) -> Iterator[tuple[str, queue.Queue]]:
    """An HTTP server that enrols as `answer(body)` says; yields its address and a queue of the bodies it was sent."""
    asked: queue.Queue[dict[str, Any]] = queue.Queue()

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, reply = answer(body) if self.path == "/api/v1/devices/enrol" else (404, {})
            asked.put(body)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(reply).encode())

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Desk) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}", asked
        finally:
            server.shutdown()
            thread.join()
