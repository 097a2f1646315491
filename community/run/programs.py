"""What a running community consists of. Slices stand here as strings, because the launcher is below them all."""

import asyncio
import importlib
import importlib.util
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from prometheus_client.multiprocess import mark_process_dead

from community.core.settings import Settings
from community.run import health
from community.run.child import Program, python
from community.run.text import LaunchError

_BROKER = "devices.broker"
_DEMO = "community.demo"
_ROOT = Path(__file__).resolve().parents[2]


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

    def database(self) -> list[tuple[str, Sequence[str]]]:
        """The steps, each by name, that bring the database up to date and put the demo estate into an empty one."""
        flask = ["-m", "flask", "--app", "wsgi"]
        migrate = ["db", "upgrade"] if (_ROOT / "migrations").is_dir() else ["create-tables"]
        steps = [("migrate", python(*flask, *migrate)())]
        if importlib.util.find_spec(_DEMO):
            steps.append(("demo", python(*flask, "demo")()))
        return steps

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

    def sign_ins(self) -> Sequence[Sequence[str]]:
        """The demo people, one per role: role, name, phone, password. None in production."""
        if self._settings.env == "production" or not importlib.util.find_spec(_DEMO):
            return ()
        sign_ins: Sequence[Sequence[str]] = importlib.import_module(_DEMO).SIGN_INS
        return sign_ins

    def environment(self) -> dict[str, str]:
        """What every child gets besides our own environment."""
        return dict(self._env)

    def _forget(self, pid: int) -> None:
        mark_process_dead(pid, str(self._metrics))  # type: ignore[no-untyped-call]
