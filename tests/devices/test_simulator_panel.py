"""The firmware of a simulated panel: commands, the door, events, calls and time, without any input or output."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from devices import topics
from devices.messages import (
    CallRequest,
    DeviceEvent,
    DoorAlarm,
    DoorState,
    Lock,
    MessageError,
    Mode,
    Phys,
    Response,
    Result,
    State,
    Status,
    Telemetry,
    TimeReply,
    TimeRequest,
    UpCall,
)
from devices.signing import sign
from devices.simulator.door import Habits
from devices.simulator.faults import Faults
from tests.support.panel_bench import DEVICE, KEY, Bench


@pytest.fixture
def bench(tmp_path):
    bench = Bench(tmp_path)
    yield bench
    bench.journal.close()


@pytest.fixture
def online(bench):
    bench.connect()
    return bench


def outcome(response: Response) -> tuple[str, str]:
    return response.result.value, response.code


# -- birth and will


def test_birth_tells_session_doors_and_abilities(online):
    birth = online.all(Status)[0]
    assert (birth.state, birth.sess, birth.doors) == (State.READY, online.panel.session, (1,))
    assert "unlock" in birth.caps


def test_the_will_names_the_session_that_it_ends(online):
    assert online.panel.will() == Status(state=State.LOST, sess=online.all(Status)[0].sess)


def test_every_connection_has_a_new_session_known_before_it_begins(online):
    first = online.panel.session
    online.panel.disconnected()
    will = online.panel.will()
    online.connect()
    assert online.last(Status).sess == will.sess != first


def test_telemetry_comes_every_minute_and_only_while_connected(online):
    online.later(130)
    assert len(online.all(Telemetry)) == 3
    online.panel.disconnected()
    online.later(600)
    assert len(online.all(Telemetry)) == 3


# -- time


def test_the_time_is_asked_again_until_it_is_told_and_then_every_six_hours(bench):
    bench.connect(time=False)
    bench.later(8)
    assert len(bench.all(TimeRequest)) == 4
    bench.tell_time()
    bench.later(6 * 3600 - 10)
    assert len(bench.all(TimeRequest)) == 4
    bench.later(20)
    assert len(bench.all(TimeRequest)) >= 5


def test_a_slow_answer_about_the_time_is_not_used(bench):
    bench.connect(time=False)
    question = bench.last(TimeRequest)
    bench.elapsed += 2.5
    bench.hear(topics.DOWN_TIME, TimeReply(id=question.id, t0=question.t0, server=bench.now))
    assert bench.panel.clock.now() is None


def test_an_answer_to_another_question_is_not_used(bench):
    bench.connect(time=False)
    bench.hear(topics.DOWN_TIME, TimeReply(id="somebody-elses", t0=0, server=bench.now + 3_600_000))
    assert bench.panel.clock.now() is None


def test_the_time_is_right_within_half_the_trip(bench):
    bench.connect(time=False)
    bench.elapsed += 0.4
    bench.tell_time()
    assert bench.panel.clock.error == 200
    assert abs(bench.panel.clock.now() - bench.now) <= 200


# -- judgement


def test_a_good_unlock_fires_one_pulse_and_says_opened(online):
    response = online.order()
    assert outcome(response) == ("done", "opened")
    assert online.panel.door.pulses == 1
    assert online.sent[-1][0] == f"sc/v1/{DEVICE}/up/rsp/web-1"


def test_the_trace_of_a_command_comes_back_in_answer_and_events(online):
    assert online.order(trace="req-7").trace == "req-7"
    assert online.last(DeviceEvent).trace == "req-7"


def test_the_same_command_again_is_answered_from_memory_without_a_second_pulse(online):
    command = online.command()
    online.give(command)
    online.later(2)
    again = online.give(command)
    assert outcome(again) == ("done", "opened")
    assert again.dup
    assert online.panel.door.pulses == 1


def test_a_repeated_command_does_not_even_extend_the_pulse(online):
    command = online.command()
    online.give(command)
    online.later(4)
    online.give(command)
    online.later(1.5)
    assert online.panel.door.lock is Lock.LOCKED


def test_the_memory_holds_the_last_256_answers(online):
    first = online.command()
    online.give(first)
    for _ in range(255):
        online.order("passage", args={"on": False})
    assert online.give(first).dup
    online.order("passage", args={"on": False})
    assert not online.give(first).dup


@pytest.mark.parametrize(
    ("after", "result"), [(9.9, ("done", "opened")), (10.1, ("rejected", "expired")), (3600, ("rejected", "expired"))]
)
def test_a_command_counts_until_it_expires_and_not_after(online, after, result):
    command = online.command()
    online.elapsed += after
    assert outcome(online.give(command)) == result


def test_an_expiry_too_far_ahead_is_refused(online):
    assert outcome(online.order(exp=online.now + 11_500)) == ("rejected", "bad_expiry")
    assert outcome(online.order(exp=online.now + 10_000)) == ("done", "opened")


def test_a_command_of_an_earlier_session_is_refused_and_told_the_present_one(online):
    command = online.command()
    online.panel.disconnected()
    online.connect()
    refusal = online.give(command)
    assert outcome(refusal) == ("rejected", "stale_session")
    assert refusal.sess == online.panel.session
    assert online.panel.door.pulses == 0


def test_without_the_time_no_command_is_obeyed(bench):
    bench.connect(time=False)
    assert outcome(bench.order()) == ("rejected", "no_time")
    assert bench.panel.door.pulses == 0


def test_the_time_survives_a_reconnect_but_not_a_reboot(online):
    online.panel.disconnected()
    online.connect(time=False)
    assert outcome(online.order()) == ("done", "opened")
    online.panel.reboot()
    online.connect(time=False)
    assert outcome(online.order()) == ("rejected", "no_time")


def test_a_forged_command_is_refused_and_does_not_spoil_the_genuine_one(online):
    genuine = online.command()
    forged = sign(Ed25519PrivateKey.generate(), "k1", DEVICE, genuine)
    assert outcome(online.give(forged)) == ("rejected", "bad_signature")
    assert outcome(online.give(genuine)) == ("done", "opened")


def test_a_command_signed_for_another_panel_is_refused(online):
    assert outcome(online.give(sign(KEY, "k1", "panel-0002", online.command()))) == ("rejected", "bad_signature")


@pytest.mark.parametrize(
    ("cmd", "fields", "code"),
    [
        ("open_sesame", {}, "unknown_command"),
        ("unlock", {"door": 2}, "unknown_door"),
        ("unlock", {"door": 0}, "unknown_door"),
        ("unlock", {"args": {"seconds": 0}}, "bad_args"),
        ("unlock", {"args": {"seconds": 31}}, "bad_args"),
        ("unlock", {"args": {"seconds": True}}, "bad_args"),
        ("unlock", {"args": {"seconds": "5"}}, "bad_args"),
        ("passage", {}, "bad_args"),
        ("passage", {"args": {"on": 1}}, "bad_args"),
    ],
)
def test_what_a_panel_cannot_do_is_refused(online, cmd, fields, code):
    assert outcome(online.order(cmd, **fields)) == ("rejected", code)
    assert online.panel.door.pulses == 0


def test_a_malformed_command_is_answered_if_it_says_to_whom(online):
    online.hear(topics.DOWN_CMD, b'{"id": "cmd-00000099", "reply": "web-1", "cmd": 7}')
    assert outcome(online.last(Response)) == ("rejected", "malformed")


@pytest.mark.parametrize("payload", [b"", b"{", b'{"id": 7, "reply": "web-1"}', b'{"id": "cmd-00000099", "reply": "#"}'])
def test_what_cannot_be_answered_is_left_alone(online, payload):
    sent = len(online.sent)
    online.hear(topics.DOWN_CMD, payload)
    assert len(online.sent) == sent


def test_reserved_and_foreign_topics_are_left_alone(online):
    sent = len(online.sent)
    for topic in (f"sc/v1/{DEVICE}/down/cred", f"sc/v1/{DEVICE}/down/unheard", "elsewhere"):
        online.panel.received(topic, b"{}")
    assert len(online.sent) == sent


# -- the door


def test_an_unlock_relocks_by_itself_after_the_time_asked_for(online):
    online.order(args={"seconds": 3})
    online.later(2.9)
    assert online.panel.door.lock is Lock.UNLOCKED
    online.later(0.2)
    assert online.panel.door.lock is Lock.LOCKED


def test_a_second_unlock_restarts_the_timer(online):
    online.order()
    online.later(3)
    online.order()
    online.later(4.9)
    assert online.panel.door.lock is Lock.UNLOCKED
    online.later(0.2)
    assert online.panel.door.lock is Lock.LOCKED
    assert online.panel.door.pulses == 2


def test_relay_fired_and_door_moved_are_two_facts(tmp_path):
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


def test_nobody_coming_in_is_reported(online):
    command = online.order()
    online.later(6)
    assert online.events() == ["access_granted", "access_not_taken"]
    assert online.last(DeviceEvent).cause == command.id


def test_a_jammed_bolt_is_a_failure_and_not_opened(online):
    online.panel.set_faults(Faults(jam=True))
    assert outcome(online.order()) == ("failed", "jammed")
    assert online.events() == ["lock_jammed"]
    assert online.last(DoorState).lock is Lock.JAMMED
    online.panel.set_faults(Faults())
    assert online.last(DoorState).lock is Lock.LOCKED


def test_a_stuck_door_answers_opened_but_never_moves(tmp_path):
    bench = Bench(tmp_path, Habits(enter=1.0))
    bench.connect()
    bench.panel.set_faults(Faults(stuck=True))
    assert outcome(bench.order()) == ("done", "opened")
    bench.later(6)
    assert bench.events() == ["access_granted", "access_not_taken"]


def test_a_locked_door_does_not_open_by_hand(online):
    assert not online.panel.door.walk()
    assert online.panel.door.phys is Phys.CLOSED


def test_a_forced_door_raises_the_alarm_until_it_is_shut(online):
    assert online.panel.door.walk(5, force=True)
    assert online.events() == ["door_forced"]
    assert online.last(DoorState).alarm is DoorAlarm.FORCED
    online.later(6)
    assert online.last(DoorState) == DoorState(lock=Lock.LOCKED, phys=Phys.CLOSED, t=online.last(DoorState).t)


@pytest.mark.parametrize(("seconds", "held"), [(29, False), (31, True)])
def test_a_door_held_open_for_more_than_thirty_seconds_raises_the_alarm(online, seconds, held):
    online.order()
    online.panel.door.walk(seconds)
    online.later(40)
    assert ("door_held" in online.events()) is held
    assert online.panel.door.alarm is DoorAlarm.NONE


def test_the_exit_button_frees_the_door_in_lockdown_and_with_a_jammed_bolt(online):
    online.order("lock_down")
    online.panel.set_faults(Faults(jam=True))
    online.panel.door.press_exit_button()
    assert online.panel.door.lock is Lock.UNLOCKED
    assert "exit_button" in online.events()


def test_lockdown_refuses_unlocks_until_released(online):
    assert outcome(online.order("lock_down")) == ("done", "locked_down")
    assert outcome(online.order()) == ("rejected", "lockdown")
    assert outcome(online.order("passage", args={"on": True})) == ("rejected", "lockdown")
    assert outcome(online.order("release")) == ("done", "released")
    assert outcome(online.order()) == ("done", "opened")


def test_lockdown_locks_a_door_that_was_just_unlocked(online):
    online.order()
    online.order("lock_down")
    assert online.panel.door.lock is Lock.LOCKED


def test_passage_keeps_the_door_unlocked_until_it_ends(online):
    online.order("passage", args={"on": True})
    online.order()
    online.later(120)
    assert online.last(DoorState).lock is Lock.UNLOCKED
    online.order("passage", args={"on": False})
    assert online.last(DoorState) == DoorState(lock=Lock.LOCKED, phys=Phys.CLOSED, t=online.now)


def test_a_command_from_afar_does_not_end_a_fire_release(online):
    online.panel.door.mode = Mode.FIRE
    assert outcome(online.order("lock_down")) == ("rejected", "fire")
    assert outcome(online.order("release")) == ("rejected", "fire")


def test_the_mode_outlives_a_power_cut(online):
    online.order("lock_down")
    online.journal.close()
    online.switch_on()
    online.connect()
    assert outcome(online.order()) == ("rejected", "lockdown")


def test_a_reboot_relocks(online):
    online.order(args={"seconds": 30})
    online.panel.reboot()
    assert online.panel.door.lock is Lock.LOCKED


def test_a_reboot_by_command_is_answered_before_the_power_goes(online):
    assert outcome(online.order("reboot", door=0)) == ("done", "rebooting")
    assert online.power_cuts == []
    online.later(1)
    assert online.power_cuts == [1.0]


def test_rebirth_announces_the_panel_again_within_the_session(online):
    assert outcome(online.order("rebirth", door=0)) == ("done", "reborn")
    births = online.all(Status)
    assert len(births) == 2
    assert births[0] == births[1]


# -- events


def test_events_are_numbered_from_one_and_kept_until_acknowledged(online):
    for _ in range(3):
        online.order()
    assert [event.seq for event in online.all(DeviceEvent)] == [1, 2, 3]
    online.acknowledge(2)
    assert online.journal.backlog == 1


def test_events_made_without_a_link_are_sent_after_it_comes_back(bench):
    bench.panel.door.press_exit_button()
    assert bench.sent == []
    bench.connect()
    assert bench.events() == ["exit_button"]
    assert bench.last(DeviceEvent).t is None


def test_unacknowledged_events_are_sent_again_after_five_seconds_and_after_a_reconnect(online):
    online.panel.door.press_exit_button()
    online.later(5.1)
    assert online.times_sent("exit_button") == 2
    online.panel.disconnected()
    online.connect()
    sent = [event for event in online.all(DeviceEvent) if event.type == "exit_button"]
    assert len(sent) == 3
    assert sent[0] == sent[1] == sent[2]


def test_acknowledged_events_are_not_sent_again(online):
    online.panel.door.press_exit_button()
    online.acknowledge(1)
    online.later(4.9)
    online.panel.disconnected()
    online.connect()
    online.later(20)
    assert online.times_sent("exit_button") == 1


def test_at_most_thirty_two_events_are_under_way(bench):
    for _ in range(40):
        bench.panel.door.press_exit_button()
    bench.connect()
    assert len(bench.events()) == 32
    bench.acknowledge(10)
    assert [event.seq for event in bench.all(DeviceEvent)] == list(range(1, 41))


def test_events_outlive_a_kill(online):
    online.panel.door.press_exit_button()
    before = online.last(DeviceEvent)
    online.switch_on()
    online.connect()
    assert online.last(DeviceEvent) == before
    online.panel.door.press_exit_button()
    assert online.last(DeviceEvent).seq == before.seq + 1


@pytest.mark.parametrize("upto", [0, 99])
def test_an_acknowledgement_of_nothing_or_of_the_future_is_ignored(online, upto):
    online.panel.door.press_exit_button()
    online.acknowledge(upto)
    assert online.journal.backlog == 1


def test_an_acknowledgement_of_another_event_store_is_ignored(online):
    online.panel.door.press_exit_button()
    online.hear(topics.DOWN_ACK, b'{"boot": "another-store", "upto": 1}')
    assert online.journal.backlog == 1


def test_a_full_store_counts_what_it_lost_and_reports_it_without_a_gap(tmp_path):
    bench = Bench(tmp_path)
    bench.journal.close()
    bench.switch_on(capacity=2)
    bench.connect()
    for _ in range(5):
        bench.panel.door.press_exit_button()
    bench.acknowledge(2)
    bench.panel.door.press_exit_button()
    events = bench.all(DeviceEvent)
    assert [event.seq for event in events] == [1, 2, 3, 4]
    assert (events[2].type, events[2].reason) == ("buffer_overflow", "3 events lost")


def test_dropped_acknowledgements_make_the_panel_repeat_itself(online):
    online.panel.set_faults(Faults(drop_acks=True))
    online.panel.door.press_exit_button()
    online.acknowledge(1)
    online.later(5.1)
    assert online.times_sent("exit_button") == 2


# -- calls


def invite(bench: Bench) -> CallRequest:
    bench.panel.telephone.dial("1203")
    return bench.last(CallRequest)


def call(bench: Bench) -> dict[str, str]:
    return bench.panel.view()["call"]


def test_a_dialled_number_rings_and_shows_who_is_called(online):
    request = invite(online)
    assert (request.type, request.home) == (UpCall.INVITE, "1203")
    assert call(online)["state"] == "dialling"
    online.notice("ringing", label="12 楼 1203")
    assert (call(online)["state"], call(online)["label"]) == ("ringing", "12 楼 1203")
    online.notice("accept", by="李女士")
    assert (call(online)["state"], call(online)["by"]) == ("talking", "李女士")
    online.notice("opened")
    assert (call(online)["state"], call(online)["result"]) == ("over", "opened")
    online.later(7)
    assert call(online)["state"] == "idle"


@pytest.mark.parametrize("type", ["no_answer", "busy", "unknown_home"])
def test_a_call_ends_with_the_platforms_word(online, type):
    invite(online)
    online.notice(type)
    assert call(online)["result"] == type


def test_a_refusal_is_shown_by_its_reason(online):
    invite(online)
    online.notice("hangup", reason="declined")
    assert call(online)["result"] == "declined"


def test_the_visitor_can_give_up(online):
    request = invite(online)
    online.panel.telephone.hang_up()
    assert (online.last(CallRequest).type, online.last(CallRequest).call) == (UpCall.HANGUP, request.call)
    assert call(online)["result"] == "cancelled"


def test_a_platform_that_says_nothing_ends_the_call_after_five_seconds(online):
    invite(online)
    online.later(5.1)
    assert call(online)["result"] == "no_response"
    assert online.last(CallRequest).type is UpCall.HANGUP


def test_without_a_link_the_visitor_is_told_at_once(bench):
    bench.panel.telephone.dial("1203")
    assert call(bench)["result"] == "offline"
    assert bench.sent == []


def test_a_lost_link_ends_the_call(online):
    invite(online)
    online.panel.disconnected()
    assert call(online)["result"] == "offline"


def test_word_about_another_call_changes_nothing(online):
    invite(online)
    online.hear(topics.DOWN_CALL, b'{"call": "another-call", "type": "opened"}')
    assert call(online)["state"] == "dialling"


def test_what_is_no_number_is_not_dialled(online):
    with pytest.raises(MessageError):
        online.panel.telephone.dial("12/03")
    assert call(online)["state"] == "idle"


# -- misbehaviour


def test_a_deaf_panel_answers_nothing(online):
    online.panel.set_faults(Faults(deaf=True))
    online.hear(topics.DOWN_CMD, online.command())
    assert online.all(Response) == []


def test_a_slow_panel_acts_at_once_and_answers_late(online):
    online.panel.set_faults(Faults(slow=4))
    online.hear(topics.DOWN_CMD, online.command())
    assert (online.panel.door.pulses, online.all(Response)) == (1, [])
    online.later(4.1)
    assert online.last(Response).result is Result.DONE


def test_a_frozen_panel_judges_by_the_time_when_it_thaws(online):
    online.panel.set_faults(Faults(frozen=True))
    online.hear(topics.DOWN_CMD, online.command())
    online.elapsed += 12
    online.panel.set_faults(Faults())
    assert outcome(online.last(Response)) == ("rejected", "expired")
    assert online.panel.door.pulses == 0


def test_a_panel_whose_clock_is_ahead_refuses_what_is_still_good(online):
    online.panel.set_faults(Faults(skew=300_000))
    assert outcome(online.order()) == ("rejected", "expired")


def test_a_panel_whose_clock_is_behind_refuses_what_seems_too_far_ahead(online):
    online.panel.set_faults(Faults(skew=-300_000))
    assert outcome(online.order()) == ("rejected", "bad_expiry")


def test_duplicate_replies_are_the_same_reply(online):
    online.panel.set_faults(Faults(duplicate_replies=True))
    online.order()
    first, second = online.all(Response)
    assert first == second
    assert online.panel.door.pulses == 1


@pytest.mark.parametrize("fault", [{"slow": -1}, {"slow": 61}, {"jam": "yes"}, {"skew": 10**9}])
def test_an_impossible_fault_is_refused(fault):
    with pytest.raises(MessageError):
        Faults.of(fault)
