"""A visitor dials: who rings, what the panel is told, and what happens when news come twice, late or not at all."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from community.core.clock import now
from community.models import Membership, MembershipStatus
from intercom.jobs import end_overdue_calls
from intercom.models import Call
from intercom.services import invite
from tests.support.clients import Client
from tests.support.estate import Estate
from tests.support.house import House, PanelAt


def the_call(house: House) -> Call:
    [call] = house.rows(select(Call))
    return call


def how(house: House) -> tuple[str, str | None, str | None]:
    call = the_call(house)
    return call.state, call.outcome, call.ended_reason


def pass_time(house: House, seconds: float) -> None:
    """The clock's job runs that long after the call began."""
    with time_machine.travel(the_call(house).started_at + timedelta(seconds=seconds), tick=False):
        with house.work() as uow:
            end_overdue_calls(uow)
        house.relay()


def test_an_invite_rings_every_member_of_the_home_and_nobody_else(house: House, estate: Estate, at: PanelAt) -> None:
    house.invite(at, "1203")
    assert house.told(at) == ["ringing"]
    for person in (estate.resident, estate.relative):
        [(kind, data)] = [entry for entry in house.feed(person) if entry[0].startswith("call.")]
        assert (kind, data["call"]["state"], data["call"]["home"]["label"]) == ("call.ringing", "ringing", "1栋1单元1203")
        assert data["call"]["door"] == {"id": str(at.door), "name": "单元门"}
    for person in (estate.neighbour, estate.distant, estate.worker, estate.foreign.resident, estate.foreign.manager):
        assert house.feed(person, "call.ringing") == []


def test_the_office_sees_that_a_home_is_rung(house: House, estate: Estate, at: PanelAt) -> None:
    house.invite(at, "1203")
    for person in (estate.manager, estate.operator):
        assert len(house.feed(person, "call.ringing")) == 1


def test_the_panel_is_told_whom_it_rings(house: House, at: PanelAt) -> None:
    house.invite(at, "1203")
    [notice] = [each.payload for each in house.link.published if each.topic.endswith("/down/call")]
    assert notice == {"call": "call-0001", "type": "ringing", "label": "1栋1单元1203"}


def test_leading_zeros_of_a_keypad_do_not_matter(house: House, at: PanelAt) -> None:
    house.invite(at, "001203")
    assert how(house) == ("ringing", None, None)


@pytest.mark.parametrize("digits", ["9999", "301", "1-1-1203", ""])
def test_a_number_that_no_home_at_this_entrance_has_is_unknown_and_leaves_no_call(house: House, at: PanelAt, digits: str) -> None:
    house.invite(at, digits)
    assert house.told(at) == ["unknown_home"]
    assert house.rows(select(Call)) == []


def test_a_gate_rings_a_home_by_building_entrance_and_number(house: House, estate: Estate) -> None:
    gate = house.panel(None)
    house.invite(gate, "1-2-0301")
    assert len(house.feed(estate.distant, "call.ringing")) == 1
    assert the_call(house).home_id == estate.other_entrance_home_id


@pytest.mark.parametrize("digits", ["301", "1-9-301", "2-2-301", "1-2-999", "--", "1-2-301-1"])
def test_a_gate_rings_nobody_for_an_address_that_does_not_exist(house: House, digits: str) -> None:
    gate = house.panel(None)
    house.invite(gate, digits)
    assert (house.told(gate), house.rows(select(Call))) == (["unknown_home"], [])


def test_a_panel_never_rings_a_home_of_another_community(house: House, estate: Estate) -> None:
    there = estate.foreign
    gate = house.panel(None, community_id=there.community_id)
    house.invite(gate, "1-1-1203")
    assert len(house.feed(there.resident, "call.ringing")) == 1
    for person in (estate.resident, estate.manager, estate.operator):
        assert house.feed(person, "call.ringing") == []


def test_a_home_without_members_is_a_missed_call_that_the_office_sees(house: House, estate: Estate, client: Client) -> None:
    at = house.panel(estate.other_entrance_id)
    house.invite(at, "302")
    assert house.told(at) == ["no_answer"]
    assert how(house) == ("ended", "no_answer", "nobody")
    assert house.feed(estate.manager, "call.ringing") == []
    assert house.feed(estate.manager, "call.ended")[0][1]["reason"] == "nobody"
    [missed] = client.as_(estate.manager).get("calls", query_string={"missed": "true"}).json["items"]
    assert missed["home"]["label"] == "1栋2单元302"


