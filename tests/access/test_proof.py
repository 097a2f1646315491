"""The relay fired, the door moved: two facts, the second told by the contact alone. And what time settles."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from access.jobs import settle_overdue
from access.models import AccessEvent, AccessUnlock
from community.core.clock import now
from community.core.ids import new_id
from devices.commands import running
from devices.events import CommandSettled
from tests.support.clients import Client
from tests.support.estate import Estate
from tests.support.house import House, PanelAt
from tests.support.panels import silent


@pytest.fixture
def opened(house: House, estate: Estate, client: Client, at: PanelAt) -> AccessUnlock:
    """An acknowledged opening of 5 s by the resident."""
    assert client.as_(estate.resident).post(f"doors/{at.door}/unlock").json["result"] == "opened"
    house.relay()
    return the_unlock(house)


def the_unlock(house: House) -> AccessUnlock:
    [unlock] = house.rows(select(AccessUnlock))
    return unlock


def lines(house: House, kind: str) -> list[AccessEvent]:
    return list(house.rows(select(AccessEvent).where(AccessEvent.kind == kind)))


def settle_at(house: House, moment: datetime) -> None:
    with house.work() as uow:
        uow.now = moment
        settle_overdue(uow)


def acked(unlock: AccessUnlock) -> datetime:
    assert unlock.acked_at is not None
    return unlock.acked_at


def test_a_movement_that_names_the_command_proves_the_opening(
    house: House, estate: Estate, client: Client, at: PanelAt, opened: AccessUnlock
) -> None:
    house.happened(at, "door_opened", cause=str(opened.command_id))
    assert client.as_(estate.resident).get(f"unlocks/{opened.id}").json["door_moved"] is True


def test_a_movement_within_the_pulse_proves_it_where_the_panel_names_no_cause(
    house: House, at: PanelAt, opened: AccessUnlock
) -> None:
    house.happened(at, "door_opened", when=acked(opened) + timedelta(seconds=8))
    assert the_unlock(house).door_moved is True


@pytest.mark.parametrize("offset", [-1.5, 8.5])
def test_a_movement_before_or_after_the_pulse_proves_nothing(
    house: House, at: PanelAt, opened: AccessUnlock, offset: float
) -> None:
    house.happened(at, "door_opened", when=acked(opened) + timedelta(seconds=offset))
    assert the_unlock(house).door_moved is None


@pytest.mark.parametrize("cause", ["card-0001", "019a0000-0000-7000-8000-000000000000"])
def test_a_movement_for_another_cause_proves_nothing(house: House, at: PanelAt, opened: AccessUnlock, cause: str) -> None:
    house.happened(at, "door_opened", cause=cause)
    assert the_unlock(house).door_moved is None


def test_who_goes_out_by_the_exit_button_within_the_pulse_proves_nothing(house: House, at: PanelAt, opened: AccessUnlock) -> None:
    house.happened(at, "door_opened", reason="exit_button")
    assert the_unlock(house).door_moved is None


def test_a_movement_at_another_door_proves_nothing(house: House, estate: Estate, at: PanelAt, opened: AccessUnlock) -> None:
    other = house.panel(estate.other_entrance_id)
    house.happened(other, "door_opened", cause=str(opened.command_id))
    house.happened(other, "door_opened")
    assert the_unlock(house).door_moved is None


@pytest.mark.parametrize("type_", ["door_closed", "access_granted", "exit_button"])
def test_other_news_of_the_door_proves_nothing(house: House, at: PanelAt, opened: AccessUnlock, type_: str) -> None:
    house.happened(at, type_, cause=str(opened.command_id))
    assert the_unlock(house).door_moved is None


@pytest.mark.parametrize(("type_", "moved"), [("access_taken", True), ("access_not_taken", False)])
def test_the_panels_own_verdict_on_the_pulse_counts(
    house: House, at: PanelAt, opened: AccessUnlock, type_: str, moved: bool
) -> None:
    house.happened(at, type_, cause=str(opened.command_id))
    assert the_unlock(house).door_moved is moved


def test_a_movement_outweighs_a_verdict_that_nothing_moved_but_not_the_other_way(
    house: House, at: PanelAt, opened: AccessUnlock
) -> None:
    for type_ in ("access_not_taken", "door_opened", "access_not_taken"):
        house.happened(at, type_, cause=str(opened.command_id))
    assert the_unlock(house).door_moved is True


def test_what_the_panel_says_of_our_own_pulse_is_no_second_line_in_the_log(house: House, at: PanelAt, opened: AccessUnlock) -> None:
    for type_ in ("access_granted", "access_taken", "door_opened"):
        house.happened(at, type_, cause=str(opened.command_id))
    kinds = [line.kind for line in house.rows(select(AccessEvent).order_by(AccessEvent.id))]
    assert kinds == ["opened_by_app", "door_opened"]


@pytest.mark.parametrize("type_", ["access_denied", "lock_jammed", "door_closed"])
def test_other_words_about_an_unanswered_command_do_not_make_it_opened(
    house: House, estate: Estate, client: Client, at: PanelAt, type_: str
) -> None:
    house.link.answers[at.device] = silent
    client.as_(estate.resident).post(f"doors/{at.door}/unlock")
    house.relay()
    house.happened(at, type_, cause=str(the_unlock(house).command_id))
    assert (the_unlock(house).result, the_unlock(house).door_moved) == ("unknown", None)


def test_an_unanswered_command_that_the_panel_granted_was_opened_after_all(
    house: House, estate: Estate, client: Client, at: PanelAt
) -> None:
    house.link.answers[at.device] = silent
    client.as_(estate.resident).post(f"doors/{at.door}/unlock")
    house.relay()
    house.happened(at, "access_granted", cause=str(the_unlock(house).command_id))
    assert (the_unlock(house).result, the_unlock(house).door_moved) == ("opened", None)


def test_the_person_is_told_when_the_door_has_moved(
    house: House, estate: Estate, client: Client, at: PanelAt, opened: AccessUnlock
) -> None:
    house.happened(at, "door_opened", cause=str(opened.command_id))
    line = house.feed(estate.resident, "access.event")[-1][1]["event"]
    assert (line["kind"], line["via"], line["unlock_id"]) == ("door_opened", "app", str(opened.id))
    assert client.as_(estate.resident).get("access-events").json["items"][0]["kind"] == "door_opened"
    assert house.feed(estate.relative, "access.event") == []


def test_a_movement_names_nobody_as_the_visitor_may_have_pushed_the_door(
    house: House, estate: Estate, client: Client, at: PanelAt, opened: AccessUnlock
) -> None:
    """王芳 asked for the opening, and that is all that is known of her."""
    for type_ in ("door_opened", "door_closed", "door_held"):
        house.happened(at, type_, cause=str(opened.command_id))
    for person in (estate.resident, estate.manager):
        items = client.as_(person).get("access-events").json["items"]
        named = {line["kind"]: line["person"] and line["person"]["name"] for line in items}
        assert named == {"door_opened": None, "door_closed": None, "door_held": None, "opened_by_app": "王芳"}
        assert {line["unlock_id"] for line in items} == {str(opened.id)}
    for person in (estate.neighbour, estate.relative, estate.foreign.manager):
        assert client.as_(person).get("access-events").json["items"] == []


def test_what_moved_under_an_opening_by_staff_is_seen_by_the_doors_residents(
    house: House, estate: Estate, client: Client, at: PanelAt
) -> None:
    client.as_(estate.operator).post(f"doors/{at.door}/unlock", {"reason": "老人求助"})
    house.relay()
    house.happened(at, "door_opened", cause=str(the_unlock(house).command_id))
    for person in (estate.resident, estate.neighbour):
        moved, asked = client.as_(person).get("access-events").json["items"]
        assert (moved["kind"], moved["person"], asked["person"]["name"]) == ("door_opened", None, "吴中控")
    assert client.as_(estate.distant).get("access-events").json["items"] == []


def test_when_the_pulse_is_over_and_nothing_moved_the_door_has_not_moved(house: House, opened: AccessUnlock) -> None:
    assert opened.check_at is not None
    settle_at(house, opened.check_at - timedelta(milliseconds=1))
    assert the_unlock(house).door_moved is None
    settle_at(house, opened.check_at)
    assert (the_unlock(house).door_moved, the_unlock(house).check_at) == (False, None)


def test_a_movement_told_late_still_proves_it(house: House, at: PanelAt, opened: AccessUnlock) -> None:
    settle_at(house, now() + timedelta(minutes=1))
    house.happened(at, "door_opened", when=acked(opened) + timedelta(seconds=2), cause=str(opened.command_id))
    assert the_unlock(house).door_moved is True


def test_without_a_contact_nobody_claims_that_the_door_did_not_move(house: House, at: PanelAt, opened: AccessUnlock) -> None:
    house.report(at, phys="unknown")
    settle_at(house, now() + timedelta(minutes=1))
    assert the_unlock(house).door_moved is None


def test_a_movement_told_before_the_acknowledgement_is_found_when_the_pulse_is_over(
    house: House, estate: Estate, client: Client, at: PanelAt
) -> None:
    """The event of a quick panel may reach the log while the requester still waits."""
    house.link.before_answer = lambda: tell_meanwhile(house, at)
    client.as_(estate.resident).post(f"doors/{at.door}/unlock")
    house.relay()
    assert the_unlock(house).door_moved is None
    settle_at(house, now() + timedelta(minutes=1))
    assert the_unlock(house).door_moved is True


def tell_meanwhile(house: House, at: PanelAt) -> None:
    house.link.before_answer = lambda: None
    house.happened(at, "door_opened")


def test_an_unanswered_command_under_which_the_door_moved_was_opened_after_all(
    house: House, estate: Estate, client: Client, at: PanelAt
) -> None:
    house.link.answers[at.device] = silent
    client.as_(estate.resident).post(f"doors/{at.door}/unlock")
    house.relay()
    house.happened(at, "door_opened", cause=str(the_unlock(house).command_id))
    unlock = the_unlock(house)
    assert (unlock.result, unlock.door_moved) == ("opened", True)
    assert [len(lines(house, kind)) for kind in ("unconfirmed", "opened_by_app", "door_opened")] == [1, 1, 1]


def test_a_late_answer_replaces_unknown_once_and_a_verdict_never_changes(
    house: House, estate: Estate, client: Client, at: PanelAt
) -> None:
    house.link.answers[at.device] = silent
    client.as_(estate.resident).post(f"doors/{at.door}/unlock")
    house.relay()
    for state, code in (("done", "opened"), ("done", "opened"), ("rejected", "expired")):
        house.tell(settled(at, the_unlock(house), state, code))
    assert (the_unlock(house).result, the_unlock(house).code) == ("opened", "opened")
    assert len(lines(house, "opened_by_app")) == 1


def settled(at: PanelAt, unlock: AccessUnlock, state: str, code: str) -> CommandSettled:
    return CommandSettled(
        device_id=at.device,
        community_id=at.community_id,
        command_id=unlock.command_id,
        door=1,
        cmd="unlock",
        state=state,
        code=code,
        acked_at=now(),
        via="app",
        actor=f"person:{unlock.person_id}",
    )


def test_an_unlock_whose_process_died_is_called_unknown_by_the_clock(
    house: House, estate: Estate, client: Client, at: PanelAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The web process is killed between publishing and noting the outcome."""

    def die(*_: Any) -> None:
        raise SystemExit

    monkeypatch.setattr(running, "dispatch", die)
    with pytest.raises(SystemExit):
        client.as_(estate.resident).post(f"doors/{at.door}/unlock")
    pending = the_unlock(house)
    assert (pending.result, pending.check_at) == ("pending", pending.requested_at + timedelta(seconds=10))
    shown = client.as_(estate.resident).get(f"unlocks/{pending.id}").json
    assert (shown["result"], shown["code"]) == ("unknown", "pending")
    settle_at(house, pending.requested_at + timedelta(seconds=9.9))
    assert the_unlock(house).result == "pending"
    settle_at(house, pending.requested_at + timedelta(seconds=10))
    assert (the_unlock(house).result, the_unlock(house).code) == ("unknown", "no_answer")


