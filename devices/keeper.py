"""Keeps the broker's list of devices equal to ours: woken by every change, and now and then in case a change was missed."""

import threading
from collections.abc import Callable, Iterator

from flask import Flask
from sqlalchemy import select

from community.core.auth import Actor
from community.core.kernel import Kernel
from community.core.logging import get_logger
from community.core.uow import unit_of_work
from devices.broker import BrokerAccess, broker_access
from devices.models import Device, DeviceState

log = get_logger(__name__)
EVERY = 60.0
AFTER_FAILURE = 2.0


class AccessKeeper:
    """One per worker, with a thread of its own: telling the broker may wait half a second, and no transaction should."""

    def __init__(self, app: Flask, access: BrokerAccess | None = None) -> None:
        core: Kernel = app.extensions["linli"]
        self._app = app
        self._access = access or broker_access(core.settings)
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._loop, name="access-keeper", daemon=True)

    def start(self) -> None:
        """Begin with a full comparison."""
        self._wake.set()
        self._thread.start()

    def stop(self) -> None:
        """End after the comparison in hand."""
        self._stop.set()
        self._wake.set()
        self._thread.join(5)

    def wake(self) -> None:
        """Something changed; compare soon."""
        self._wake.set()

    def apply(self) -> bool:
        """Compare and tell the broker what changed; the rows are read under the broker files' lock."""
        with self._app.app_context():
            return self._access.apply(_rows())

    def _loop(self) -> None:
        pause = EVERY
        while True:
            self._wake.wait(pause)
            if self._stop.is_set():
                return
            self._wake.clear()
            try:
                if self.apply():
                    log.info("broker_access_changed")
                pause = EVERY
            except Exception:
                log.exception("broker_access_failed")
                pause = AFTER_FAILURE


def _rows() -> Iterator[tuple[str, str]]:
    with unit_of_work(Actor.system("devices.keeper"), read_only=True) as uow:
        enrolled = select(Device.id, Device.secret_hash).where(Device.state == DeviceState.ENROLLED)
        rows = [(device_id, secret_hash) for device_id, secret_hash in uow.session.execute(enrolled) if secret_hash]
    yield from rows


def start_keeper(app: Flask) -> Callable[[], None]:
    """Begin to keep the broker's list in this worker; returns how to stop."""
    keeper = AccessKeeper(app)
    app.extensions["devices.keeper"] = keeper
    keeper.start()
    return keeper.stop
