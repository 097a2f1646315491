"""The simulator process: enrolment from `panels.json`, files that only their owner reads, and control over HTTP."""

import json
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from devices.simulator.control import create_control
from devices.simulator.door import Habits
from devices.simulator.fleet import Fleet, read_seeds
from devices.simulator.hub import Hub
from devices.simulator.identity import EnrolmentError, Identity, Seed, enrol
from tests.support.broker import free_port_pair, running_broker
from tests.support.scripted_platform import ScriptedPlatform, enrolment_desk, identity_of

SEED = {"code": "C0DE-0001", "serial": "SN-0001", "name": "1 单元门口机", "label": "3 栋 1 单元", "model": "LL-Panel"}
GRANT = {
    "device": "panel-00000001",
    "secret": "s3cret",
    "mqtt": ["mqtt://127.0.0.1:1"],
    "keys": [{"kid": "k1", "ed25519": "O2onvM62pC1io6jQKm8Nc2UyFXcd4kOmOsBIoYtZ2ik="}],
    "time": "2026-11-22T08:00:00Z",
    "doors": [1],
}


def write_seeds(folder: Path, *seeds: dict[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / "draft"
    draft.write_text(json.dumps(seeds))
    draft.replace(folder / "panels.json")


def eventually(found: Any, timeout: float = 15.0) -> Any:
    """Polls what cannot be awaited: a file, another process."""
    deadline = time.monotonic() + timeout
    while not (result := found()):
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(0.02)
    return result


def test_enrolment_gives_credentials_that_only_their_owner_may_read(tmp_path):
    with enrolment_desk(lambda body: (200, GRANT)) as (url, asked):
        identity = enrol(url, Seed.of(SEED))
    assert asked.get() == {"code": "C0DE-0001", "model": "LL-Panel", "serial": "SN-0001"}
    identity.save(tmp_path / "SN-0001.json")
    assert stat.S_IMODE((tmp_path / "SN-0001.json").stat().st_mode) == 0o600
    assert Identity.load(tmp_path / "SN-0001.json") == identity
    assert "s3cret" not in repr(identity)


@pytest.mark.parametrize(("status", "again"), [(410, False), (422, False), (429, True), (503, True)])
def test_a_refused_code_is_given_up_and_a_busy_platform_is_asked_again(status, again):
    with enrolment_desk(lambda body: (status, {})) as (url, _), pytest.raises(EnrolmentError) as caught:
        enrol(url, Seed.of(SEED))
    assert (caught.value.retry_after is not None) is again


def test_a_platform_that_is_not_up_yet_is_asked_again():
    with pytest.raises(EnrolmentError) as caught:
        enrol("http://127.0.0.1:1", Seed.of(SEED))
    assert caught.value.retry_after == 1.0


@pytest.mark.parametrize("text", ["", "{", "[7]", '[{"serial": "x"}]', '{"code": "x"}', "null"])
def test_an_unreadable_list_of_panels_is_empty(tmp_path, text):
    (tmp_path / "panels.json").write_text(text)
    assert read_seeds(tmp_path / "panels.json") == []


@pytest.mark.parametrize("serial", ["../SN-1", "a/b", "", ".hidden", "x" * 65])
def test_a_serial_that_is_no_file_name_is_left_out(tmp_path, serial):
    write_seeds(tmp_path, SEED | {"serial": serial}, SEED)
    assert [seed.serial for seed in read_seeds(tmp_path / "panels.json")] == ["SN-0001"]


def test_a_panel_is_enrolled_once_and_runs_again_from_its_file(tmp_path):
    write_seeds(tmp_path, SEED)
    with enrolment_desk(lambda body: (200, GRANT)) as (url, asked):
        with Fleet(tmp_path, url) as fleet:
            eventually(lambda: fleet.find("panel-00000001"))
        with Fleet(tmp_path, url) as fleet:
            assert fleet.find("panel-00000001")
        assert asked.qsize() == 1


def test_a_new_code_enrols_the_panel_anew(tmp_path):
    write_seeds(tmp_path, SEED)
    grants = iter([GRANT, GRANT | {"device": "panel-00000002"}])
    with enrolment_desk(lambda body: (200, next(grants))) as (url, _), Fleet(tmp_path, url) as fleet:
        eventually(lambda: fleet.find("panel-00000001"))
        write_seeds(tmp_path, SEED | {"code": "C0DE-0002"})
        eventually(lambda: fleet.find("panel-00000002"))
        assert [view["id"] for view in fleet.views()] == ["panel-00000002"]


def test_enrolment_is_tried_again_until_the_platform_answers(tmp_path):
    write_seeds(tmp_path, SEED)
    answers = iter([(503, {}), (200, GRANT)])
    with enrolment_desk(lambda body: next(answers)) as (url, _), Fleet(tmp_path, url) as fleet:
        eventually(lambda: fleet.find("panel-00000001"))


@contextmanager
def served(app: Any) -> Iterator[str]:
    """An ASGI application on a free port."""
    server = uvicorn.Server(uvicorn.Config(app, "127.0.0.1", 0, log_config=None))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        eventually(lambda: server.started)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture
def control(tmp_path) -> Iterator[httpx.Client]:
    """The control server with one panel that has no broker to connect to."""
    (tmp_path / "identities").mkdir()
    seed = Seed.of(SEED)
    keys = {each["kid"]: each["ed25519"] for each in GRANT["keys"]}
    Identity(GRANT["device"], "s3cret", ("mqtt://127.0.0.1:1",), keys, seed).save(tmp_path / "identities/SN-0001.json")
    hub = Hub()
    fleet = Fleet(tmp_path, "http://127.0.0.1:1", habits=Habits(enter=None), on_change=hub.publish)
    with served(create_control(fleet, hub)) as url, httpx.Client(base_url=url) as client:
        yield client


def test_panels_are_listed_with_what_their_plate_says(control):
    (panel,) = control.get("/api/panels").json()["items"]
    assert (panel["id"], panel["name"], panel["label"]) == ("panel-00000001", "1 单元门口机", "3 栋 1 单元")
    assert (panel["online"], panel["door"]["lock"], panel["call"]["state"]) == (False, "locked", "idle")
    assert "s3cret" not in json.dumps(panel)


def test_the_exit_button_and_a_walk_move_the_door(control):
    def act(action: str, **body: Any) -> dict[str, Any]:
        return control.post(f"/api/panels/panel-00000001/{action}", json=body).json()

    assert act("walk")["moved"] is False
    assert act("exit-button")["door"]["lock"] == "unlocked"
    assert act("walk", seconds=5)["door"]["phys"] == "open"


def test_faults_are_set_one_by_one(control):
    control.post("/api/panels/panel-00000001/faults", json={"jam": True})
    panel = control.post("/api/panels/panel-00000001/faults", json={"slow": 2}).json()
    assert (panel["faults"]["jam"], panel["faults"]["slow"]) == (True, 2.0)


def test_a_visitor_at_an_unconnected_panel_is_told(control):
    panel = control.post("/api/panels/panel-00000001/dial", json={"home": "1203"}).json()
    assert panel["call"] == {"state": "over", "home": "1203", "label": "", "by": "", "result": "offline"}


@pytest.mark.parametrize(
    ("path", "request_", "status"),
    [
        ("panel-00000009/dial", {"json": {"home": "1203"}}, 404),
        ("panel-00000001/explode", {"json": {}}, 404),
        ("panel-00000001/dial", {"json": {}}, 422),
        ("panel-00000001/dial", {"json": {"home": "12 03"}}, 422),
        ("panel-00000001/dial", {"json": {"home": "1" * 17}}, 422),
        ("panel-00000001/dial", {"json": ["1203"]}, 422),
        ("panel-00000001/dial", {"content": b"{", "headers": {"content-type": "application/json"}}, 422),
        ("panel-00000001/walk", {"json": {"seconds": -1}}, 422),
        ("panel-00000001/faults", {"json": {"meltdown": True}}, 422),
        ("panel-00000001/faults", {"json": {"jam": "very"}}, 422),
        ("panel-00000001/exit-button", {"data": {"a": "form"}}, 415),
        ("panel-00000001/exit-button", {}, 415),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_code(control, path, request_, status):
    answer = control.post(f"/api/panels/{path}", **request_)
    assert answer.status_code == status
    assert answer.json()["code"]


@pytest.mark.broker
def test_the_process_enrols_streams_and_stops_in_good_order(tmp_path):
    with running_broker(tmp_path / "broker") as broker, ScriptedPlatform(broker) as platform:
        identity = identity_of("panel-00000001", broker)
        keys = [{"kid": kid, "ed25519": text} for kid, text in identity.keys.items()]
        grant = GRANT | {"secret": identity.secret, "mqtt": list(identity.mqtt), "keys": keys}
        with enrolment_desk(lambda body: (200, grant)) as (url, _), process(tmp_path, url) as (running, control):
            with httpx.stream("GET", f"{control}/api/stream", timeout=30) as stream:
                views = views_of(stream)
                online = next(view for view in views if view["online"])
                assert online["id"] == "panel-00000001"
                threading.Timer(0.1, running.send_signal, (signal.SIGTERM,)).start()
                assert all(view["id"] == "panel-00000001" for view in views), "the stream ends, as it should"
            assert running.wait(20) in (0, -signal.SIGTERM)
        states = [status.state for address, status, _ in platform.heard if address.channel.path == "up/status"]
        assert states[-1] == "disconnected"


def views_of(stream: httpx.Response) -> Iterator[dict[str, Any]]:
    for line in stream.iter_lines():
        if line.startswith("data: "):
            yield json.loads(line.removeprefix("data: "))


@contextmanager
def process(data: Path, url: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """`python -m devices.simulator` on free ports, enrolling at `url`; yields the process and its control address."""
    write_seeds(data / "simulator", SEED)
    port = str(free_port_pair())
    environ = {name: value for name, value in os.environ.items() if not name.startswith("LINLI_")}
    environ |= {"LINLI_DATA": str(data), "LINLI_PORT": url.rpartition(":")[2], "LINLI_SIMULATOR_PORT": port}
    with subprocess.Popen([sys.executable, "-m", "devices.simulator"], env=environ) as running:
        try:
            eventually(lambda: _answers(f"http://127.0.0.1:{port}"), 30)
            yield running, f"http://127.0.0.1:{port}"
        finally:
            running.kill()


def _answers(control: str) -> bool:
    try:
        return httpx.get(f"{control}/api/panels").is_success
    except httpx.TransportError:
        return False
