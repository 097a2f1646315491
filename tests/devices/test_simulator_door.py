"""A simulated panel's door: pulse, contact, alarms, modes."""

from pathlib import Path

import pytest

from devices.messages import DeviceEvent, DoorAlarm, DoorState, Lock, Mode, Phys, Status
from devices.simulator.door import Habits
from devices.simulator.faults import Faults
from tests.support.panel_bench import Bench, outcome


def test_an_unlock_relocks_by_itself_after_the_time_asked_for(online: Bench) -> None:
    online.order(args={"seconds": 3})
    online.later(2.9)
    assert online.panel.door.lock is Lock.UNLOCKED
    online.later(0.2)
    assert online.panel.door.lock is Lock.LOCKED


def test_a_second_unlock_restarts_the_timer(online: Bench) -> None:
    online.order()
    online.later(3)
    online.order()
    online.later(4.9)
    assert online.panel.door.lock is Lock.UNLOCKED
    online.later(0.2)
    assert online.panel.door.lock is Lock.LOCKED
    assert online.panel.door.pulses == 2


def test_relay_fired_and_door_moved_are_two_facts(tmp_path: Path) -> None:
    bench = Bench(tmp_path, Habits(enter=1.0, pass_through=2.0))
    bench.connect()
    response = bench.order()
    assert bench.events() == ["access_granted"]
    bench.later(4)
    opened = bench.all(DeviceEvent)[1]
    assert (opened.type, opened.cause, opened.door) == ("door_opened", response.id, 1)
    assert bench.events() == ["access_granted", "door_opened", "door_closed"]
    bench.later(2)
    assert "access_not_taken" not in bench.events()


def test_nobody_coming_in_is_reported(online: Bench) -> None:
    command = online.order()
    online.later(6)
    assert online.events() == ["access_granted", "access_not_taken"]
    assert online.last(DeviceEvent).cause == command.id


def test_a_jammed_bolt_is_a_failure_and_not_opened(online: Bench) -> None:
    online.panel.set_faults(Faults(jam=True))
    assert outcome(online.order()) == ("failed", "jammed")
    assert online.events() == ["lock_jammed"]
    assert online.last(DoorState).lock is Lock.JAMMED
    online.panel.set_faults(Faults())
    assert online.last(DoorState).lock is Lock.LOCKED


def test_a_stuck_door_answers_opened_but_never_moves(tmp_path: Path) -> None:
    bench = Bench(tmp_path, Habits(enter=1.0))
    bench.connect()
    bench.panel.set_faults(Faults(stuck=True))
    assert outcome(bench.order()) == ("done", "opened")
    bench.later(6)
    assert bench.events() == ["access_granted", "access_not_taken"]


def test_a_locked_door_does_not_open_by_hand(online: Bench) -> None:
    assert not online.panel.door.walk()
    assert online.panel.door.phys is Phys.CLOSED


def test_a_forced_door_raises_the_alarm_until_it_is_shut(online: Bench) -> None:
    assert online.panel.door.walk(5, force=True)
    assert online.events() == ["door_forced"]
    assert online.last(DoorState).alarm is DoorAlarm.FORCED
    online.later(6)
    assert online.last(DoorState) == DoorState(lock=Lock.LOCKED, phys=Phys.CLOSED, t=online.last(DoorState).t)


@pytest.mark.parametrize(("seconds", "held"), [(29, False), (31, True)])
def test_a_door_held_open_for_more_than_thirty_seconds_raises_the_alarm(online: Bench, seconds: int, held: bool) -> None:
    online.order()
    online.panel.door.walk(seconds)
    online.later(40)
    assert ("door_held" in online.events()) is held
    assert online.panel.door.alarm is DoorAlarm.NONE


def test_the_exit_button_frees_the_door_in_lockdown_and_with_a_jammed_bolt(online: Bench) -> None:
    online.order("lock_down")
    online.panel.set_faults(Faults(jam=True))
    online.panel.door.press_exit_button()
    assert online.panel.door.lock is Lock.UNLOCKED
    assert "exit_button" in online.events()


def test_lockdown_refuses_unlocks_until_released(online: Bench) -> None:
    assert outcome(online.order("lock_down")) == ("done", "locked_down")
    assert outcome(online.order()) == ("rejected", "lockdown")
    assert outcome(online.order("passage", args={"on": True})) == ("rejected", "lockdown")
    assert outcome(online.order("release")) == ("done", "released")
    assert outcome(online.order()) == ("done", "opened")


def test_lockdown_locks_a_door_that_was_just_unlocked(online: Bench) -> None:
    online.order()
    online.order("lock_down")
    assert online.panel.door.lock is Lock.LOCKED


def test_passage_keeps_the_door_unlocked_until_it_ends(online: Bench) -> None:
    online.order("passage", args={"on": True})
    online.order()
    online.later(120)
    assert online.last(DoorState).lock is Lock.UNLOCKED
    online.order("passage", args={"on": False})
    assert online.last(DoorState) == DoorState(lock=Lock.LOCKED, phys=Phys.CLOSED, t=online.now)


def test_a_command_from_afar_does_not_end_a_fire_release(online: Bench) -> None:
    online.panel.door.mode = Mode.FIRE
    assert outcome(online.order("lock_down")) == ("rejected", "fire")
    assert outcome(online.order("release")) == ("rejected", "fire")


def test_the_mode_outlives_a_power_cut(online: Bench) -> None:
    online.order("lock_down")
    online.journal.close()
    online.switch_on()
    online.connect()
    assert outcome(online.order()) == ("rejected", "lockdown")


def test_a_reboot_relocks(online: Bench) -> None:
    online.order(args={"seconds": 30})
    online.panel.reboot()
    assert online.panel.door.lock is Lock.LOCKED


def test_a_reboot_by_command_is_answered_before_the_power_goes(online: Bench) -> None:
    assert outcome(online.order("reboot", door=0)) == ("done", "rebooting")
    assert online.power_cuts == []
    online.later(1)
    assert online.power_cuts == [1.0]


def test_rebirth_announces_the_panel_again_within_the_session(online: Bench) -> None:
    assert outcome(online.order("rebirth", door=0)) == ("done", "reborn")
    births = online.all(Status)
    assert len(births) == 2
    assert births[0] == births[1]
