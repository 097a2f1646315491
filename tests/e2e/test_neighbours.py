"""Five neighbours have the same trouble: they join one report, the work is done once, and each says how it was."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Connection, create_engine, insert, select

from community.core.ids import new_id
from community.models import Home, Membership, MembershipStatus, Person, Title
from community.policies import Role
from tests.e2e.conftest import DESK, Town
from tests.support.processes import wait_until

pytestmark = [pytest.mark.broker, pytest.mark.browser]
Open = Callable[..., Page]
MOVED_IN = (("1303", 13, "何田"), ("1304", 13, "江小鱼"), ("503", 5, "吴桐"))


def test_five_neighbours_join_one_report_and_give_five_ratings(town: Town, open_as: Open, photo: Path) -> None:
    estate = town.system.estate
    parent = lift_reported(town)
    people = [estate.neighbour, estate.distant, *moved_in(town)]
    phones = [open_as(person, "/") for person in people]
    for number, phone in enumerate(phones, 1):
        join(phone, parent, photo if number == 1 else None, told=number)

    desk = open_as(estate.manager, f"/manage/tickets?ticket={parent['id']}", DESK)
    joined = desk.get_by_test_id("joined-report")
    expect(joined).to_have_count(5)
    expect(joined.filter(has_text="1栋1单元1204")).to_contain_text("门也关不上")
    merge_and_split_one_more(town, desk, parent)

    say_to_all(desk, "维保师傅十分钟后到")
    for phone in phones:
        expect(phone.get_by_test_id("comment")).to_contain_text("维保师傅十分钟后到")  # by the feed
    mend(town, parent)
    for score, phone in enumerate(phones, 1):
        confirm_and_rate(phone, score)
    for row in joined.all():
        expect(row).to_contain_text("已完成")
    reports = town.api(estate.manager).get("/tickets", params={"parent_id": parent["id"]}).json()["items"]
    assert sorted(one["rating"]["quality"] for one in reports) == [1, 2, 3, 4, 5]
    assert town.api(estate.manager).get(f"/tickets/{parent['id']}").json()["state"] == "resolved"  # its own people say when


def lift_reported(town: Town) -> dict[str, Any]:
    """The resident reports the lift at the entrance, and the grid sends its worker."""
    estate, api = town.system.estate, town.api(town.system.estate.resident)
    tree = api.get("/categories", params={"community_id": str(estate.community_id)}).json()["items"]
    lift = next(one for one in flat(tree) if one["code"] == "lift-stopped")
    report = {"category_id": lift["id"], "community_id": str(estate.community_id), "entrance_id": str(estate.entrance_id)}
    answer = api.post("/tickets", json=report | {"text": "电梯停在 8 楼不动了"})
    assert answer.status_code == 201, answer.text
    ticket: dict[str, Any] = answer.json()
    wait_until(lambda: api.get(f"/tickets/{ticket['id']}").json()["assignee"] is not None, 20)
    return ticket


def flat(tree: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for branch in tree for one in (branch, *flat(branch["children"]))]


def moved_in(town: Town) -> list[UUID]:
    """Three more households at the entrance, who sign in with the estate's password."""
    engine = create_engine(town.system.broker.settings.from_env(town.system.environ).database)
    with engine.begin() as connection:
        found = [add_household(connection, town, *household) for household in MOVED_IN]
    engine.dispose()
    return found


def add_household(connection: Connection, town: Town, number: str, floor: int, name: str) -> UUID:
    estate, home_id, person = town.system.estate, new_id(), new_id()
    estate.phones[person] = f"+86139{floor:04d}{number:0>4}"
    password = connection.scalar(select(Person.password_hash).where(Person.id == estate.neighbour))
    here = {"community_id": estate.community_id, "building_id": estate.building_id, "entrance_id": estate.entrance_id}
    connection.execute(insert(Home).values(id=home_id, number=number, floor=floor, **here))
    connection.execute(insert(Person).values(id=person, phone=estate.phones[person], name=name, password_hash=password))
    living = {"role": Role.RESIDENT, "status": MembershipStatus.ACTIVE, "title": Title.OWNER}
    connection.execute(insert(Membership).values(person_id=person, community_id=estate.community_id, home_id=home_id, **living))
    return person