def test_the_same_device_event_is_logged_once(house: House, at: PanelAt) -> None:
    event = house.happened(at, "exit_button")
    house.tell(event)
    [line] = lines(house, "exit_button")
    assert (line.via, line.person_id, line.at) == ("button", None, event.at)


@pytest.mark.parametrize(
    ("type_", "cred", "kind", "via"),
    [
        ("access_granted", {"kind": "code", "ref": "pass-1"}, "granted", "code"),
        ("access_granted", {"kind": "card", "ref": "card-1"}, "granted", "card"),
        ("access_denied", {"kind": "iris"}, "denied", "none"),
        ("door_forced", None, "door_forced", "none"),
    ],
)
def test_what_a_panel_tells_of_its_door_is_in_the_log(
    house: House, at: PanelAt, type_: str, cred: dict[str, str] | None, kind: str, via: str
) -> None:
    house.happened(at, type_, **({"cred": cred} if cred else {}))
    [line] = lines(house, kind)
    assert (line.via, line.door_id) == (via, at.door)


@pytest.mark.parametrize("type_", ["duress", "buffer_overflow", "something_of_tomorrow"])
def test_a_duress_code_and_what_is_not_about_doors_stay_out_of_the_log(house: House, at: PanelAt, type_: str) -> None:
    house.happened(at, type_)
    assert house.rows(select(AccessEvent)) == []


