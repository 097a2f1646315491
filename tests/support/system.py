"""The platform as it really runs, for end-to-end and fault tests: broker, web and worker processes on free ports.

The web processes share one listening socket that this process holds, so a killed one refuses nobody.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import httpx

from community.app import create_app
from community.core.db import db
from tests.support.broker import BrokerUnderTest
from tests.support.estate import Estate, build_estate
from tests.support.processes import tethered

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30.0


@dataclass
class Process:
    """One process of the platform, which can be killed and started again."""

    name: str
    command: list[str]
    environ: dict[str, str]
    log: Path
    pass_fds: tuple[int, ...] = ()
    popen: subprocess.Popen[bytes] | None = None

    def start(self, **extra: str) -> None:
        """Start it; `extra` are further environment variables, such as CRASH_AT."""
        with self.log.open("ab") as log:
            self.popen = tethered(
                self.command,
                env=self.environ | extra,
                stdout=log,
                stderr=log,
                pass_fds=self.pass_fds,
                cwd=ROOT,
                start_new_session=True,
            )

    @property
    def running(self) -> bool:
        return self.popen is not None and self.popen.poll() is None

    def kill(self) -> None:
        """End it as a power cut would."""
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end and wait until it has."""
        self._signal(signal.SIGTERM)

    def _signal(self, number: signal.Signals) -> None:
        if self.popen is None:
            return
        if self.popen.poll() is None:
            self.popen.send_signal(number)
        try:
            self.popen.wait(15)
        except subprocess.TimeoutExpired:
            self.popen.kill()
            self.popen.wait(5)


@dataclass
class LiveSystem:
    """A running platform. `estate` holds the ids of its people and places, `url` its address."""

    folder: Path
    database_url: str = ""
    webs: int = 1
    workers: int = 1
    broker_kind: type[BrokerUnderTest] = BrokerUnderTest
    environ: dict[str, str] = field(default_factory=dict)

    def __enter__(self) -> Self:
        self.broker = self.broker_kind(self.folder / "data")
        self.broker.start()
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=512)
        self._socket.set_inheritable(True)
        # Accepted connections inherit it. The server sets it by itself only on a socket whose family it knows, and `--fd`
        # hides that; without it an answer's body waits some 40 ms for the acknowledgement of its head.
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.environ = {**os.environ, **self._settings(), **self.environ}
        self.estate = self._prepare()
        self.processes = [*self._web_processes(), *self._worker_processes()]
        for process in self.processes:
            process.start()
        self.wait_ready()
        return self

    def __exit__(self, *_: object) -> None:
        for process in reversed(self.processes):
            process.stop()
        self._socket.close()
        self.broker.stop()

    def of(self, kind: str) -> list[Process]:
        """Return all processes of a kind: "web" or "worker"."""
        return [process for process in self.processes if process.name.startswith(kind)]

    def revive(self, **extra: str) -> list[Process]:
        """Start again whatever has died, as the launcher would; returns what was started."""
        dead = [process for process in self.processes if not process.running]
        for process in dead:
            process.start(**extra)
        return dead

    def wait_ready(self) -> None:
        """Return when the platform answers that database and broker are there."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                if httpx.get(f"{self.url}/health/ready", timeout=2).status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.05)
        raise AssertionError(f"the platform is not ready; see the logs in {self.folder}:\n{self.log_tails()}")

    def log_tails(self) -> str:
        """Return the end of every log, for a failing test's message."""
        return "\n".join(f"--- {log.name}\n{log.read_text()[-1500:]}" for log in sorted(self.folder.glob("*.log")))

    def _settings(self) -> dict[str, str]:
        settings = self.broker.settings
        return {
            "LINLI_ENV": "test",
            "LINLI_DATA": str(settings.data),
            "LINLI_MQTT_PORT": str(settings.mqtt_port),
            "LINLI_MQTT_URL": self.broker.url,
            "LINLI_MQTT_DEVICE_URL": f"mqtt://127.0.0.1:{self.broker.device_port}",
            "LINLI_BROKER_DIR": str(self.broker.own.folder),
            "LINLI_DATABASE_URL": self.database_url,
            "LINLI_BASE_URL": self.url,
            "LINLI_TICKETS_PER_HOUR": "1000000",  # a test's or a benchmark's few people report for a whole town
            "LINLI_SIMULATOR": "off",
            "LINLI_SMS": "null",
            "LINLI_LOG_LEVEL": "info",
        }

    def _prepare(self) -> Estate:
        app = create_app(self.broker.settings.from_env(self.environ), "prepare")
        with app.app_context():
            estate = build_estate()
            db.engine.dispose()
        return estate

    def _web_processes(self) -> Iterator[Process]:
        fd = self._socket.fileno()
        command = [sys.executable, "-m", "uvicorn", "--factory", "community.asgi:make_app", "--fd", str(fd), "--no-access-log"]
        for number in range(self.webs):
            yield Process(f"web-{number}", command, self.environ, self.folder / f"web-{number}.log", (fd,))

    def _worker_processes(self) -> Iterator[Process]:
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
        for number in range(self.workers):
            yield Process(f"worker-{number}", command, self.environ, self.folder / f"worker-{number}.log")
