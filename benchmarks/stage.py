"""What all benchmarks stand on: the product with its real processes, and the floor beside it under the same kind of server."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from benchmarks.exchange import Asker
from benchmarks.measure import Http
from tests.support.broker import free_port_pair
from tests.support.system import LiveSystem, Process


@dataclass(frozen=True)
class Stage:
    """The product (`system`), the floor's address, and the MQTT exchange without any server in front of it."""

    system: LiveSystem
    floor: str
    asker: Asker

    def sign_in(self, person: UUID) -> Http:
        """Return a kept-alive connection that acts for a person."""
        phone = self.system.estate.phones[person].removeprefix("+86")
        body = {"phone": phone, "password": self.system.estate.password}
        answer = Http(self.system.url).call("POST", "/api/v1/auth/login", body)
        return Http(self.system.url, {"Authorization": f"Bearer {answer['access_token']}"})


@contextmanager
def raised(folder: Path) -> Iterator[Stage]:
    """Start everything, and stop it at the end."""
    with LiveSystem(folder) as system:
        port = free_port_pair()
        os.environ["BARE_MQTT_URL"] = system.broker.url
        environ = system.environ | {
            "BARE_DATABASE_URL": f"sqlite:///{folder / 'bare.db'}",
            "BARE_EXCHANGE": str(folder / "exchange.db"),
            "BARE_MQTT_URL": system.broker.url,
        }
        answerer = subprocess.Popen([sys.executable, "-m", "benchmarks.exchange"], env=environ, stdout=subprocess.PIPE, text=True)
        uvicorn = ["uvicorn", "--factory", "benchmarks.bare:make_asgi", "--port", str(port), "--no-access-log"]
        floor = Process("bare", [sys.executable, "-m", *uvicorn], environ, folder / "bare.log")
        try:
            assert answerer.stdout is not None
            answerer.stdout.readline()
            asker = Asker(folder / "direct.db")
            floor.start()
            stage = Stage(system, f"http://127.0.0.1:{port}", asker)
            wait_for(lambda: Http(stage.floor).call("GET", "/health/ready"))
            yield stage
            asker.close()
        finally:
            floor.stop()
            answerer.terminate()
            answerer.wait(10)


def wait_for(true: Callable[[], object], patience: float = 60.0) -> None:
    """Return when something has become true; errors of the network count as not yet."""
    deadline = time.monotonic() + patience
    while True:
        try:
            if true():
                return
        except OSError:
            pass
        if time.monotonic() > deadline:
            raise AssertionError("this did not become true in time")
        time.sleep(0.1)