def test_who_has_moved_out_is_not_rung(house: House, estate: Estate, at: PanelAt) -> None:
    with house.work() as uow:
        moved_out = uow.session.scalars(select(Membership).where(Membership.person_id == estate.relative)).one()
        moved_out.status = MembershipStatus.ENDED
    house.invite(at, "1203")
    assert house.feed(estate.relative, "call.ringing") == []
    assert len(house.feed(estate.resident, "call.ringing")) == 1


def test_a_repeated_invite_rings_once_and_the_panel_is_told_again_how_it_stands(house: House, estate: Estate, at: PanelAt) -> None:
    for _ in range(3):
        house.invite(at, "1203")
    assert house.told(at) == ["ringing"] * 3
    assert len(house.feed(estate.resident, "call.ringing")) == 1
    assert how(house) == ("ringing", None, None)


def test_a_repeated_invite_of_an_ended_call_does_not_ring_again(house: House, estate: Estate, at: PanelAt) -> None:
    house.invite(at, "1203")
    house.hang_up(at)
    house.invite(at, "1203")
    assert house.told(at) == ["ringing", "hangup"]
    assert how(house) == ("ended", "cancelled", "visitor")


def test_the_same_call_id_at_two_panels_is_two_calls(house: House, estate: Estate, at: PanelAt) -> None:
    gate = house.panel(None)
    house.invite(at, "1203")
    house.invite(gate, "1-1-1204")
    assert [call.state for call in house.rows(select(Call))] == ["ringing", "ringing"]


def test_an_invite_of_almost_thirty_seconds_ago_rings(house: House, at: PanelAt) -> None:
    house.invite(at, "1203", when=now() - timedelta(seconds=28))
    assert how(house) == ("ringing", None, None)


def test_an_older_invite_rings_nobody_and_is_a_missed_call(house: House, estate: Estate, at: PanelAt) -> None:
    house.invite(at, "1203", when=now() - timedelta(seconds=30))
    assert how(house) == ("ended", "no_answer", "expired")
    assert house.feed(estate.resident, "call.ringing") == []
    assert house.told(at) == ["no_answer"]


def test_a_panel_whose_clock_runs_ahead_still_rings(house: House, at: PanelAt) -> None:
    house.invite(at, "1203", when=now() + timedelta(hours=3))
    assert how(house) == ("ringing", None, None)
    assert the_call(house).invited_at <= now()


def test_a_new_invite_of_the_same_panel_ends_the_call_before(house: House, estate: Estate, at: PanelAt) -> None:
    house.invite(at, "1203")
    house.invite(at, "1204", call="call-0002")
    first, second = house.rows(select(Call).order_by(Call.id))
    assert (first.outcome, first.ended_reason, second.state) == ("cancelled", "replaced", "ringing")
    assert house.feed(estate.resident)[-1][0] == "call.ended"
    assert house.feed(estate.neighbour)[-1][0] == "call.ringing"
    assert house.told(at) == ["ringing", "ringing"]


def test_a_visitor_who_gives_up_ends_the_call_for_everybody(house: House, estate: Estate, at: PanelAt) -> None:
    house.invite(at, "1203")
    house.hang_up(at, reason="cancelled")
    assert how(house) == ("ended", "cancelled", "cancelled")
    for person in (estate.resident, estate.relative, estate.manager):
        kind, data = house.feed(person)[-1]
        assert (kind, data["outcome"], data["by_name"]) == ("call.ended", "cancelled", None)


def test_a_panel_that_gives_up_by_itself_means_nobody_answered(house: House, at: PanelAt) -> None:
    house.invite(at, "1203")
    house.hang_up(at, reason="no_answer")
    assert how(house) == ("ended", "no_answer", "no_answer")


def test_a_hangup_twice_or_for_an_unknown_call_changes_nothing(house: House, estate: Estate, at: PanelAt) -> None:
    house.hang_up(at, call="call-9999")
    house.invite(at, "1203")
    house.hang_up(at)
    before = len(house.feed(estate.resident))
    house.hang_up(at, reason="no_answer")
    assert how(house) == ("ended", "cancelled", "visitor")
    assert len(house.feed(estate.resident)) == before


def test_another_panel_cannot_hang_up_a_call(house: House, estate: Estate, at: PanelAt) -> None:
    house.invite(at, "1203")
    house.hang_up(house.panel(estate.other_entrance_id))
    assert how(house) == ("ringing", None, None)


