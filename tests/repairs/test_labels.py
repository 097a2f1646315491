"""Labels at shared places: who makes them, who may read them, what they fill in, and how they are printed."""

import io
import re
from typing import Any

import pytest
from flask import Flask

from tests.support.estate import CANARY, Estate
from tests.support.tickets import Desk, default_id


def spec(estate: Estate, **changes: Any) -> dict[str, Any]:
    here = {"community_id": str(estate.community_id), "entrance_id": str(estate.entrance_id), "floor": 3}
    return here | {"name": "1单元 3 层电梯口", "spot": "电梯口", "category_id": str(default_id("lift-stopped"))} | changes


@pytest.fixture
def label(desk: Desk, estate: Estate) -> dict[str, Any]:
    answer = desk.as_(estate.manager).post("labels", spec(estate))
    assert answer.status_code == 201, answer.json
    return answer.json


def test_a_label_leads_to_its_place(desk: Desk, estate: Estate, label: dict[str, Any]) -> None:
    assert re.fullmatch(r"[2-9A-HJKMNP-Z]{8}", label["code"])
    assert label["url"].endswith(f"/report?label={label['code']}")
    assert label["url"].startswith("http")
    assert (label["place_label"], label["building_id"]) == ("1栋1单元 3层 电梯口", str(estate.building_id))
    for person in (estate.resident, estate.distant, estate.worker, estate.manager):
        assert desk.as_(person).get(f"labels/{label['code'].lower()}").json == label
    scanned = {key: label[key] for key in ("community_id", "building_id", "entrance_id", "floor", "spot", "category_id")}
    ticket = desk.report(home_id=None, **scanned)
    assert (ticket["place_label"], ticket["floor"], ticket["spot"]) == ("1栋1单元 3层 电梯口", 3, "电梯口")


def test_strangers_are_told_that_there_is_no_such_label(desk: Desk, estate: Estate, label: dict[str, Any]) -> None:
    for person in (estate.foreign.resident, estate.foreign.manager, estate.stranger):
        answer = desk.as_(person).get(f"labels/{label['code']}")
        assert (answer.status_code, answer.json["code"]) in ((404, "label.unknown"), (403, "forbidden")), answer.json
    there = desk.as_(estate.foreign.manager).post(
        "labels", {"community_id": str(estate.foreign.community_id), "name": CANARY, "spot": CANARY}
    )
    answer = desk.as_(estate.manager).get(f"labels/{there.json['code']}")
    assert (answer.status_code, CANARY in answer.text) == (404, False)
    assert desk.as_(estate.resident).get("labels/NOSUCHCODE").json["code"] == "label.unknown"


def test_an_office_mends_and_retires_its_labels(desk: Desk, estate: Estate, label: dict[str, Any]) -> None:
    manager, path = desk.as_(estate.manager), f"labels/{label['code']}"
    changed = manager.patch(path, {"name": "车库", "floor": -1, "spot": "地下车库"}).json
    assert (changed["code"], changed["place_label"]) == (label["code"], "1栋1单元 地下1层 地下车库")
    assert manager.patch(path, {"entrance_id": None, "category_id": None}).json["place_label"] == "1栋 地下1层 地下车库"
    assert manager.patch(path, {"retired": True}).json["retired"] is True
    gone = desk.as_(estate.resident).get(path)
    assert (gone.status_code, gone.json["code"]) == (410, "label.retired")
    here = f"labels?community_id={estate.community_id}"
    assert [len(manager.get(f"{here}{only}").json["items"]) for only in ("", "&retired=true")] == [0, 1]
    assert manager.patch(path, {"retired": False}).status_code == 200
    assert desk.as_(estate.resident).get(path).status_code == 200


def test_only_the_office_makes_lists_and_prints(desk: Desk, estate: Estate, label: dict[str, Any]) -> None:
    here = f"community_id={estate.community_id}"
    for person, status in (
        (estate.resident, 403),
        (estate.worker, 403),
        (estate.operator, 403),
        (estate.auditor, 403),
        (estate.foreign.manager, 404),
    ):
        client = desk.as_(person)
        assert client.post("labels", spec(estate)).status_code == status
        assert client.patch(f"labels/{label['code']}", {"name": "x"}).status_code == status
        assert client.get(f"labels?{here}").status_code == status
        assert client.get(f"labels/sheet?{here}").status_code == status


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"floor": 99}, "ticket.floor_unknown"),
        ({"floor": 0}, "validation.failed"),
        ({"entrance_id": None}, "ticket.floor_unknown"),
        ({"spot": " "}, "validation.failed"),
        ({"name": "长" * 61}, "validation.failed"),
        ({"category_id": "01a20378-f316-702b-8897-d1b48c6a6a3f"}, "ticket.category_unknown"),
        ({"building_id": "01a20378-f316-702b-8897-d1b48c6a6a3f"}, "ticket.place_unknown"),
    ],
)
def test_a_place_that_is_not_there_gets_no_label(desk: Desk, estate: Estate, change: dict[str, Any], code: str) -> None:
    answer = desk.as_(estate.manager).post("labels", spec(estate, **change))
    assert (answer.status_code, answer.json["code"]) == (422, code)


def test_another_communitys_place_gets_no_label(desk: Desk, estate: Estate) -> None:
    answer = desk.as_(estate.manager).post("labels", spec(estate, entrance_id=str(estate.foreign.entrance_id)))
    assert (answer.status_code, answer.json["code"]) == (422, "ticket.place_unknown")


def test_labels_are_printed_with_a_code_that_a_camera_reads(app: Flask, desk: Desk, estate: Estate, label: dict[str, Any]) -> None:
    manager = desk.as_(estate.manager)
    others = [manager.post("labels", spec(estate, name=f"名称 <b>&{n} 😀", floor=None)).json["code"] for n in range(9)]
    here = f"labels/sheet?community_id={estate.community_id}"
    one, all_ = manager.get(f"{here}&codes={label['code']}"), manager.get(here)
    assert {answer.mimetype for answer in (one, all_)} == {"application/pdf"}
    assert [_pages(answer.data) for answer in (one, all_)] == [1, 2]
    assert manager.get(f"{here}&codes={','.join(others[:8])}").status_code == 200
    nothing = manager.get(f"{here}&codes=ZZZZZZZZ")
    assert (nothing.status_code, nothing.json["code"]) == (422, "label.nothing_to_print")
    assert manager.get(f"{here}&codes=a;b").status_code == 422


def _pages(pdf: bytes) -> int:
    assert io.BytesIO(pdf).read(5) == b"%PDF-"
    return len(re.findall(rb"/Type /Page\b(?!s)", pdf))
