"""Web and stream folded into one process, as `make run` starts it: a real process, a real broker, real sockets."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from flask import Flask

from community.app import create_app
from community.core import feed
from community.core.auth import Actor
from community.core.db import db
from community.core.kernel import Kernel
from community.core.settings import Settings
from community.core.uow import unit_of_work
from tests.support.broker import BrokerUnderTest, running_broker
from tests.support.estate import Estate, build_estate
from tests.support.processes import tethered
from tests.support.streams import eventually, open_stream

pytestmark = pytest.mark.broker
ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Folded:
    """A running process and what a test needs to talk to it."""

    url: str
    app: Flask
    estate: Estate
    process: "subprocess.Popen[bytes]"
    broker: BrokerUnderTest

    def token(self) -> str:
        body = {"phone": self.estate.phones[self.estate.resident], "password": self.estate.password}
        answer = httpx.post(f"{self.url}/api/v1/auth/login", json=body, timeout=20)
        assert answer.status_code == 200, answer.text
        found: str = answer.json()["access_token"]
        return found

    def post(self, data: dict[str, Any]) -> None:
        """Put something into the resident's feed, as a worker process would."""
        with self.app.app_context(), unit_of_work(Actor.system("test")) as uow:
            feed.post(uow, [self.estate.resident], "note.pinned", data)


@pytest.fixture(scope="module")
def folded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Folded]:
    folder = tmp_path_factory.mktemp("folded")
    with running_broker(folder / "data") as broker, socket.create_server(("127.0.0.1", 0)) as listener:
        environ = {"LINLI_ENV": "test", "LINLI_DATA": str(broker.settings.data), "LINLI_MQTT_PORT": str(broker.settings.mqtt_port)}
        app = create_app(Settings.from_env(environ), "test")
        with app.app_context():
            estate = build_estate()
        link = app.extensions["linli"].link
        link.start()
        command = [sys.executable, "-m", "community.run.web", str(listener.fileno())]
        variables = os.environ | environ | {"LINLI_SIMULATOR": "off", "LINLI_SMS": "null"}
        with (folder / "log").open("wb") as log:
            process = tethered(command, cwd=ROOT, env=variables, stderr=log, pass_fds=(listener.fileno(),))
        try:
            running = Folded(f"http://127.0.0.1:{listener.getsockname()[1]}", app, estate, process, broker)
            ready = eventually(lambda: _ready(running.url), 60)
            assert ready, (folder / "log").read_text()
            yield running
        finally:
            process.kill()
            process.wait(10)
            link.stop()
            with app.app_context():
                db.engine.dispose()


def _ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health/ready", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


def test_the_api_answers_through_it(folded: Folded) -> None:
    headers = {"Authorization": f"Bearer {folded.token()}"}
    assert httpx.get(f"{folded.url}/api/v1/me", headers=headers).json()["name"] == "王芳"
    answer = httpx.get(f"{folded.url}/api/v1/nowhere")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert httpx.get(f"{folded.url}/api/v1/openapi.json").json()["openapi"] == "3.1.0"


def test_a_stream_and_many_requests_share_the_process(folded: Folded) -> None:
    token = folded.token()
    with open_stream(folded.url, token) as opened:
        assert opened.next().kind == "hello"
        began = time.monotonic()
        folded.post({"number": 1})
        assert opened.next().data == {"number": 1}
        assert time.monotonic() - began < 1
        headers = {"Authorization": f"Bearer {token}"}
        assert {httpx.get(f"{folded.url}/api/v1/me", headers=headers).status_code for _ in range(10)} == {200}


@pytest.mark.parametrize("path", ["/", "/api/v1/docs", "/api/v1/openapi.json", "/api/v1/nowhere", "/health/live"])
def test_every_answer_is_dated_once(folded: Folded, path: str) -> None:
    answer = httpx.get(f"{folded.url}{path}")
    assert [name for name, _ in answer.headers.multi_items()].count("date") == 1


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_the_feed_knows_only_how_to_be_read(folded: Folded, method: str) -> None:
    answer = httpx.request(method, f"{folded.url}/api/v1/feed")
    assert answer.status_code in (404, 405)
    assert answer.headers["content-type"] == "application/problem+json"


def test_whoever_claims_an_address_is_not_believed(folded: Folded) -> None:
    assert httpx.get(f"{folded.url}/metrics").status_code == 200
    assert httpx.get(f"{folded.url}/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 404


def test_a_large_body_is_refused_and_the_connection_stays_sane(folded: Folded) -> None:
    with httpx.Client(headers={"Authorization": f"Bearer {folded.token()}"}, timeout=30) as client:
        answer = client.post(
            f"{folded.url}/api/v1/memberships", content=b"x" * (18 * 2**20), headers={"Content-Type": "application/json"}
        )
        assert (answer.status_code, answer.json()["code"]) == (413, "request.too_large")
        assert client.get(f"{folded.url}/health/live").status_code == 200


def test_a_break_of_the_broker_makes_it_not_ready_and_the_feed_goes_on(folded: Folded) -> None:
    token = folded.token()
    with open_stream(folded.url, token) as opened:
        assert opened.next().kind == "hello"
        folded.broker.stop(signal.SIGKILL)
        assert eventually(lambda: httpx.get(f"{folded.url}/health/ready").status_code == 503)
        assert httpx.get(f"{folded.url}/api/v1/me", headers={"Authorization": f"Bearer {token}"}).status_code == 200
        folded.post({"number": 2})
        folded.broker.start()
        assert opened.next().data == {"number": 2}
        assert eventually(lambda: _ready(folded.url))


def test_it_stops_quickly_with_streams_open(folded: Folded) -> None:
    """The last test of this file: it ends the process."""
    core: Kernel = folded.app.extensions["linli"]
    assert core.link.wait_connected(10)
    token = folded.token()
    with open_stream(folded.url, token) as one, open_stream(folded.url, token) as two:
        assert [opened.next().kind for opened in (one, two)] == ["hello", "hello"]
        began = time.monotonic()
        folded.process.send_signal(signal.SIGTERM)
        assert folded.process.wait(15) is not None
        assert time.monotonic() - began < 8