def test_ringing_ends_after_thirty_seconds_and_not_before(house: House, estate: Estate, at: PanelAt) -> None:
    house.invite(at, "1203")
    pass_time(house, 29.9)
    assert how(house) == ("ringing", None, None)
    pass_time(house, 30)
    assert how(house) == ("ended", "no_answer", "no_answer")
    assert house.told(at) == ["ringing", "no_answer"]
    assert house.feed(estate.resident)[-1][1]["outcome"] == "no_answer"


def test_the_clock_ends_a_call_once(house: House, estate: Estate, at: PanelAt) -> None:
    house.invite(at, "1203")
    for _ in range(3):
        pass_time(house, 31)
    assert house.told(at) == ["ringing", "no_answer"]
    assert len(house.feed(estate.resident, "call.ended")) == 1


@pytest.mark.parametrize("presence", ["offline", "stale", "sleeping"])
def test_a_panel_that_vanishes_ends_its_call(house: House, estate: Estate, at: PanelAt, presence: str) -> None:
    house.invite(at, "1203")
    house.presence(at, presence)
    assert how(house) == ("ended", "failed", "panel_offline")
    assert house.feed(estate.resident, "call.ended")[0][1]["outcome"] == "failed"
    assert house.told(at) == ["ringing"]


def test_a_panel_that_begins_a_new_session_has_forgotten_its_call(house: House, at: PanelAt) -> None:
    house.invite(at, "1203")
    house.presence(at, "ready", was="ready")
    assert how(house) == ("ended", "failed", "panel_offline")


def test_a_panel_that_comes_back_and_one_elsewhere_that_goes_leave_calls_alone(house: House, estate: Estate, at: PanelAt) -> None:
    other = house.panel(estate.other_entrance_id)
    house.invite(at, "1203")
    house.presence(at, "ready", was="stale")
    house.presence(other, "offline")
    assert how(house) == ("ringing", None, None)


def test_news_of_an_absence_from_before_the_call_does_not_end_it(house: House, at: PanelAt) -> None:
    house.invite(at, "1203")
    house.presence(at, "offline", when=now() - timedelta(seconds=5))
    assert how(house) == ("ringing", None, None)


def test_the_door_opened_by_any_means_ends_the_ringing(house: House, estate: Estate, client: Client, at: PanelAt) -> None:
    house.invite(at, "1203")
    client.as_(estate.neighbour).post(f"doors/{at.door}/unlock")
    house.relay()
    assert how(house) == ("ended", "opened", "opened")
    assert house.told(at) == ["ringing", "opened"]
    assert house.feed(estate.resident, "call.ended")[0][1]["outcome"] == "opened"


def test_a_door_that_is_seen_to_open_ends_the_ringing(house: House, at: PanelAt) -> None:
    house.invite(at, "1203")
    house.happened(at, "door_opened")
    assert how(house) == ("ended", "opened", "opened")


def test_a_door_that_opened_before_the_visitor_dialled_does_not(house: House, at: PanelAt) -> None:
    house.invite(at, "1203")
    house.happened(at, "door_opened", when=now() - timedelta(seconds=5))
    assert how(house) == ("ringing", None, None)


@pytest.mark.parametrize("type_", ["door_closed", "access_denied", "exit_button"])
def test_other_news_of_the_door_do_not(house: House, at: PanelAt, type_: str) -> None:
    house.invite(at, "1203")
    house.happened(at, type_)
    assert how(house) == ("ringing", None, None)


def test_another_door_does_not(house: House, estate: Estate, at: PanelAt) -> None:
    house.invite(at, "1203")
    house.happened(house.panel(estate.other_entrance_id), "door_opened")
    assert how(house) == ("ringing", None, None)


def test_a_call_whose_time_ran_out_before_it_could_be_told_rings_nobody(house: House, estate: Estate, at: PanelAt) -> None:
    """The worker stood still for half a minute between taking the invite in and telling the phones."""
    with house.work() as uow:
        invite(uow, house.call_message(at, "invite", "call-0001", home="1203"))
    with time_machine.travel(the_call(house).deadline, tick=False):
        house.relay()
    assert house.feed(estate.resident, "call.ringing") == []


def test_a_call_that_is_over_before_it_could_be_told_rings_nobody(house: House, estate: Estate, at: PanelAt) -> None:
    """Invite and hangup lie in the outbox together, as after a worker's restart."""
    house.tell(house.call_message(at, "invite", "call-0001", home="1203"), house.call_message(at, "hangup", "call-0001"))
    kinds = [kind for kind, _ in house.feed(estate.resident) if kind.startswith("call.")]
    assert kinds in (["call.ended"], ["call.ringing", "call.ended"])
    assert how(house) == ("ended", "cancelled", "visitor")
