"""The true state of a door (D4) and the life of an unlock, rule by rule."""

import pytest

from access.workflow import DoorAlarm, DoorState, Lock, Phys, Report, UnlockResult, door_state, settles


@pytest.mark.parametrize(
    ("lock", "phys", "alarm", "state"),
    [
        ("locked", "closed", "none", "locked"),
        ("locked", "unknown", "none", "locked"),
        ("unlocking", "closed", "none", "unlocking"),
        ("unlocked", "closed", "none", "unlocked"),
        ("unlocked", "open", "none", "unlocked"),
        ("locked", "open", "none", "unlocked"),
        ("unlocked", "open", "held", "held"),
        ("locked", "open", "held", "held"),
        ("locked", "open", "forced", "forced"),
        ("jammed", "open", "forced", "forced"),
        ("jammed", "closed", "none", "jammed"),
        ("jammed", "open", "held", "jammed"),
        ("unknown", "closed", "none", "unknown"),
        ("unknown", "open", "none", "unknown"),
    ],
)
def test_the_state_follows_the_panels_report(lock: str, phys: str, alarm: str, state: str) -> None:
    assert door_state(Report(Lock(lock), Phys(phys), DoorAlarm(alarm)), "ready") == state


@pytest.mark.parametrize("presence", ["offline", "stale", "sleeping"])
@pytest.mark.parametrize("report", [None, Report(Lock.LOCKED), Report(Lock.UNLOCKED), Report(alarm=DoorAlarm.FORCED)])
def test_a_door_whose_panel_cannot_be_reached_is_offline_whatever_it_last_said(presence: str, report: Report | None) -> None:
    assert door_state(report, presence) is DoorState.OFFLINE


def test_a_door_whose_panel_was_never_seen_is_unknown() -> None:
    assert door_state(None, "unknown") is DoorState.UNKNOWN
    assert door_state(Report(Lock.LOCKED), "unknown") is DoorState.UNKNOWN


def test_a_ready_panel_that_has_not_reported_its_door_leaves_it_unknown() -> None:
    assert door_state(None, "ready") is DoorState.UNKNOWN


def test_a_late_answer_may_settle_unknown_but_never_a_verdict() -> None:
    assert settles(UnlockResult.UNKNOWN, UnlockResult.OPENED)
    assert settles(UnlockResult.UNKNOWN, UnlockResult.REFUSED)
    for verdict in (UnlockResult.OPENED, UnlockResult.REFUSED):
        for other in UnlockResult:
            assert not settles(verdict, other)


def test_nothing_becomes_pending_again() -> None:
    assert not any(settles(result, UnlockResult.PENDING) for result in UnlockResult)
