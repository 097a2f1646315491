"""Wake-up calls between processes over the broker (`bus/#`). Lossy by design: whoever waits also polls."""

import contextlib
import threading
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import orjson

from community.core.logging import get_logger
from community.core.mqtt import MqttLink, MqttMessage, NotConnected

log = get_logger(__name__)


class Bus:
    """Rings bells by name, in this process at once and in the others over the link."""

    def __init__(self, link: MqttLink) -> None:
        self._link = link
        self._listeners: dict[str, list[Callable[[Any], None]]] = defaultdict(list)
        self._lock = threading.Lock()

    def listen(self, name: str, callback: Callable[[Any], None]) -> None:
        """Call back, quickly and from any thread, whenever the bell of this name rings anywhere."""
        with self._lock:
            first = name not in self._listeners
            self._listeners[name].append(callback)
        if first:
            self._link.subscribe(f"bus/{name}", 0, lambda message: self._heard(name, message))

    def unlisten(self, name: str, callback: Callable[[Any], None]) -> None:
        """Call this one back no more; an unknown one is no error."""
        with self._lock, contextlib.suppress(ValueError):
            self._listeners[name].remove(callback)

    def notify(self, name: str, payload: Any = None) -> None:
        """Ring; a link that is down is no error, since every waiter also polls."""
        self._ring(name, payload)
        try:
            self._link.publish(f"bus/{name}", orjson.dumps({"from": self._link.process_id, "data": payload}), qos=0)
        except NotConnected:
            log.debug("bus_link_down", bell=name)

    def _heard(self, name: str, message: MqttMessage) -> None:
        call = decode(message.payload)
        if call is not None and call["from"] != self._link.process_id:
            self._ring(name, call["data"])

    def _ring(self, name: str, payload: Any) -> None:
        for callback in list(self._listeners.get(name, ())):
            try:
                callback(payload)
            except Exception:  # whoever rings is not to blame for one who cannot bear the sound
                log.exception("bus_listener_failed", bell=name)


def decode(payload: bytes) -> dict[str, Any] | None:
    """Return a call as it travels over the broker, or None for anything else that was sent to the topic."""
    with contextlib.suppress(orjson.JSONDecodeError):
        call = orjson.loads(payload)
        if isinstance(call, dict) and {"from", "data"} <= call.keys():
            return call
    return None
