"""Simulated panels on a real Mosquitto, with a platform that does what the test says."""

import itertools
import time
from pathlib import Path
from typing import Any

import pytest

from devices import topics
from devices.messages import Result, State, Status, UpCall
from devices.simulator.door import Habits
from devices.simulator.identity import Identity
from devices.simulator.simulated import SimulatedPanel
from tests.support.broker import running_broker
from tests.support.scripted_platform import ScriptedPlatform, identities_of, identity_of

pytestmark = pytest.mark.broker
NAMES = itertools.count(1)
QUICK = (0.05, 0.2)


@pytest.fixture(scope="module")
def broker(tmp_path_factory):
    with running_broker(tmp_path_factory.mktemp("broker")) as broker:
        yield broker


@pytest.fixture
def platform(broker):
    with ScriptedPlatform(broker) as platform:
        yield platform


@pytest.fixture
def identity(broker) -> Identity:
    return identity_of(f"panel-{next(NAMES):08}", broker, name="1 单元门口机")


def simulated(identity: Identity, folder: Path, **options: Any) -> SimulatedPanel:
    return SimulatedPanel(identity, folder, **{"habits": Habits(enter=None), "backoff": QUICK, **options})


def test_a_panel_is_seen_coming_and_going(platform, identity, tmp_path):
    with simulated(identity, tmp_path) as panel:
        panel.wait_until(lambda view: view["online"] and view["time_known"])
        birth = platform.wait_for(lambda: platform.said(identity.device, topics.UP_STATUS))[0]
        assert birth.state is State.READY
    last = platform.wait_for(
        lambda: [each for each in platform.said(identity.device, topics.UP_STATUS) if each.state is not State.READY]
    )
    assert last == [Status(state=State.DISCONNECTED, sess=birth.sess)]


def test_a_cut_cable_is_told_by_the_will_of_that_session(platform, identity, tmp_path):
    with simulated(identity, tmp_path) as panel:
        panel.wait_until(lambda view: view["online"])
        session = platform.session(identity.device)
        panel.set_faults(offline=True)
        platform.wait_for(lambda: Status(state=State.LOST, sess=session) in platform.said(identity.device, topics.UP_STATUS))
        assert not panel.view["online"]
        panel.set_faults(offline=False)
        panel.wait_until(lambda view: view["online"])
        platform.wait_for(lambda: platform.session(identity.device) != session)


def test_an_unlock_is_answered_and_the_door_contact_proves_it(platform, identity, tmp_path):
    with simulated(identity, tmp_path, habits=Habits(enter=0.05, pass_through=0.1)) as panel:
        panel.wait_until(lambda view: view["time_known"])
        command = platform.command(identity.device, args={"seconds": 1})
        assert platform.give(identity.device, command).result is Result.DONE
        platform.wait_for(lambda: len(platform.events(identity.device)) == 3)
        assert platform.events(identity.device) == ["access_granted", "door_opened", "door_closed"]
        panel.wait_until(lambda view: view["door"]["lock"] == "locked" and view["backlog"] == 0)
        assert panel.view["pulses"] == 1


def test_a_round_trip_takes_milliseconds(platform, identity, tmp_path):
    with simulated(identity, tmp_path) as panel:
        panel.wait_until(lambda view: view["time_known"])
        times = []
        for _ in range(20):
            command = platform.command(identity.device, "rebirth", door=0)
            start = time.perf_counter()
            platform.give(identity.device, command)
            times.append(time.perf_counter() - start)
        # With Nagle's algorithm on either side the median is above 40 ms.
        assert sorted(times)[10] < 0.03


def test_a_command_sent_before_a_reconnect_is_void_after_it(platform, identity, tmp_path):
    with simulated(identity, tmp_path) as panel:
        panel.wait_until(lambda view: view["time_known"])
        late = platform.command(identity.device)
        panel.set_faults(offline=True)
        panel.set_faults(offline=False)
        panel.wait_until(lambda view: view["online"] and view["session"] != late.sess)
        answer = platform.give(identity.device, late)
        assert (answer.code, answer.sess) == ("stale_session", panel.view["session"])
        assert panel.view["pulses"] == 0


def test_a_command_for_an_absent_panel_is_not_kept_for_it(platform, identity, tmp_path):
    with simulated(identity, tmp_path) as panel:
        panel.wait_until(lambda view: view["time_known"])
        panel.set_faults(offline=True)
        command = platform.command(identity.device)
        platform.send(topics.DOWN_CMD, identity.device, command)
        panel.set_faults(offline=False)
        panel.wait_until(lambda view: view["online"])
        platform.give(identity.device, platform.command(identity.device, "rebirth", door=0))
        assert platform.answers(identity.device, command) == []


