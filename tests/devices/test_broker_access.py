"""The list of devices that may sign in: written whole, only on change, signalled at most twice a second."""

import os
import signal
import stat
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from community.core.settings import Settings
from devices.broker import MosquittoAccess, NullAccess, broker_access, hash_secret, mosquitto
from devices.broker.mosquitto import DEVICE_PASSWORDS, running_broker

ROWS = [("panel-00000002", hash_secret("b")), ("panel-00000001", hash_secret("a"))]


@pytest.fixture
def signals(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """When the broker was told to reload."""
    sent: list[float] = []
    monkeypatch.setattr(mosquitto, "running_broker", lambda folder: 4_000_000)
    monkeypatch.setattr(os, "kill", lambda pid, number: sent.append(time.monotonic()))
    return sent


def test_the_file_holds_every_row_and_is_for_its_owner_only(tmp_path: Path, signals: list[float]) -> None:
    assert MosquittoAccess(tmp_path).apply(ROWS)
    file = tmp_path / DEVICE_PASSWORDS
    assert file.read_text() == "".join(f"{name}:{hashed}\n" for name, hashed in sorted(ROWS))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(signals) == 1


def test_the_same_rows_in_another_order_change_nothing(tmp_path: Path, signals: list[float]) -> None:
    access = MosquittoAccess(tmp_path)
    access.apply(ROWS)
    assert not access.apply(reversed(ROWS))
    assert len(signals) == 1


def test_a_missing_row_is_a_change(tmp_path: Path, signals: list[float]) -> None:
    access = MosquittoAccess(tmp_path)
    access.apply(ROWS)
    assert access.apply(ROWS[:1])
    assert "panel-00000001" not in (tmp_path / DEVICE_PASSWORDS).read_text()


def test_two_reloads_are_half_a_second_apart(tmp_path: Path, signals: list[float]) -> None:
    MosquittoAccess(tmp_path).apply(ROWS)
    MosquittoAccess(tmp_path).apply([])
    assert signals[1] - signals[0] >= 0.49


def test_rows_are_read_under_the_lock_so_the_newest_win(tmp_path: Path, signals: list[float]) -> None:
    """The second call starts while the first still reads; it must see, and write, what came after."""
    reading, newer = threading.Event(), threading.Event()
    table = [ROWS[0]]

    def slowly() -> Iterator[tuple[str, str]]:
        rows = list(table)
        reading.set()
        assert newer.wait(5)
        yield from rows

    first = threading.Thread(target=MosquittoAccess(tmp_path).apply, args=(slowly(),))
    second = threading.Thread(target=MosquittoAccess(tmp_path).apply, args=((row for row in table),))
    first.start()
    assert reading.wait(5)
    table.append(ROWS[1])
    second.start()
    newer.set()
    first.join(5)
    second.join(5)
    assert len((tmp_path / DEVICE_PASSWORDS).read_text().splitlines()) == 2


@pytest.mark.parametrize("name", ["panel", "panel:00000001", "panel-0000\n0001", "../panel-0001", "#", "PANEL-00000001"])
def test_a_name_that_is_no_device_id_is_refused_and_nothing_written(tmp_path: Path, signals: list[float], name: str) -> None:
    with pytest.raises(ValueError, match="not a device id"):
        MosquittoAccess(tmp_path).apply([(name, hash_secret("a"))])
    assert not (tmp_path / DEVICE_PASSWORDS).exists()
    assert signals == []


def test_a_pid_file_left_by_a_dead_broker_signals_nobody(tmp_path: Path) -> None:
    """The number may belong to another program by now: here, to this test."""
    received: list[int] = []
    before = signal.signal(signal.SIGHUP, lambda number, frame: received.append(number))
    try:
        (tmp_path / "mosquitto.pid").write_text(f"{os.getpid()}\n")
        assert running_broker(tmp_path) is None
        assert MosquittoAccess(tmp_path).apply(ROWS)
    finally:
        signal.signal(signal.SIGHUP, before)
    assert received == []


def test_the_broker_is_chosen_by_the_settings(tmp_path: Path) -> None:
    own = broker_access(Settings(data=tmp_path))
    assert isinstance(own, MosquittoAccess)
    assert own.folder == tmp_path / "broker"
    assert isinstance(broker_access(Settings(data=tmp_path, mqtt_url="mqtt://elsewhere")), NullAccess)
    shared = broker_access(Settings(data=tmp_path, mqtt_url="mqtt://elsewhere", broker_dir="/srv/broker"))
    assert isinstance(shared, MosquittoAccess)
    assert shared.folder == Path("/srv/broker")
