"""What a running community consists of. Slices stand here as strings, because the launcher is below them all."""

import asyncio
import importlib
import signal
from typing import Protocol

from prometheus_client.multiprocess import mark_process_dead

from community.core.settings import Settings
from community.run import health
from community.run.child import Program, python
from community.run.text import LaunchError

_BROKER = "devices.broker"


class Broker(Protocol):
    """The own broker: see `devices.broker.PrivateBroker`."""

    def prepare(self) -> list[str]: ...

    def answers(self) -> bool: ...


class Programs:
    """Makes the programs of one launcher; every process gets the same settings and the same metrics folder."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._metrics = settings.data / "metrics"
        self._env = {
            "LINLI_DATA": str(settings.data),
            "LINLI_LOG_FORMAT": "json",  # so that the launcher can tell what a person should see
            "PROMETHEUS_MULTIPROC_DIR": str(self._metrics),
            "PYTHONUNBUFFERED": "1",
        }

    def forget_metrics(self) -> None:
        """Remove what processes of an earlier run counted; must come before the first start."""
        self._metrics.mkdir(parents=True, exist_ok=True)
        for file in self._metrics.glob("*.db"):
            file.unlink()

    def broker(self) -> Program | None:
        """The own broker; None if the settings name another."""
        if self._settings.mqtt_url:
            return None
        broker: Broker = importlib.import_module(_BROKER).PrivateBroker(self._settings)
        try:
            broker.prepare()
        except FileNotFoundError:
            raise LaunchError("缺少 mosquitto，请先安装：apt-get install mosquitto", "Please install mosquitto first.") from None

        async def answers() -> bool:
            return await asyncio.to_thread(broker.answers)

        return Program(name="broker", command=broker.prepare, probe=answers, patience=2, orphan_signal=signal.SIGTERM)

    def database(self) -> Program:
        """What brings the database up to date and puts the demo estate into an empty one; runs to its end."""
        return Program(name="database", command=python("-m", "community.run.database"), env=self._env)

    def web(self, number: int, listener: int) -> Program:
        """A web process on the shared listening socket."""
        return Program(
            name=f"web-{number}",
            command=python("-m", "community.run.web", str(listener)),
            env=self._env,
            sockets=(listener,),
            probe=health.probe(self._settings.bind, self._settings.port),
            on_exit=self._forget,
        )

    def worker(self, number: int) -> Program:
        """A worker process."""
        command = python("-m", "flask", "--app", "wsgi", "worker")
        started = "worker_started" if self._settings.log_level in ("debug", "info") else ""
        return Program(
            name=f"worker-{number}",
            command=command,
            env=self._env,
            ready_event=started,
            patience=3,
            on_exit=self._forget,
        )

    def simulator(self) -> Program:
        """The simulated panels."""
        command = python("-m", "devices.simulator")
        return Program(name="simulator", command=command, env=self._env, on_exit=self._forget)

    def _forget(self, pid: int) -> None:
        mark_process_dead(pid, str(self._metrics))  # type: ignore[no-untyped-call]  # the package has no types
