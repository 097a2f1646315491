"""The platform's mouth and ear towards devices: publishes to `down/…`, and matches answers to commands."""

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from flask import current_app
from prometheus_client import Counter

from community.core.clock import monotonic, now
from community.core.logging import get_logger
from community.core.mqtt import MqttLink, MqttMessage, NotConnected, PublishResult
from devices import topics
from devices.keys import SigningKey
from devices.messages import Ack, Message, MessageError, Response

log = get_logger(__name__)
DOWN = Counter("linli_device_down_total", "Messages published to devices", ["channel"])
REPLIES = Counter("linli_device_replies_total", "Answers to commands", ["fate"])


@dataclass(frozen=True)
class Reply:
    """A device's answer and when it was received."""

    response: Response
    at: datetime


@dataclass
class Waiter:
    """One awaited answer. The device id comes from the topic, so no other device can answer for it."""

    device_id: str
    answered: threading.Event = field(default_factory=threading.Event)
    reply: Reply | None = None

    def wait(self, timeout: float) -> Reply | None:
        """Return the answer, or None if it does not come in time (seconds)."""
        self.answered.wait(max(timeout, 0))
        return self.reply


LateReply = Callable[[UUID, Reply], None]
OVERDUE_KEPT = 1000


class Gateway:
    """One per process, on the process's one link. Commands name this process's private receiver as their reply address."""

    def __init__(self, link: MqttLink, key: Callable[[], SigningKey]) -> None:
        self.receiver = secrets.token_hex(8)
        self.on_late: LateReply | None = None
        self._link = link
        self._key = key
        self._waiting: dict[str, Waiter] = {}
        self._overdue: OrderedDict[str, str] = OrderedDict()
        self._lock = threading.Lock()
        link.subscribe(topics.UP_RSP.filter.removesuffix("+") + self.receiver, topics.UP_RSP.qos, self._heard)

    @property
    def connected(self) -> bool:
        """Whether a message could be published now."""
        return self._link.connected

    @property
    def key(self) -> SigningKey:
        """The key that signs commands."""
        return self._key()

    def publish(self, channel: topics.Channel, device_id: str, message: Message, *, expiry: int | None = None) -> PublishResult:
        """Publish now, or raise NotConnected. Never retained unless the contract says so, never queued."""
        DOWN.labels(channel.path).inc()
        expiry = channel.expiry if expiry is None else expiry
        return self._link.publish(channel.to(device_id), message.encode(), qos=channel.qos, retain=channel.retained, expiry=expiry)

    def tell(self, channel: topics.Channel, device_id: str, message: Message) -> bool:
        """Publish what may be lost; False if the link is down."""
        try:
            self.publish(channel, device_id, message)
        except NotConnected:
            log.info("device_not_told", device=device_id, channel=channel.path)
            return False
        return True

    def ask(self, device_ids: Iterable[str], *, within: float) -> dict[str, str]:
        """Learn from the broker which devices have a connection: "delivered" or "no_subscribers", else nobody knows.

        What is sent means nothing to a device (an acknowledgement of no event store of its own); the broker's PUBACK tells
        whether anybody is there to receive it. Waits `within` seconds for all together; what it does not learn is left out.
        """
        nothing = Ack(boot="is-anybody-there", upto=0)
        try:
            sent = {device_id: self.publish(topics.DOWN_ACK, device_id, nothing) for device_id in device_ids}
        except NotConnected:
            return {}
        deadline = monotonic() + within
        return {device_id: result.wait(max(0, deadline - monotonic())) for device_id, result in sent.items()}

    def forget_retained(self, device_id: str, doors: Iterable[int]) -> None:
        """Have the broker forget what a device left there: it would be told to every worker that connects, for ever."""
        left = [topics.UP_STATUS.to(device_id), *(topics.UP_DOOR.to(device_id, door) for door in doors)]
        try:
            for topic in left:
                self._link.publish(topic, b"", qos=1, retain=True)
        except NotConnected:
            log.info("retained_not_cleared", device=device_id)

    def expect(self, command_id: UUID, device_id: str) -> Waiter:
        """Begin to listen for the answer to a command; call before publishing it, and `forget` it afterwards."""
        waiter = Waiter(device_id)
        with self._lock:
            self._waiting[str(command_id)] = waiter
        return waiter

    def forget(self, command_id: UUID) -> None:
        """Stop waiting. An answer that comes later is handed to `on_late`, once."""
        with self._lock:
            waiter = self._waiting.pop(str(command_id), None)
            if waiter is not None and waiter.reply is None:
                self._overdue[str(command_id)] = waiter.device_id
                if len(self._overdue) > OVERDUE_KEPT:
                    self._overdue.popitem(last=False)

    def _heard(self, message: MqttMessage) -> None:
        at = now()
        try:
            device_id = topics.parse(message.topic).device
            response = Response.decode(message.payload)
        except (topics.TopicError, MessageError) as error:
            REPLIES.labels("malformed").inc()
            log.warning("device_reply_malformed", topic=message.topic[:120], error=str(error)[:120])
            return
        self._deliver(device_id, Reply(response, at))

    def _deliver(self, device_id: str, reply: Reply) -> None:
        command_id = reply.response.id
        with self._lock:
            waiter = self._waiting.get(command_id)
            asked = waiter.device_id if waiter else self._overdue.get(command_id)
            late = waiter is None and asked == device_id and self._overdue.pop(command_id) is not None
        if asked != device_id:
            REPLIES.labels("foreign" if asked else "unexpected").inc()
        elif late:
            REPLIES.labels("late").inc()
            if self.on_late is not None:
                self.on_late(UUID(command_id), reply)
        elif waiter is not None and not waiter.answered.is_set():
            REPLIES.labels("in_time").inc()
            waiter.reply = reply
            waiter.answered.set()


def gateway() -> Gateway:
    """Return this process's gateway."""
    return current_app.extensions["devices.gateway"]
