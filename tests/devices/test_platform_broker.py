"""The platform and simulated panels over a real Mosquitto."""

import itertools
import signal
import statistics
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from community.core.outbox import OutboxEvent
from community.core.scheduler import Job, run_once
from devices import jobs
from devices.errors import DoorOffline
from devices.models import CommandState, DeviceCommand, DeviceDoor, DeviceEvent, Presence
from devices.services import CommandResult
from devices.simulator.door import Habits
from tests.support.clients import Client
from tests.support.platform import PATIENCE, Platform, running_platform, wait_for

pytestmark = pytest.mark.broker
NAMES = itertools.count(1)


@pytest.fixture(scope="module")
def platform(empty_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    with running_platform(tmp_path_factory.mktemp("platform"), database_url=empty_database) as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / f"panel-{next(NAMES)}"


def test_a_panel_enrols_signs_in_and_is_seen_ready_with_what_it_is(platform: Platform, folder: Path) -> None:
    with platform.panel(folder) as panel:
        row = platform.device(panel.identity.device)
        assert (row.fw, row.doors) == ("sim-1.0", [1])
        assert "unlock" in row.caps
        wait_for(lambda: platform.rows(select(DeviceDoor).where(DeviceDoor.device_id == row.id)))


def test_a_panel_that_leaves_in_order_is_offline_at_once(platform: Platform, folder: Path) -> None:
    with platform.panel(folder) as panel:
        device = panel.identity.device
    platform.wait_presence(device, Presence.OFFLINE, 2)


def test_a_panel_whose_plug_is_pulled_is_offline_by_its_will(platform: Platform, folder: Path) -> None:
    with platform.panel(folder) as panel:
        panel.set_faults(offline=True)
        platform.wait_presence(panel.identity.device, Presence.OFFLINE, 2)
        with pytest.raises(DoorOffline):
            platform.unlock(panel.identity.device)
        panel.set_faults(offline=False)
        platform.wait_presence(panel.identity.device, Presence.READY)
        assert panel.view["pulses"] == 0


def test_an_unlock_opens_the_door_once(platform: Platform, folder: Path) -> None:
    with platform.panel(folder) as panel:
        result = platform.unlock(panel.identity.device)
        assert (result.state, result.code) == (CommandState.DONE, "opened")
        assert panel.view["pulses"] == 1


def test_an_unlock_takes_milliseconds(platform: Platform, folder: Path) -> None:
    with platform.panel(folder) as panel:
        platform.unlock(panel.identity.device)
        durations = []
        for _ in range(20):
            started = time.perf_counter()
            platform.unlock(panel.identity.device)
            durations.append(time.perf_counter() - started)
        assert statistics.median(durations) < 0.1


def test_one_key_pressed_twenty_times_at_once_fires_the_relay_once(platform: Platform, folder: Path) -> None:
    results: list[CommandResult] = []
    together = threading.Barrier(20)
    with platform.panel(folder) as panel:

        def press() -> None:
            together.wait()
            results.append(platform.unlock(panel.identity.device, key=f"press-{panel.identity.device}"))

        threads = [threading.Thread(target=press) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert panel.view["pulses"] == 1
    assert {result.state for result in results} == {CommandState.DONE}
    assert len({result.id for result in results}) == 1


def test_a_reboot_voids_the_session_and_the_next_press_works(platform: Platform, folder: Path) -> None:
    """Whatever the platform believed of the session, no door opens for an old one, and it learns the new one."""
    with platform.panel(folder) as panel:
        device = panel.identity.device
        before = platform.device(device).sess
        panel.reboot()
        wait_for(lambda: platform.device(device).sess != before and platform.device(device).presence is Presence.READY)
        panel.wait_until(lambda view: view["online"] and view["time_known"], PATIENCE)
        assert platform.unlock(device).state is CommandState.DONE


def test_a_frozen_panel_opens_nothing_when_it_thaws(platform: Platform, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is connected and takes the command in, but acts only after the command has expired (R1)."""
    monkeypatch.setattr("devices.commands.dispatching.ANSWER_WITHIN", 0.5)
    with platform.panel(folder) as panel:
        panel.set_faults(frozen=True)
        result = platform.unlock(panel.identity.device, lifetime=timedelta(seconds=1))
        assert result.state is CommandState.UNKNOWN
        time.sleep(1)  # nothing can be awaited here: the point is that the command's second passes
        panel.set_faults(frozen=False)
        assert panel.view["pulses"] == 0
        wait_for(lambda: platform.rows(select(DeviceCommand.state).where(DeviceCommand.id == result.id)) == [CommandState.REJECTED])
        assert panel.view["pulses"] == 0


def test_a_slow_answer_is_told_as_unknown_and_recorded_as_what_it_was(
    platform: Platform, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("devices.commands.dispatching.ANSWER_WITHIN", 0.2)
    with platform.panel(folder) as panel:
        panel.set_faults(slow=0.6)
        result = platform.unlock(panel.identity.device)
        assert result.state is CommandState.UNKNOWN
        wait_for(lambda: platform.rows(select(DeviceCommand.state).where(DeviceCommand.id == result.id)) == [CommandState.DONE])


def test_a_jammed_lock_is_told(platform: Platform, folder: Path) -> None:
    with platform.panel(folder) as panel:
        panel.set_faults(jam=True)
        result = platform.unlock(panel.identity.device)
        assert (result.state, result.code) == (CommandState.FAILED, "jammed")


def test_a_deaf_panel_is_unknown_and_never_opened(platform: Platform, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("devices.commands.dispatching.ANSWER_WITHIN", 0.5)
    with platform.panel(folder) as panel:
        panel.set_faults(deaf=True)
        assert platform.unlock(panel.identity.device).state is CommandState.UNKNOWN
        assert panel.view["pulses"] == 0


def test_events_arrive_and_the_panel_may_forget_them(platform: Platform, folder: Path) -> None:
    with platform.panel(folder, habits=Habits(enter=0.05, pass_through=0.1)) as panel:
        device = panel.identity.device
        platform.unlock(device)
        types = select(DeviceEvent.type).where(DeviceEvent.device_id == device).order_by(DeviceEvent.seq)
        wait_for(lambda: platform.rows(types)[:3] == ["access_granted", "door_opened", "door_closed"])
        panel.wait_until(lambda view: view["backlog"] == 0)


def test_events_whose_acknowledgement_gets_lost_are_stored_once(platform: Platform, folder: Path) -> None:
    with platform.panel(folder) as panel:
        panel.set_faults(drop_acks=True)
        for _ in range(5):
            panel.press_exit_button()
        count = select(func.count()).where(DeviceEvent.device_id == panel.identity.device)
        wait_for(lambda: platform.rows(count)[0] >= 5)
        panel.set_faults(drop_acks=False, offline=True)
        panel.set_faults(offline=False)
        panel.wait_until(lambda view: view["backlog"] == 0, PATIENCE)
        stored = platform.rows(select(DeviceEvent.seq).where(DeviceEvent.device_id == panel.identity.device))
        assert sorted(stored) == list(range(1, len(stored) + 1))


def test_a_ring_is_told_well_within_a_second(platform: Platform, folder: Path) -> None:
    with platform.panel(folder) as panel:
        started = time.monotonic()
        panel.dial("1203")
        ring = select(OutboxEvent).where(OutboxEvent.name == "devices.call_message").order_by(OutboxEvent.id.desc())
        wait_for(lambda: [row for row in platform.rows(ring) if row.payload["device_id"] == panel.identity.device], 1)
        assert time.monotonic() - started < 1


def test_a_retired_panel_is_cut_off(platform: Platform, folder: Path) -> None:
    with platform.panel(folder) as panel:
        answer = Client(platform.web).as_(platform.estate.manager).post(f"devices/{panel.identity.device}/retire")
        assert answer.status_code == 200
        panel.wait_until(lambda view: not view["online"], PATIENCE)
        with pytest.raises(DoorOffline):
            platform.unlock(panel.identity.device)


def test_the_broker_keeps_nothing_of_a_retired_panel(platform: Platform, folder: Path) -> None:
    with platform.panel(folder) as panel:
        device = panel.identity.device
    platform.wait_presence(device, Presence.OFFLINE)
    Client(platform.web).as_(platform.estate.manager).post(f"devices/{device}/retire")

    def kept() -> list[str]:
        with platform.broker.platform() as peer:
            peer.subscribe(f"sc/v1/{device}/up/#")
            peer.subscribe("bus/end")
            peer.publish("bus/end", "")
            return list(itertools.takewhile(lambda topic: topic != "bus/end", (peer.next().topic for _ in itertools.count())))

    wait_for(lambda: kept() == [])


def test_after_a_crash_of_the_broker_everything_finds_back(platform: Platform, folder: Path) -> None:
    """While it is away doors are refused at once; afterwards nothing that was wanted meanwhile happens."""
    with platform.panel(folder) as panel:
        device = panel.identity.device
        platform.broker.stop(signal.SIGKILL)
        wait_for(lambda: not platform.web.extensions["linli"].link.connected)
        started = time.monotonic()
        with pytest.raises(DoorOffline):
            platform.unlock(device)
        assert time.monotonic() - started < 0.5
        before = platform.device(device).sess
        platform.broker.start()
        wait_for(lambda: platform.device(device).sess != before, 20)
        panel.wait_until(lambda view: view["online"] and view["time_known"], 20)
        assert wait_for(lambda: platform.web.extensions["linli"].link.connected, 20)
        assert panel.view["pulses"] == 0
        assert platform.unlock(device).state is CommandState.DONE
        assert panel.view["pulses"] == 1


def test_a_panel_that_dies_with_the_broker_is_not_called_ready_by_the_next(
    platform: Platform, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its will is lost with the broker, and a retained birth may be remembered; one that is there stays ready."""
    monkeypatch.setattr(jobs, "GRACE", timedelta(seconds=2))
    job = Job("devices.ask_unheard", timedelta(microseconds=1), jobs.ask_unheard)
    with platform.panel(folder / "dies") as dies, platform.panel(folder / "stays") as stays:
        links = [app.extensions["linli"].link for app in (platform.web, platform.worker)]
        platform.broker.stop(signal.SIGKILL)
        dies.set_faults(offline=True)
        wait_for(lambda: not any(link.connected for link in links))
        platform.broker.start()
        wait_for(lambda: all(link.connected for link in links), 20)
        stays.wait_until(lambda view: view["online"] and view["time_known"], 20)
        wait_for(lambda: run_once(platform.worker, job) and platform.device(dies.identity.device).presence is Presence.STALE, 20)
        assert platform.device(stays.identity.device).presence is Presence.READY
        with pytest.raises(DoorOffline):
            platform.unlock(dies.identity.device)
        dies.set_faults(offline=False)
        platform.wait_presence(dies.identity.device, Presence.READY, 20)
