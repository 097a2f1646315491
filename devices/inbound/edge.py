"""The edge: runs in the link's network thread, does no work, and never raises."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from flask import Flask
from prometheus_client import Counter

from community.core.clock import monotonic, now, to_millis
from community.core.kernel import Kernel
from community.core.logging import get_logger
from community.core.mqtt import MqttMessage
from devices import topics
from devices.gateway import Gateway
from devices.inbound import calls, journal, state, telemetry
from devices.inbound.lanes import Lane
from devices.inbound.received import Received
from devices.messages import MESSAGES, MessageError, TimeReply, TimeRequest, event_position

log = get_logger(__name__)
REFUSED = Counter("linli_device_refused_total", "Messages from devices that break the contract", ["channel", "reason"])
GROUP = "workers"
LOG_PAUSE = 10.0  # seconds between two log lines about the same device
LOGGED_KEPT = 1000


@dataclass(frozen=True)
class _Tap:
    """One subscription. What is shared reaches one worker; what is not reaches all, also as retained after a connect."""

    channel: topics.Channel
    lane: str
    shared: bool
    manual: bool = False


TAPS = (
    _Tap(topics.UP_STATUS, "state", shared=False),
    _Tap(topics.UP_DOOR, "state", shared=False),
    _Tap(topics.UP_CALL, "calls", shared=False),
    _Tap(topics.UP_TELE, "telemetry", shared=True),
    _Tap(topics.UP_EVENT, "journal", shared=True, manual=True),
)


class Intake:
    """Subscribes, checks shapes, answers time questions at once, and hands everything else to its lane."""

    def __init__(self, app: Flask) -> None:
        core: Kernel = app.extensions["linli"]
        self._link = core.link
        self._gateway: Gateway = app.extensions["devices.gateway"]
        self._logged: dict[str, float] = {}
        self.lanes = {
            "calls": Lane(app, "calls", calls.take, threads=1, capacity=1000, batch=10),
            "state": Lane(app, "state", state.take, threads=2, capacity=20_000, batch=50),
            "telemetry": Lane(app, "telemetry", telemetry.take, threads=1, capacity=20_000, batch=200),
            "journal": Lane(app, "journal", journal.store, threads=2, capacity=5_000, batch=100),
        }

    def start(self) -> None:
        """Start the lanes, then listen."""
        for lane in self.lanes.values():
            lane.start()
        self._link.subscribe(topics.UP_TIME.shared(GROUP), topics.UP_TIME.qos, self._on_time)
        for tap in TAPS:
            address = tap.channel.shared(GROUP) if tap.shared else tap.channel.filter
            self._link.subscribe(address, tap.channel.qos, self._on(tap), manual=tap.manual)

    def stop(self) -> None:
        """Finish what was taken in."""
        for lane in self.lanes.values():
            lane.stop()

    def _on(self, tap: _Tap) -> Callable[[MqttMessage], None]:
        lane = self.lanes[tap.lane]

        def take_in(raw: MqttMessage) -> None:
            item = self._read(tap.channel, raw)
            if item is not None and tap.manual:
                item = replace(item, ack=raw.ack)
            if (item is None or not lane.submit(item)) and tap.manual:
                raw.ack()  # the device sends again what is not acknowledged in `down/ack`

        return take_in

    def _on_time(self, raw: MqttMessage) -> None:
        item = self._read(topics.UP_TIME, raw)
        if item is not None and isinstance(item.message, TimeRequest):
            answer = TimeReply(id=item.message.id, t0=item.message.t0, server=to_millis(now()))
            self._gateway.tell(topics.DOWN_TIME, item.device_id, answer)

    def _read(self, channel: topics.Channel, raw: MqttMessage) -> Received | None:
        at = now()
        if not raw.payload:
            return None  # somebody cleared a retained message
        try:
            address = topics.parse(raw.topic)
        except topics.TopicError:
            self._refuse(channel, raw.topic.split("/")[2][:40], "bad_topic")
            return None
        try:
            message = MESSAGES[channel].decode(raw.payload)
        except MessageError as error:
            self._refuse(channel, address.device, error.code, error.field)
            return self._numbered(channel, address.device, raw)
        return Received(address.device, channel, at, message, address.tail, raw.retain)

    def _numbered(self, channel: topics.Channel, device_id: str, raw: MqttMessage) -> Received | None:
        """A malformed event whose number can be read is stored as such; unstored it would hold up all later ones."""
        position = event_position(raw.payload) if channel is topics.UP_EVENT else None
        if position is None:
            return None
        return Received(device_id, channel, now(), position=position, raw=raw.payload[:2000])

    def _refuse(self, channel: topics.Channel, device_id: str, reason: str, field: str = "") -> None:
        REFUSED.labels(channel.path, reason).inc()
        if monotonic() - self._logged.get(device_id, -LOG_PAUSE) < LOG_PAUSE:
            return
        if len(self._logged) >= LOGGED_KEPT:
            self._logged.clear()
        self._logged[device_id] = monotonic()
        log.warning("device_message_refused", device=device_id, channel=channel.path, reason=reason, field=field)


def start_intake(app: Flask) -> Callable[[], None]:
    """Begin to listen to devices in this worker; returns how to stop."""
    intake = Intake(app)
    intake.start()
    return intake.stop
