"""Grids, shifts, workers and the worker's own queue."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine

from tests.support.estate import CANARY, Estate
from tests.support.tickets import Desk


def body(estate: Estate, **changes: Any) -> dict[str, Any]:
    return {
        "community_id": str(estate.community_id),
        "name": "一号网格",
        "places": [{"building_id": str(estate.building_id)}],
    } | changes


def test_a_manager_draws_changes_and_deletes_grids(desk: Desk, estate: Estate) -> None:
    manager = desk.as_(estate.manager)
    entrance = {"building_id": str(estate.building_id), "entrance_id": str(estate.entrance_id)}
    made = manager.post("grids", body(estate, places=[entrance], worker_ids=[str(estate.worker)])).json
    assert made["places"] == [entrance | {"label": "1栋1单元"}]
    assert made["workers"] == [{"id": str(estate.worker), "name": "赵师傅", "on_duty": False}]

    whole = {"building_id": str(estate.building_id)}
    answer = manager.patch(f"grids/{made['id']}", {"name": "东片", "places": [whole, entrance], "worker_ids": []})
    assert [p["label"] for p in answer.json["places"]] == ["1栋", "1栋1单元"]
    assert (answer.json["name"], answer.json["workers"]) == ("东片", [])
    assert manager.get(f"grids?community_id={estate.community_id}").json["items"] == [answer.json]

    assert manager.delete(f"grids/{made['id']}").status_code == 204
    assert manager.get(f"grids?community_id={estate.community_id}").json["items"] == []
    assert manager.delete(f"grids/{made['id']}").status_code == 404


def test_a_place_belongs_to_one_grid_and_a_name_to_one(desk: Desk, estate: Estate) -> None:
    manager = desk.as_(estate.manager)
    assert manager.post("grids", body(estate)).status_code == 201
    answer = manager.post("grids", body(estate, name="二号网格"))
    assert (answer.status_code, answer.json["code"]) == (409, "grid.place_taken")
    assert answer.json["detail"] == "1栋已属于网格“一号网格”。"
    answer = manager.post("grids", body(estate, places=[]))
    assert (answer.status_code, answer.json["code"]) == (409, "grid.name_taken")


def test_foreign_places_and_people_are_no_part_of_a_grid(desk: Desk, estate: Estate) -> None:
    manager, there = desk.as_(estate.manager), estate.foreign
    for change, code in (
        ({"places": [{"building_id": str(there.building_id)}]}, "grid.place_unknown"),
        ({"places": [{"building_id": str(estate.building_id), "entrance_id": str(there.entrance_id)}]}, "grid.place_unknown"),
        ({"worker_ids": [str(there.worker)]}, "grid.not_a_worker"),
        ({"worker_ids": [str(estate.resident)]}, "grid.not_a_worker"),
    ):
        answer = manager.post("grids", body(estate, **change))
        assert (answer.status_code, answer.json["code"]) == (422, code)
        assert CANARY not in answer.text
    for change in ({"name": " "}, {"name": ""}, {"places": [{}]}, {"places": [{"building_id": str(estate.building_id)}] * 2}):
        assert manager.post("grids", body(estate, **change)).status_code == 422


def test_only_the_office_draws_grids_and_only_its_own(desk: Desk, estate: Estate) -> None:
    made = desk.as_(estate.manager).post("grids", body(estate)).json
    for person in (estate.resident, estate.worker, estate.operator, estate.officer):
        assert desk.as_(person).post("grids", body(estate, name="甲", places=[])).status_code == 403
        assert desk.as_(person).patch(f"grids/{made['id']}", {"name": "甲"}).status_code == 403
        assert desk.as_(person).delete(f"grids/{made['id']}").status_code == 403
    foreign = desk.as_(estate.foreign.manager)
    assert foreign.post("grids", body(estate, name="甲", places=[])).status_code == 404
    assert foreign.patch(f"grids/{made['id']}", {"name": "甲"}).status_code == 404
    assert foreign.delete(f"grids/{made['id']}").status_code == 404


@pytest.mark.parametrize("path", ["grids", "workers"])
def test_staff_see_their_communitys_and_residents_none(desk: Desk, estate: Estate, path: str) -> None:
    desk.as_(estate.foreign.manager).post("grids", {"community_id": str(estate.foreign.community_id), "name": CANARY})
    for person in (estate.worker, estate.manager, estate.operator):
        assert desk.as_(person).get(f"{path}?community_id={estate.community_id}").status_code == 200
        answer = desk.as_(person).get(f"{path}?community_id={estate.foreign.community_id}")
        assert answer.status_code == 404
        assert CANARY not in answer.text
    assert desk.as_(estate.resident).get(f"{path}?community_id={estate.community_id}").status_code == 403


def test_being_on_duty_is_switched_on_and_off_and_may_be_pressed_twice(desk: Desk, estate: Estate) -> None:
    worker = desk.as_(estate.worker)
    assert worker.get("shifts/me").json == {"on_duty": False, "since": None}
    with time_machine.travel("2026-11-22T00:30:00+00:00", tick=False) as clock:
        worker = desk.as_(estate.second_worker)
        assert worker.post("shifts/on").json == {"on_duty": True, "since": "2026-11-22T00:30:00Z"}
        clock.shift(timedelta(minutes=5))
        assert worker.post("shifts/on").json["since"] == "2026-11-22T00:30:00Z"
        assert worker.get("shifts/me").json["on_duty"] is True
        for _ in range(2):
            assert worker.post("shifts/off").json == {"on_duty": False, "since": None}


def test_two_thumbs_at_once_start_one_shift(desk: Desk, estate: Estate) -> None:
    client = desk.as_(estate.worker)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: client.post("shifts/on"), range(8)))
    assert {a.status_code for a in answers} == {200}
    assert client.get("shifts/me").json["on_duty"] is True
    assert client.post("shifts/off").json["on_duty"] is False


def test_shifts_and_queues_are_for_those_who_work(desk: Desk, estate: Estate) -> None:
    for person in (estate.resident, estate.operator, estate.officer, estate.stranger):
        assert desk.as_(person).post("shifts/on").status_code == 403
        assert desk.as_(person).get("shifts/me").status_code == 403
        assert desk.as_(person).get("queue").status_code == 403


def test_workers_are_listed_with_those_on_duty_and_least_busy_first(desk: Desk, estate: Estate) -> None:
    desk.as_(estate.worker).post("shifts/on")
    for _ in range(2):
        desk.assigned()
    desk.resolved()  # done: no load any more
    listed = desk.as_(estate.manager).get(f"workers?community_id={estate.community_id}").json["items"]
    assert [(w["name"], w["on_duty"], w["open_tickets"]) for w in listed] == [("赵师傅", True, 2), ("钱师傅", False, 0)]


def test_the_queue_is_ones_own_by_deadline_with_what_to_do_next(desk: Desk, estate: Estate) -> None:
    def queue(person: UUID) -> list[dict[str, Any]]:
        return desk.as_(person).get("queue").json["items"]

    with time_machine.travel("2026-11-22T02:00:00+00:00", tick=False) as clock:
        later, sooner = desk.assigned(), desk.assigned(urgency="urgent")
        working, held, done, reopened = desk.in_progress(), desk.in_progress(), desk.resolved(), desk.resolved()
        desk.do(estate.worker, held, "hold", reason="等配件", until="2026-11-23T02:00:00Z")
        desk.do(estate.resident, reopened, "reject", reason="还是不行")
        clock.shift(timedelta(minutes=125, seconds=30))
        desk.sign_in_again()
        items = {item["id"]: item for item in queue(estate.worker)}
    assert next(iter(items)) == sooner["id"]
    assert {i: (items[i]["next_action"], items[i]["minutes_left"]) for i in items} == {
        sooner["id"]: ("accept", -6),
        later["id"]: ("accept", 114),
        working["id"]: ("resolve", 114),
        held["id"]: ("resume", 240),  # as many as were left when the clock stopped
        reopened["id"]: ("accept", 114),
    }
    assert done["id"] not in items
    assert queue(estate.second_worker) == []