def join(page: Page, parent: dict[str, Any], photo: Path | None, told: int) -> None:
    """Begin a report, find that a neighbour has made it, and join with what has been typed."""
    page.get_by_test_id("report-start").first.click()
    page.get_by_test_id("report-text").fill("电梯停在 8 楼，门也关不上")
    if photo:
        page.get_by_test_id("photo-input").first.set_input_files(str(photo))
    near = page.get_by_test_id("similar")
    expect(near).to_contain_text("附近已有人报修")
    offered = near.locator(f"[data-ticket='{parent['id']}']")
    expect(offered).to_contain_text(f"{told} 户报修")
    expect(offered).not_to_contain_text("王芳")
    offered.get_by_test_id("similar-join").click()
    page.wait_for_url("**/tickets/*")
    expect(page.get_by_test_id("ticket-head")).to_contain_text("门也关不上")
    expect(page.get_by_test_id("ticket-head").get_by_test_id("photo")).to_have_count(1 if photo else 0)
    expect(page.get_by_test_id("together")).to_contain_text(f"与另外 {told} 户的报修一起处理")


def merge_and_split_one_more(town: Town, desk: Page, parent: dict[str, Any]) -> None:
    """Somebody has reported it apart: the office finds the parent among what is alike, merges, and takes it back."""
    estate = town.system.estate
    report = {"category_id": parent["category"]["id"], "home_id": str(estate.home_id), "text": "电梯停了，下不了楼"}
    apart = town.api(estate.relative).post("/tickets", json=report).json()
    wait_until(lambda: town.api(estate.relative).get(f"/tickets/{apart['id']}").json()["assignee"] is not None, 20)
    desk.goto(f"/manage/tickets?ticket={apart['id']}")
    desk.get_by_test_id("ticket-merge").click()
    sheet = desk.get_by_test_id("sheet")
    sheet.locator(f"[data-test='merge-option'][data-ticket='{parent['id']}']").click()
    sheet.get_by_text("同一故障", exact=True).click()
    sheet.get_by_test_id("action-send-merge").click()
    expect(desk.get_by_test_id("merged-into")).to_contain_text(parent["number"])
    desk.get_by_test_id("ticket-split").click()
    sheet.get_by_text("需要单独处理", exact=True).click()
    sheet.get_by_test_id("action-send-split").click()
    expect(desk.get_by_test_id("merged-into")).to_have_count(0)
    desk.goto(f"/manage/tickets?ticket={parent['id']}")
    expect(desk.get_by_test_id("joined-report")).to_have_count(5)


def say_to_all(desk: Page, words: str) -> None:
    desk.get_by_test_id("comment-text").fill(words)
    desk.get_by_test_id("comment-all").check()
    desk.get_by_test_id("comment-send").click()
    expect(desk.get_by_test_id("comment").filter(has_text=words)).to_contain_text("已告知全部")


def mend(town: Town, parent: dict[str, Any]) -> None:
    """The worker goes there and does the work, once."""
    worker = town.api(town.system.estate.worker)
    for action, data in (
        ("accept", {}),
        ("depart", {}),
        ("arrive", {}),
        ("resolve", {"measure": "更换门机皮带", "cause": "皮带磨损"}),
    ):
        answer = worker.post(f"/tickets/{parent['id']}/{action}", json=data)
        assert answer.status_code == 200, answer.text


def confirm_and_rate(page: Page, score: int) -> None:
    page.get_by_test_id("ticket-confirm").click()
    page.get_by_test_id("ticket-rate").click()
    sheet = page.get_by_test_id("sheet")
    for star in sheet.get_by_role("radio", name=f"{score} 星").all():
        star.click()
    page.get_by_test_id("action-send-rate").click()
    expect(page.get_by_test_id("ticket-rating")).to_be_visible()
