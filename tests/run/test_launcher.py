"""The launcher as a person starts it: real processes, the real broker, its own ports and folder."""

import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.broker import free_port_pair
from tests.support.processes import is_running, wait_until

pytestmark = pytest.mark.broker
START = 120.0  # seconds; the cores are shared with other tests


class Launched:
    """A launcher with everything it has said so far."""

    def __init__(self, data: Path, **settings: str) -> None:
        self.port = free_port_pair()
        self.mqtt_port = free_port_pair()
        own = {name: value for name, value in os.environ.items() if not name.startswith(("LINLI_", "MAKELEVEL"))}
        fixed = {"LINLI_PORT": str(self.port), "LINLI_MQTT_PORT": str(self.mqtt_port), "LINLI_DATA": str(data)}
        self.environment = own | fixed | {"LINLI_SIMULATOR": "off"} | settings
        self.process = subprocess.Popen(
            [sys.executable, "-m", "community.run"], env=self.environment, stderr=subprocess.PIPE, text=True
        )
        self.said = ""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def until_running(self) -> None:
        """Wait for the box with the addresses."""
        wait_until(lambda: "╰" in self.said or self.process.poll() is not None, START)
        assert "╰" in self.said, self.said

    def children(self) -> list[int]:
        """The process ids of the direct children."""
        return [int(pid) for pid in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()]

    def child(self, word: str) -> int:
        """The child whose command line contains the word."""
        return next(pid for pid in self.children() if word in Path(f"/proc/{pid}/cmdline").read_text())

    def ready(self) -> bool:
        """Whether the web process says that it, its database and its broker link are up."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/ready", timeout=20) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def complaint(self) -> str:
        """All that a launcher said that has ended."""
        self._reader.join(5)
        return self.said

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Send the signal and return the exit status."""
        self.process.send_signal(how)
        status = self.process.wait(12)
        self._reader.join(5)
        return status

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.said += line


@contextmanager
def launched(data: Path, **settings: str) -> Iterator[Launched]:
    """Start a launcher; what is left of it is killed with the block."""
    launcher = Launched(data, **settings)
    try:
        yield launcher
    finally:
        if launcher.process.poll() is None:
            launcher.end(signal.SIGKILL)
        assert launcher.process.stderr is not None
        launcher.process.stderr.close()


def test_a_community_starts_survives_kills_and_stops_without_a_trace(tmp_path: Path) -> None:
    with launched(tmp_path, LINLI_WEB_PROCESSES="2") as running:
        running.until_running()
        assert f"http://localhost:{running.port}/" in running.said
        assert running.ready()
        everyone = set(running.children())
        assert len(everyone) == 4  # broker, worker, two web processes

        for word in ("mosquitto", "worker", "community.run.web"):
            os.kill(running.child(word), signal.SIGKILL)
            wait_until(lambda: len(running.children()) == 4 and running.ready(), START)
        everyone |= set(running.children())

        second = subprocess.run(
            [sys.executable, "-m", "community.run"], env=running.environment, capture_output=True, text=True, check=False
        )
        assert second.returncode == 1
        assert len(second.stderr.splitlines()) == 1
        assert str(tmp_path) in second.stderr

        everyone |= set(running.children())
        assert running.end() == 0
    assert [pid for pid in everyone if is_running(pid)] == []


def test_a_killed_launcher_leaves_nothing_and_the_next_keeps_the_data(tmp_path: Path) -> None:
    with launched(tmp_path) as first:
        first.until_running()
        children = first.children()
        first.end(signal.SIGKILL)
        wait_until(lambda: not any(is_running(pid) for pid in children))
    secret = (tmp_path / "secrets/broker_platform").read_text()
    with launched(tmp_path) as second:
        second.until_running()
        assert second.end(signal.SIGINT) == 0
    assert (tmp_path / "secrets/broker_platform").read_text() == secret


def test_told_to_stop_in_the_middle_of_the_start_it_stops(tmp_path: Path) -> None:
    with launched(tmp_path) as starting:
        wait_until(lambda: starting.children() != [], START)
        children = starting.children()
        assert starting.end() == 0
    assert [pid for pid in children if is_running(pid)] == []


def test_a_busy_mqtt_port_is_said_in_one_line_and_nothing_is_started(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        with launched(tmp_path, LINLI_MQTT_PORT=port) as refused:
            assert refused.process.wait(START) == 1
            assert refused.complaint().count("\n") == 1
            assert "LINLI_MQTT_PORT" in refused.said
            assert port in refused.said


def test_a_data_folder_that_cannot_be_written_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for folder in (tmp_path / "file", tmp_path / "file/below", Path("/proc/linli/data")):
        with launched(folder) as refused:
            assert refused.process.wait(START) == 1
            assert refused.complaint().startswith(f"✗ 数据文件夹 {folder} 无法写入")
            assert refused.said.count("\n") == 1
            assert "LINLI_DATA" in refused.said


@pytest.mark.parametrize(
    ("url", "zh", "en"),
    [
        ("postgresql+psycopg://linli:a-secret@127.0.0.1:1/linli", "无法连接数据库", "takes no connection"),
        ("sqlite:////proc/linli.db", "无法连接数据库", "takes no connection"),
        ("postgres://linli:a-secret@127.0.0.1/linli", "LINLI_DATABASE_URL 无法使用", "LINLI_DATABASE_URL cannot be used"),
        ("linli", "LINLI_DATABASE_URL 无法使用", "LINLI_DATABASE_URL cannot be used"),
    ],
)
def test_a_database_out_of_reach_is_said_in_one_line_without_its_password(tmp_path: Path, url: str, zh: str, en: str) -> None:
    for language, sentence in (("zh", zh), ("en", en)):
        with launched(tmp_path, LINLI_DATABASE_URL=url, LINLI_LANG=language) as refused:
            assert refused.process.wait(START) == 1
            assert sentence in refused.complaint()
            assert refused.said.count("\n") == 1
            assert "LINLI_DATABASE_URL" in refused.said
            assert "a-secret" not in refused.said


@pytest.mark.parametrize(("name", "value"), [("LINLI_PORT", "70000"), ("LINLI_WORKERS", "many"), ("LINLI_NO_SUCH", "1")])
def test_a_wrong_setting_is_said_in_one_line(tmp_path: Path, name: str, value: str) -> None:
    with launched(tmp_path, **{name: value}) as wrong:
        assert wrong.process.wait(START) == 1
        assert wrong.complaint().count("\n") == 1
        assert name in wrong.said
