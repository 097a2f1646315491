"""Doors come with their panels, show only what those report, and are seen by those who may."""

from datetime import timedelta
from functools import partial

import time_machine
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from access import doors
from access.models import Door
from community.core.clock import now
from devices.liveness import SILENCE
from devices.models import Device
from tests.support.clients import Client
from tests.support.estate import Estate
from tests.support.house import House, PanelAt, at_once
from tests.support.panels import add_panel


def shown(client: Client, door_id: object, **query: object) -> dict:
    items = client.get("doors", query_string=query).json["items"]
    [door] = [item for item in items if item["id"] == str(door_id)]
    return door


def ids(client: Client, **query: object) -> set[str]:
    answer = client.get("doors", query_string=query)
    assert answer.status_code == 200
    return {item["id"] for item in answer.json["items"]}


def test_a_new_panel_brings_its_door_which_is_unknown_until_it_reports(house: House, estate: Estate, client: Client) -> None:
    with house.app.app_context():
        device = add_panel(estate.community_id, estate.entrance_id)
    house.tell(house.created(device, estate.entrance_id))
    [door] = client.as_(estate.resident).get("doors").json["items"]
    assert (door["state"], door["kind"], door["reported_at"]) == ("unknown", "entrance", None)
    assert door["entrance"] == {"id": str(estate.entrance_id), "label": "1栋1单元"}


def test_the_same_news_of_a_panel_twice_makes_one_door(house: House, estate: Estate, at: PanelAt) -> None:
    house.tell(house.created(at.device, estate.entrance_id))
    assert len(house.rows(select(Door))) == 1


def test_a_panel_at_no_entrance_governs_a_gate_named_after_it(house: House, estate: Estate, client: Client) -> None:
    gate = house.panel(None)
    door = shown(client.as_(estate.resident), gate.door)
    assert (door["kind"], door["name"], door["entrance"], door["can_unlock"]) == ("gate", "南大门", None, True)


def test_the_state_shown_is_what_the_panel_reported(house: House, estate: Estate, client: Client, at: PanelAt) -> None:
    resident = client.as_(estate.resident)
    assert shown(resident, at.door)["state"] == "locked"
    house.report(at, lock="unlocked", phys="open")
    assert (shown(resident, at.door)["state"], shown(resident, at.door)["phys"]) == ("unlocked", "open")


def test_an_older_report_that_arrives_later_changes_nothing(house: House, estate: Estate, client: Client, at: PanelAt) -> None:
    house.report(at, lock="unlocked")
    house.report(at, lock="jammed", received_at=now() - timedelta(minutes=1))
    assert shown(client.as_(estate.resident), at.door)["state"] == "unlocked"


def test_a_word_that_this_version_does_not_know_makes_the_door_unknown(
    house: House, estate: Estate, client: Client, at: PanelAt
) -> None:
    house.report(at, lock="half_open")
    assert shown(client.as_(estate.resident), at.door)["state"] == "unknown"


def test_a_door_is_offline_while_its_panel_is_away_and_true_again_when_it_is_back(
    house: House, estate: Estate, client: Client, at: PanelAt
) -> None:
    resident = client.as_(estate.resident)
    house.presence(at, "offline")
    assert shown(resident, at.door)["state"] == "offline"
    house.presence(at, "ready", was="offline")
    assert shown(resident, at.door)["state"] == "locked"


def test_a_door_whose_panel_fell_silent_is_offline_and_nobody_can_open_it(
    house: House, estate: Estate, client: Client, at: PanelAt
) -> None:
    heard = house.rows(select(Device.last_seen_at).where(Device.id == at.device))[0]
    for ago, state, openable in ((SILENCE, "locked", True), (SILENCE + timedelta(seconds=1), "offline", False)):
        with time_machine.travel(heard + ago, tick=False):
            for person in (estate.resident, estate.manager):
                door = shown(client.as_(person), at.door)
                assert (door["state"], door["can_unlock"]) == (state, openable)


def test_while_the_broker_is_away_every_door_is_offline(house: House, estate: Estate, client: Client, at: PanelAt) -> None:
    house.link.connected = False
    door = shown(client.as_(estate.resident), at.door)
    assert (door["state"], door["can_unlock"]) == ("offline", False)
    house.link.connected = True
    door = shown(client.as_(estate.resident), at.door)
    assert (door["state"], door["can_unlock"]) == ("locked", True)


def test_news_of_a_door_do_not_depend_on_the_link_of_the_process_that_writes_them(
    house: House, estate: Estate, at: PanelAt
) -> None:
    house.link.connected = False
    house.report(at, lock="unlocked", phys="open")
    _, data = house.feed(estate.resident, "door.changed")[-1]
    assert (data["door"]["state"], data["door"]["can_unlock"]) == ("unlocked", True)


def test_a_report_of_a_door_nobody_knew_sets_it_up(house: House, estate: Estate, client: Client, at: PanelAt) -> None:
    house.report(at, door=2)
    names = [item["name"] for item in client.as_(estate.resident).get("doors").json["items"]]
    assert names == ["单元门", "单元门2"]


def test_a_retired_panels_door_stays_with_its_log_and_goes_to_the_next_panel(
    house: House, estate: Estate, client: Client, at: PanelAt
) -> None:
    house.retire(at)
    left = shown(client.as_(estate.manager), at.door)
    assert (left["state"], left["device_id"], left["can_unlock"]) == ("unknown", None, False)
    assert client.as_(estate.resident).get("doors").json["items"] == []
    successor = house.panel(estate.entrance_id)
    assert successor.door == at.door
    assert shown(client.as_(estate.manager), at.door)["state"] == "locked"