def test_staff_see_movements_and_residents_do_not_see_who_came_and_went(
    house: House, estate: Estate, client: Client, at: PanelAt
) -> None:
    house.happened(at, "door_opened")
    assert house.feed(estate.manager)[-1][1]["event"]["kind"] == "door_opened"
    assert [line["kind"] for line in client.as_(estate.operator).get("access-events").json["items"]] == ["door_opened"]
    assert house.feed(estate.resident, "access.event") == []
    assert client.as_(estate.resident).get("access-events").json["items"] == []


def test_the_log_can_be_narrowed_to_a_kind_a_door_and_a_span(house: House, estate: Estate, client: Client, at: PanelAt) -> None:
    start = now() - timedelta(hours=1)
    for minute, kind in ((0, "door_opened"), (1, "door_closed"), (2, "door_opened")):
        house.happened(at, kind, when=start + timedelta(minutes=minute))
    manager = client.as_(estate.manager)

    def found(**query: Any) -> int:
        return len(manager.get("access-events", query_string=query).json["items"])

    assert found(kind="door_opened") == 2
    assert found(since=start.isoformat(), until=(start + timedelta(minutes=2)).isoformat()) == 2
    assert found(since=(start + timedelta(minutes=2)).isoformat()) == 1
    assert (found(door_id=at.door), found(door_id=new_id())) == (3, 0)


def test_the_log_turns_its_pages_newest_first(house: House, estate: Estate, client: Client, at: PanelAt) -> None:
    moment = now() - timedelta(hours=1)
    for _ in range(5):
        house.happened(at, "door_opened", when=moment)
    manager, seen, cursor = client.as_(estate.manager), [], None
    while cursor is not None or not seen:
        page = manager.get("access-events", query_string={"limit": 2} | ({"cursor": cursor} if cursor else {})).json
        seen += [line["id"] for line in page["items"]]
        cursor = page["next"]
    assert len(seen) == len(set(seen)) == 5
    assert seen == sorted(seen, reverse=True)
