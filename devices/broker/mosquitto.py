"""Mosquitto's list of devices: a password file, replaced atomically, and a signal to read it again."""

import os
import signal
import time
from collections.abc import Iterable
from pathlib import Path

from devices import topics
from devices.broker.files import locked, password_lines, write_if_changed

DEVICE_PASSWORDS = "devices.passwd"
PID_FILE = "mosquitto.pid"
_LOCK = "access.lock"
_LAST_RELOAD = "reload.stamp"
_PAUSE = 0.5  # seconds between two reloads; one stalls a broker with 10,000 clients for about as long


class MosquittoAccess:
    """The password file in a folder that the broker reads, on this machine or on a volume shared with it.

    Where the folder holds no pid file (a broker in another container or under systemd) whoever runs that broker
    watches the file and reloads; see deploy/.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def apply(self, rows: Iterable[tuple[str, str]]) -> bool:
        """See `BrokerAccess.apply`. Returns when the broker has been told, at most half a second later."""
        with locked(self.folder / _LOCK):
            changed = write_if_changed(self.folder / DEVICE_PASSWORDS, password_lines(map(_checked, rows)))
            if changed:
                self._reload()
            return changed

    def _reload(self) -> None:
        stamp = self.folder / _LAST_RELOAD
        if stamp.exists():
            since = time.time() - stamp.stat().st_mtime
            time.sleep(min(max(_PAUSE - since, 0), _PAUSE))
        pid = running_broker(self.folder)
        if pid is not None:
            os.kill(pid, signal.SIGHUP)
        stamp.touch()


def _checked(row: tuple[str, str]) -> tuple[str, str]:
    """A name with a colon or line end would write another device's line; with a wildcard it would widen the rules."""
    if not topics.DEVICE_ID.fullmatch(row[0]):
        raise ValueError(f"not a device id: {row[0]!r}")
    return row


def running_broker(folder: Path) -> int | None:
    """The process id of the Mosquitto that serves this folder; None if there is none.

    A pid file outlives a killed broker, and its number may belong to another program by then: hence the look at its
    name.
    """
    try:
        pid = int((folder / PID_FILE).read_text())
        name = Path(f"/proc/{pid}/comm").read_text().strip()
    except (FileNotFoundError, ProcessLookupError, ValueError):
        return None
    return pid if name == "mosquitto" else None
