"""Who may sign in to the broker: one small interface over the brokers that the project knows."""

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from community.core.settings import Settings
from devices.broker.mosquitto import MosquittoAccess


class BrokerAccess(Protocol):
    """Keeps a broker's list of devices equal to ours."""

    def apply(self, rows: Iterable[tuple[str, str]]) -> bool:
        """Let exactly these (device id, hashed secret) sign in and cut off others; True if that changed anything."""


class NullAccess:
    """For a broker that asks the platform itself at each sign-in, or that somebody else administers."""

    def apply(self, rows: Iterable[tuple[str, str]]) -> bool:
        return False


def broker_access(settings: Settings) -> BrokerAccess:
    """Mosquitto's files where there are any: the own broker's, or those in LINLI_BROKER_DIR; otherwise nothing."""
    if settings.broker_dir:
        return MosquittoAccess(Path(settings.broker_dir))
    if settings.mqtt_url:
        return NullAccess()
    return MosquittoAccess(settings.data / "broker")
