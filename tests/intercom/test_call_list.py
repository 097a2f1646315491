"""The list of calls: who sees which, what counts as missed, what is seen, and today's numbers."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from community.models import Membership, MembershipStatus, Title
from community.policies import Role
from intercom.models import Call
from tests.support.clients import Client
from tests.support.estate import Estate
from tests.support.house import House, PanelAt


@pytest.fixture
def missed(house: House, at: PanelAt) -> str:
    """A visitor has rung the home of resident and relative in vain."""
    house.invite(at, "1203")
    house.hang_up(at, reason="no_answer")
    [call] = house.rows(select(Call.id))
    return str(call)


def ids(client: Client, **query: Any) -> list[str]:
    return [item["id"] for item in client.get("calls", query_string=query).json["items"]]


def test_members_of_the_home_and_the_office_see_a_call(estate: Estate, client: Client, missed: str) -> None:
    for person in (estate.resident, estate.relative, estate.manager, estate.operator):
        assert ids(client.as_(person)) == [missed]
        assert client.as_(person).get(f"calls/{missed}").json["id"] == missed


def test_nobody_else_sees_it(estate: Estate, client: Client, missed: str) -> None:
    assert ids(client.as_(estate.neighbour)) == []
    assert client.as_(estate.neighbour).get(f"calls/{missed}").status_code == 403
    for person in (estate.foreign.resident, estate.foreign.manager):
        assert ids(client.as_(person)) == []
        assert ids(client.as_(person), community_id=estate.community_id) == []
        assert client.as_(person).get(f"calls/{missed}").status_code == 404
    for person in (estate.worker, estate.officer, estate.auditor, estate.admin, estate.stranger):
        assert client.as_(person).get("calls").status_code == 403
    assert client.get("calls").status_code == 401


def test_who_moves_in_later_does_not_see_the_calls_of_before(house: House, estate: Estate, client: Client, missed: str) -> None:
    with house.work() as uow:
        uow.session.add(
            Membership(
                person_id=estate.stranger,
                role=Role.RESIDENT,
                title=Title.TENANT,
                status=MembershipStatus.ACTIVE,
                community_id=estate.community_id,
                home_id=estate.home_id,
            )
        )
    assert ids(client.as_(estate.stranger)) == []
    assert client.as_(estate.stranger).get(f"calls/{missed}").status_code == 404


def test_who_has_moved_out_sees_them_no_longer(house: House, estate: Estate, client: Client, missed: str) -> None:
    with house.work() as uow:
        uow.session.scalars(select(Membership).where(Membership.person_id == estate.relative)).one().status = MembershipStatus.ENDED
    assert client.as_(estate.relative).get("calls").status_code == 403


def test_a_missed_call_is_unseen_until_each_has_seen_it(estate: Estate, client: Client, missed: str) -> None:
    resident, relative = client.as_(estate.resident), client.as_(estate.relative)
    [item] = resident.get("calls", query_string={"missed": "true"}).json["items"]
    assert (item["missed"], item["seen"], item["outcome"]) == (True, False, "no_answer")
    assert resident.post(f"calls/{missed}/seen").json["seen"] is True
    assert resident.get(f"calls/{missed}").json["seen"] is True
    assert relative.get(f"calls/{missed}").json["seen"] is False


def test_who_declines_a_moment_after_the_visitor_has_left_has_seen_the_call(estate: Estate, client: Client, missed: str) -> None:
    resident, relative = client.as_(estate.resident), client.as_(estate.relative)
    late = relative.post(f"calls/{missed}/decline").json
    assert (late["missed"], late["seen"], late["my_state"]) == (True, True, "missed")
    assert resident.get(f"calls/{missed}").json["seen"] is False


@pytest.mark.parametrize("action", ["accept", "decline"])
def test_an_answered_or_declined_call_is_not_missed(house: House, estate: Estate, client: Client, at: PanelAt, action: str) -> None:
    house.invite(at, "1203")
    [call] = house.rows(select(Call.id))
    people = (estate.resident, estate.relative) if action == "decline" else (estate.resident,)
    for person in people:
        client.as_(person).post(f"calls/{call}/{action}", {"client": "phone-1"} if action == "accept" else {})
    house.hang_up(at)
    assert ids(client.as_(estate.resident), missed="true") == []
    assert ids(client.as_(estate.resident), missed="false") == [str(call)]


def test_a_ringing_call_is_not_missed_and_can_be_asked_for(
    house: House, estate: Estate, client: Client, at: PanelAt, missed: str
) -> None:
    house.invite(at, "1203", call="call-0002")
    resident = client.as_(estate.resident)
    [ringing] = ids(resident, state="ringing")
    assert ringing != missed
    assert ids(resident, state="ended") == [missed]
    assert ids(resident, missed="false") == [ringing]
    assert ids(resident) == [ringing, missed]


def test_a_state_that_does_not_exist_is_refused(estate: Estate, client: Client) -> None:
    assert client.as_(estate.resident).get("calls", query_string={"state": "sleeping"}).status_code == 422


def test_todays_numbers_count_by_the_communitys_midnight(
    house: House, estate: Estate, client: Client, at: PanelAt, missed: str
) -> None:
    house.invite(at, "1204", call="call-0002")
    manager = client.as_(estate.manager)
    assert manager.get("statistics/calls").json == {"today": 2, "missed_today": 1, "ringing": 1}
    with house.work() as uow:
        first = uow.session.scalars(select(Call).order_by(Call.id)).first()
        assert first is not None
        local_midnight = uow.now.astimezone(ZoneInfo("Asia/Shanghai")).replace(hour=0, minute=0, second=0, microsecond=0)
        first.started_at = local_midnight - timedelta(microseconds=1)
    assert manager.get("statistics/calls", query_string={"community_id": estate.community_id}).json == {
        "today": 1,
        "missed_today": 0,
        "ringing": 1,
    }


def test_numbers_are_for_the_office_of_the_community_only(estate: Estate, client: Client, missed: str) -> None:
    none = {"today": 0, "missed_today": 0, "ringing": 0}
    assert client.as_(estate.foreign.manager).get("statistics/calls").json == none
    query = {"community_id": estate.community_id}
    assert client.as_(estate.foreign.manager).get("statistics/calls", query_string=query).status_code == 404
    for person in (estate.resident, estate.worker, estate.officer):
        assert client.as_(person).get("statistics/calls").status_code == 403