def test_a_second_panel_at_an_entrance_does_not_take_the_firsts_door(house: House, estate: Estate, at: PanelAt) -> None:
    assert house.panel(estate.entrance_id).door != at.door


def test_doors_at_one_entrance_have_names_of_their_own(house: House, estate: Estate, client: Client, at: PanelAt) -> None:
    second = house.panel(estate.entrance_id)
    house.report(at, door=2)
    elsewhere = house.panel(estate.other_entrance_id)
    names = {item["id"]: item["name"] for item in client.as_(estate.manager).get("doors").json["items"]}
    assert (names[str(at.door)], names[str(second.door)], names[str(elsewhere.door)]) == ("单元门", "单元门2", "单元门")
    assert sorted(names.values()) == ["单元门", "单元门", "单元门2", "单元门3"]


def test_gates_of_one_label_have_names_of_their_own(house: House, estate: Estate, client: Client) -> None:
    gates = [house.panel(None), house.panel(None)]
    there = house.panel(None, community_id=estate.foreign.community_id)
    resident = client.as_(estate.resident)
    assert [shown(resident, gate.door)["name"] for gate in gates] == ["南大门", "南大门2"]
    assert shown(client.as_(estate.foreign.resident), there.door)["name"] == "南大门"


def test_two_panels_set_up_at_once_at_one_entrance_end_with_two_names(house: House, estate: Estate, client: Client) -> None:
    with house.app.app_context():
        devices = [add_panel(estate.community_id, estate.entrance_id) for _ in range(2)]

    def set_up(device: str) -> bool:
        try:
            with house.work() as uow:
                door = doors.set_up_door(uow, doors.Panel(device, estate.community_id, estate.entrance_id), 1)
            return bool(door)
        except IntegrityError:
            return False

    done = at_once(*[partial(set_up, device) for device in devices])
    assert any(done)
    for device, made in zip(devices, done, strict=True):
        assert made or set_up(device)
    assert [item["name"] for item in client.as_(estate.resident).get("doors").json["items"]] == ["单元门", "单元门2"]


def test_a_resident_sees_own_entrance_and_gates_only(house: House, estate: Estate, client: Client, at: PanelAt) -> None:
    gate = house.panel(None)
    other = house.panel(estate.other_entrance_id)
    assert ids(client.as_(estate.resident)) == {str(at.door), str(gate.door)}
    assert ids(client.as_(estate.distant)) == {str(other.door), str(gate.door)}


def test_staff_see_all_doors_of_their_community_and_may_open_by_office(
    house: House, estate: Estate, client: Client, at: PanelAt
) -> None:
    other = house.panel(estate.other_entrance_id)
    for person in (estate.manager, estate.operator):
        assert ids(client.as_(person)) == {str(at.door), str(other.door)}
        assert shown(client.as_(person), at.door)["can_unlock"] is True
    assert shown(client.as_(estate.worker), at.door)["can_unlock"] is False
    assert shown(client.as_(estate.officer), at.door)["can_unlock"] is False


def test_nobody_sees_a_door_of_another_community(house: House, estate: Estate, client: Client) -> None:
    foreign = estate.foreign
    there = house.panel(foreign.entrance_id, community_id=foreign.community_id)
    for person in (estate.resident, estate.manager, estate.operator, estate.worker, estate.officer):
        assert ids(client.as_(person)) == set()
        assert ids(client.as_(person), community_id=foreign.community_id) == set()
    assert ids(client.as_(foreign.resident)) == {str(there.door)}
    assert ids(client.as_(estate.admin)) == {str(there.door)}


def test_who_is_nowhere_a_member_or_not_signed_in_sees_no_doors(client: Client, estate: Estate, at: PanelAt) -> None:
    assert client.as_(estate.stranger).get("doors").status_code == 403
    assert client.get("doors").status_code == 401


def test_a_change_of_state_is_told_to_those_who_may_open_the_door(house: House, estate: Estate, at: PanelAt) -> None:
    house.report(at, lock="unlocked")
    for person in (estate.resident, estate.relative, estate.neighbour, estate.manager, estate.operator):
        kind, data = house.feed(person)[-1]
        assert (kind, data["door"]["id"], data["door"]["state"]) == ("door.changed", str(at.door), "unlocked")
    for person in (estate.distant, estate.worker, estate.foreign.resident, estate.foreign.manager, estate.officer):
        assert house.feed(person) == []


def test_a_report_without_a_change_is_not_told(house: House, estate: Estate, at: PanelAt) -> None:
    before = len(house.feed(estate.resident))
    house.report(at)
    assert len(house.feed(estate.resident)) == before


def test_residents_hear_of_a_gate_when_it_comes_and_goes_but_not_of_each_opening(house: House, estate: Estate) -> None:
    gate = house.panel(None)
    before = len(house.feed(estate.distant))
    house.report(gate, lock="unlocked")
    assert len(house.feed(estate.distant)) == before
    assert house.feed(estate.manager)[-1][1]["door"]["state"] == "unlocked"
    house.presence(gate, "offline")
    assert house.feed(estate.distant)[-1][1]["door"]["state"] == "offline"
