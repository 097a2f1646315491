"""A new ticket finds the right worker by itself, and says why."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from community.core.auth import Actor
from community.core.uow import unit_of_work
from community.models import Membership, MembershipStatus
from tests.support.estate import Estate
from tests.support.tickets import Desk

Relay = Callable[[], int]


@pytest.fixture
def grid(desk: Desk, estate: Estate) -> dict[str, Any]:
    """A grid of the whole building with both workers in it; nobody is on duty yet."""
    return draw(desk, estate, workers=[estate.worker, estate.second_worker])


def draw(desk: Desk, estate: Estate, *, workers: list[Any], name: str = "一号网格", entrance: bool = False) -> dict[str, Any]:
    place = {"building_id": str(estate.building_id)} | ({"entrance_id": str(estate.entrance_id)} if entrance else {})
    body = {"community_id": str(estate.community_id), "name": name, "places": [place], "worker_ids": [str(w) for w in workers]}
    answer = desk.as_(estate.manager).post("grids", body)
    assert answer.status_code == 201, answer.json
    return answer.json


def now(desk: Desk, estate: Estate, ticket: dict[str, Any]) -> dict[str, Any]:
    return desk.as_(estate.manager).get(f"tickets/{ticket['id']}").json


@pytest.mark.usefixtures("grid")
def test_a_ticket_goes_to_the_worker_on_duty_and_the_history_says_why(desk: Desk, estate: Estate, relay: Relay) -> None:
    desk.as_(estate.worker).post("shifts/on")
    ticket = desk.report()
    assert ticket["state"] == "submitted"
    relay()
    ticket = now(desk, estate, ticket)
    assert (ticket["state"], ticket["assignee"]["name"]) == ("assigned", "赵师傅")
    entry = desk.as_(estate.resident).get(f"tickets/{ticket['id']}/history").json["items"][1]
    assert entry["actor"] == {"id": None, "name": "系统", "role": "system"}
    assert entry["note"] == "按网格自动派单：一号网格，当班 1 人中在办工单最少（0 件）"
    assert (entry["data"]["rule"], entry["data"]["open_tickets"]) == ("grid.least_open", 0)
    english = desk.as_(estate.resident).with_headers(Accept_Language="en").get(f"tickets/{ticket['id']}/history").json["items"][1]
    assert english["actor"]["name"] == "System"
    assert english["note"] == "Assigned by grid: 一号网格; fewest open tickets (0) of 1 on duty"


@pytest.mark.usefixtures("grid")
def test_the_worker_with_the_fewest_open_tickets_is_chosen(desk: Desk, estate: Estate, relay: Relay) -> None:
    for worker in (estate.worker, estate.second_worker):
        desk.as_(worker).post("shifts/on")
    tickets = []
    for _ in range(4):
        tickets.append(desk.report())
        relay()
    names = [now(desk, estate, t)["assignee"]["name"] for t in tickets]
    assert sorted(names[:2]) == sorted(names[2:]) == ["赵师傅", "钱师傅"]


@pytest.mark.usefixtures("grid")
def test_without_anybody_on_duty_it_stays_with_the_office_as_unassigned(desk: Desk, estate: Estate, relay: Relay) -> None:
    ticket = desk.report()
    relay()
    assert now(desk, estate, ticket)["state"] == "submitted"
    figures = desk.as_(estate.manager).get(f"statistics/tickets?community_id={estate.community_id}").json
    assert (figures["open"], figures["unassigned"]) == (1, 1)


def test_without_a_grid_for_the_place_nobody_is_sent(desk: Desk, estate: Estate, relay: Relay) -> None:
    draw(desk, estate, entrance=True, workers=[estate.worker])
    desk.as_(estate.worker).post("shifts/on")
    elsewhere = desk.report(by=estate.distant, home_id=str(estate.other_entrance_home_id))
    grounds = desk.report(home_id=None, community_id=str(estate.community_id), spot="小区东门")
    relay()
    assert {now(desk, estate, t)["state"] for t in (elsewhere, grounds)} == {"submitted"}


def test_the_grid_of_the_entrance_goes_before_that_of_the_building(desk: Desk, estate: Estate, relay: Relay) -> None:
    draw(desk, estate, name="全楼", workers=[estate.second_worker])
    draw(desk, estate, name="一单元", entrance=True, workers=[estate.worker])
    for worker in (estate.worker, estate.second_worker):
        desk.as_(worker).post("shifts/on")
    here, there = desk.report(), desk.report(by=estate.distant, home_id=str(estate.other_entrance_home_id))
    relay()
    assert now(desk, estate, here)["assignee"]["name"] == "赵师傅"
    assert now(desk, estate, there)["assignee"]["name"] == "钱师傅"


@pytest.mark.usefixtures("grid")
def test_what_the_manager_has_assigned_first_stays_as_it_is(desk: Desk, estate: Estate, relay: Relay) -> None:
    desk.as_(estate.worker).post("shifts/on")
    ticket = desk.do(estate.manager, desk.report(), "assign", assignee_id=str(estate.second_worker))
    relay()
    after = now(desk, estate, ticket)
    assert (after["assignee"]["name"], after["version"]) == ("钱师傅", 2)


@pytest.mark.usefixtures("grid")
def test_a_worker_gone_off_duty_gets_nothing_new_and_keeps_the_old(desk: Desk, estate: Estate, relay: Relay) -> None:
    worker = desk.as_(estate.worker)
    worker.post("shifts/on")
    kept = desk.report()
    relay()
    assert worker.post("shifts/off").json["on_duty"] is False
    fresh = desk.report()
    relay()
    assert now(desk, estate, fresh)["assignee"] is None
    assert [item["id"] for item in worker.get("queue").json["items"]] == [kept["id"]]


@pytest.mark.usefixtures("grid")
def test_what_was_reported_at_night_goes_to_the_first_who_comes_on_duty(desk: Desk, estate: Estate, relay: Relay) -> None:
    """The most pressing first; what stands outside the worker's grids, or has been cancelled, goes to nobody."""
    ticket, cancelled = desk.report(), desk.report()
    desk.do(estate.resident, cancelled, "cancel", reason="自己修好了")
    outside = desk.report(home_id=None, community_id=str(estate.community_id), spot="东门")
    relay()
    desk.as_(estate.second_worker).post("shifts/on")
    relay()
    states = [now(desk, estate, t)["state"] for t in (ticket, cancelled, outside)]
    assert states == ["assigned", "cancelled", "submitted"]
    assert now(desk, estate, ticket)["assignee"]["name"] == "钱师傅"


@pytest.mark.usefixtures("grid")
def test_a_worker_whose_role_has_ended_gets_nothing_although_still_on_duty(
    app: Flask, desk: Desk, estate: Estate, relay: Relay
) -> None:
    desk.as_(estate.worker).post("shifts/on")
    with app.app_context(), unit_of_work(Actor.system("test")) as uow:
        ended = update(Membership).where(Membership.person_id == estate.worker)
        uow.session.execute(ended.values(status=MembershipStatus.ENDED))
    ticket = desk.report()
    relay()
    assert now(desk, estate, ticket)["assignee"] is None