def test_events_of_an_absent_panel_arrive_when_it_is_back(platform, identity, tmp_path):
    with simulated(identity, tmp_path) as panel:
        panel.wait_until(lambda view: view["online"])
        panel.set_faults(offline=True)
        panel.press_exit_button()
        assert panel.view["backlog"] == 1
        panel.set_faults(offline=False)
        panel.wait_until(lambda view: view["backlog"] == 0)
        assert platform.events(identity.device) == ["exit_button"]


def test_events_outlive_a_pulled_plug(platform, identity, tmp_path):
    platform.acknowledging = False
    panel = simulated(identity, tmp_path)
    panel.start()
    panel.wait_until(lambda view: view["online"])
    panel.press_exit_button()
    panel.stop(farewell=False)
    platform.acknowledging = True
    with simulated(identity, tmp_path) as panel:
        panel.wait_until(lambda view: view["backlog"] == 0)
    assert platform.events(identity.device) == ["exit_button"]


def test_a_panel_comes_back_by_itself_after_a_broker_crash(identity, tmp_path_factory, tmp_path):
    with running_broker(tmp_path_factory.mktemp("crashing")) as broker:
        identity = identity_of(identity.device, broker)
        with simulated(identity, tmp_path) as panel:
            before = panel.wait_until(lambda view: view["online"])["session"]
            broker.stop()
            panel.wait_until(lambda view: not view["online"])
            broker.start()
            assert panel.wait_until(lambda view: view["online"], 10)["session"] != before


def test_a_wrong_secret_is_refused_and_said(broker, identity, tmp_path):
    wrong = Identity(identity.device, "wrong", identity.mqtt, identity.keys, identity.seed)
    with simulated(wrong, tmp_path) as panel:
        panel.wait_until(lambda view: view["trouble"].startswith("refused"))
        assert not panel.view["online"]


def test_a_visitor_rings_and_is_let_in(platform, identity, tmp_path):
    def let_in(device: str, request: Any) -> None:
        if request.type is UpCall.INVITE:
            platform.notify(device, request.call, "ringing", label=f"{request.home} 室")
            platform.notify(device, request.call, "opened")

    platform.on_call = let_in
    with simulated(identity, tmp_path) as panel:
        panel.wait_until(lambda view: view["online"])
        panel.dial("1203")
        view = panel.wait_until(lambda view: view["call"]["state"] == "over")
        assert (view["call"]["label"], view["call"]["result"]) == ("1203 室", "opened")


def test_a_panel_without_link_tells_the_visitor_at_once(identity, tmp_path):
    with simulated(identity, tmp_path) as panel:
        panel.wait_until(lambda view: view["online"])
        panel.set_faults(offline=True)
        panel.dial("1203")
        assert panel.view["call"]["result"] == "offline"


def test_a_reboot_by_command_ends_the_session_and_forgets_the_time(platform, identity, tmp_path):
    with simulated(identity, tmp_path) as panel:
        before = panel.wait_until(lambda view: view["time_known"])["session"]
        answer = platform.give(identity.device, platform.command(identity.device, "reboot", door=0))
        assert answer.code == "rebooting"
        panel.wait_until(lambda view: not view["time_known"])
        panel.wait_until(lambda view: view["time_known"] and view["session"] != before)


def test_thirty_panels_run_side_by_side(broker, platform, tmp_path):
    identities = identities_of([f"panel-{next(NAMES):08}" for _ in range(30)], broker)
    panels = []
    try:
        for identity in identities:
            (tmp_path / identity.device).mkdir()
            panels.append(simulated(identity, tmp_path / identity.device))
            panels[-1].start()
        for panel in panels:
            panel.wait_until(lambda view: view["time_known"], 15)
        commands = [(each.device, platform.command(each.device)) for each in identities]
        for device, command in commands:
            platform.send(topics.DOWN_CMD, device, command)
        platform.wait_for(lambda: all(platform.answers(device, command) for device, command in commands))
        codes = {platform.answers(device, command)[0].code for device, command in commands}
        assert codes == {"opened"}
        assert [panel.view["pulses"] for panel in panels] == [1] * 30
    finally:
        for panel in panels:
            panel.stop()
