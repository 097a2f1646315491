"""Similar tickets at entry: what a neighbour is shown of them, what never, and what asking costs."""

from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import event, insert, select

from community.core.auth import Actor
from community.core.db import db
from community.core.ids import new_id
from community.core.uow import unit_of_work
from repairs.models import Ticket
from tests.support.estate import CANARY, Estate
from tests.support.statements import statements
from tests.support.tickets import Desk, default_id

Json = dict[str, Any]
LIFT = "lift-noise"


def ask(desk: Desk, by: UUID, **query: Any) -> Any:
    given = {"community_id": str(desk.estate.community_id), "category_id": str(default_id(LIFT)), "text": "电梯不动了"}
    return desk.as_(by).get("tickets/similar", query_string={k: v for k, v in (given | query).items() if v is not None})


def found(desk: Desk, by: UUID, **query: Any) -> list[Json]:
    answer = ask(desk, by, **query)
    assert answer.status_code == 200, answer.json
    return answer.json["items"]


def at_entrance(desk: Desk, **changes: Any) -> Json:
    here = desk.estate
    where = {"home_id": None, "community_id": str(here.community_id), "entrance_id": str(here.entrance_id)}
    return desk.report(**({"category_id": str(default_id(LIFT)), "text": "电梯不动了"} | where | changes))


def test_a_neighbour_reads_of_a_home_where_about_and_how_far_and_no_more(desk: Desk, estate: Estate) -> None:
    water = str(default_id("water-supply"))
    photo = desk.photo(estate.resident)
    secret = desk.report(text="厨房天花板漏水，我是王芳", category_id=water, attachment_ids=[photo], contact_phone="13900001234")
    answer = ask(desk, estate.neighbour, home_id=str(estate.neighbour_home_id), category_id=water, text="厨房漏水")
    (shown,) = answer.json["items"]
    assert shown == {
        "id": secret["id"],
        "category": {"id": water, "name": secret["category"]["name"], "icon": secret["category"]["icon"]},
        "place_label": "1栋1单元",
        "state": "submitted",
        "created_at": secret["created_at"],
        "reports": 1,
        "own_ticket_id": None,
        "number": None,
        "text": None,
        "attachments": [],
    }
    for hidden in ("1203", "王芳", "天花板", "13900001234", secret["number"], photo):
        assert hidden not in answer.text
    assert desk.as_(estate.neighbour).get(f"tickets/{secret['id']}").status_code == 403
    assert desk.as_(estate.neighbour).get(f"attachments/{photo}").status_code == 403


def test_words_and_photos_of_a_public_place_are_for_its_people_while_it_is_open(desk: Desk, estate: Estate) -> None:
    photo = desk.photo(estate.resident)
    ticket = at_entrance(desk, attachment_ids=[photo])
    (shown,) = found(desk, estate.neighbour, home_id=str(estate.neighbour_home_id))
    assert (shown["text"], shown["place_label"], shown["number"]) == ("电梯不动了", "1栋1单元", None)
    assert [a["id"] for a in shown["attachments"]] == [photo]
    assert "王芳" not in str(shown)
    assert desk.as_(estate.neighbour).get(f"attachments/{photo}/thumb").status_code == 200
    assert desk.as_(estate.foreign.resident).get(f"attachments/{photo}").status_code == 404
    desk.do(estate.resident, ticket, "cancel", reason="好了")
    assert desk.as_(estate.neighbour).get(f"attachments/{photo}").status_code == 403
    assert found(desk, estate.neighbour, home_id=str(estate.neighbour_home_id)) == []


def test_ones_own_households_report_is_shown_in_full_and_as_ones_own(desk: Desk, estate: Estate) -> None:
    ticket = desk.report(text="客厅没电了")
    query = {"home_id": str(estate.home_id), "category_id": ticket["category"]["id"], "text": "没电"}
    for person in (estate.resident, estate.relative):
        (shown,) = found(desk, person, **query)
        assert (shown["number"], shown["text"], shown["own_ticket_id"]) == (ticket["number"], "客厅没电了", ticket["id"])
        assert shown["place_label"] == "1栋1单元1203"


def test_staff_read_what_they_may_read_anyway_and_may_ask_for_what_is_like_a_ticket(desk: Desk, estate: Estate) -> None:
    one, other = (
        desk.report(text="客厅没电了"),
        desk.report(by=estate.neighbour, home_id=str(estate.neighbour_home_id), text="也没电"),
    )
    answer = desk.as_(estate.manager).get("tickets/similar", query_string={"ticket_id": one["id"]})
    assert [(item["id"], item["text"], item["number"]) for item in answer.json["items"]] == [
        (other["id"], "也没电", other["number"])
    ]
    query = {"ticket_id": one["id"]}
    assert desk.as_(estate.neighbour).get("tickets/similar", query_string=query).status_code == 403
    assert desk.as_(estate.foreign.manager).get("tickets/similar", query_string=query).status_code == 404


def test_who_has_joined_is_told_so_and_joined_reports_are_no_matter_of_their_own(desk: Desk, estate: Estate) -> None:
    ticket = at_entrance(desk)
    own = desk.as_(estate.neighbour).post(f"tickets/{ticket['id']}/me-too", {"home_id": str(estate.neighbour_home_id)}).json
    (shown,) = found(desk, estate.neighbour, home_id=str(estate.neighbour_home_id))
    assert (shown["id"], shown["reports"], shown["own_ticket_id"]) == (ticket["id"], 2, own["id"])
    (shown,) = found(desk, estate.distant, home_id=str(estate.other_entrance_home_id))
    assert (shown["id"], shown["own_ticket_id"]) == (ticket["id"], None)


def test_the_nearer_comes_first_and_what_is_mended_or_another_matter_does_not_come(desk: Desk, estate: Estate) -> None:
    here, there = at_entrance(desk), at_entrance(desk, entrance_id=str(estate.other_entrance_id))
    grounds = at_entrance(desk, entrance_id=None, spot="东门")
    desk.resolved(category_id=str(default_id(LIFT)), text="电梯不动了")
    desk.report(category_id=str(default_id("pests")), text="有老鼠")
    ids = [item["id"] for item in found(desk, estate.neighbour, home_id=str(estate.neighbour_home_id))]
    assert ids[0] == here["id"]
    assert set(ids) == {here["id"], there["id"], grounds["id"]}


def test_who_may_ask_about_what(desk: Desk, estate: Estate) -> None:
    foreign = estate.foreign
    assert ask(desk, estate.neighbour, home_id=str(estate.home_id)).status_code == 403
    assert ask(desk, estate.neighbour, home_id=str(foreign.home_id)).status_code == 404
    assert ask(desk, foreign.resident).status_code == 404
    assert ask(desk, estate.auditor).status_code == 403
    assert ask(desk, estate.neighbour, building_id=str(foreign.building_id)).status_code == 404
    assert ask(desk, estate.neighbour, category_id=str(new_id())).json["code"] == "ticket.category_unknown"
    assert desk.as_(estate.neighbour).get("tickets/similar").status_code == 422


def test_nothing_of_another_community_is_shown(desk: Desk, estate: Estate) -> None:
    foreign = estate.foreign
    where = {"home_id": None, "community_id": str(foreign.community_id), "spot": "东门"}
    desk.report(by=foreign.resident, category_id=str(default_id(LIFT)), text=f"电梯不动了{CANARY}", **where)
    answer = ask(desk, estate.manager)
    assert answer.json["items"] == []
    assert CANARY not in answer.text


@pytest.mark.parametrize("more", [3, 300])
def test_asking_costs_the_same_however_many_there_are(app: Flask, desk: Desk, estate: Estate, more: int) -> None:
    ticket = at_entrance(desk)
    with app.app_context(), unit_of_work(Actor.system("test")) as uow:
        row = dict(uow.session.execute(select(Ticket.__table__).where(Ticket.id == UUID(ticket["id"]))).mappings().one())
        uow.session.execute(insert(Ticket.__table__), [row | {"id": new_id(), "number": f"BX-X-{i}"} for i in range(more)])
    query = {"home_id": str(estate.neighbour_home_id)}
    found(desk, estate.neighbour, **query)
    with statements(app) as sent:
        items = found(desk, estate.neighbour, **query)
    assert len(items) == min(5, more + 1)
    assert len([one for one in sent if one.startswith("SELECT")]) <= 10, sent
    assert next(one for one in sent if "UNION ALL" in one).count("LIMIT") == 2


def test_the_look_goes_through_the_index_of_open_work(app: Flask, database_kind: str, desk: Desk, estate: Estate) -> None:
    if database_kind != "sqlite":
        pytest.skip("PostgreSQL plans by what is in the tables, and here is next to nothing")
    looked: list[tuple[str, Any]] = []

    def note(_conn: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        looked.extend([(statement, values)] if "UNION ALL" in statement else [])

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    found(desk, estate.neighbour, home_id=str(estate.neighbour_home_id))
    event.remove(engine, "before_cursor_execute", note)
    ((statement, values),) = looked
    with engine.connect() as connection:
        plan = " ".join(row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values))
    assert plan.count("ix_ticket_community_open_building") == 2, plan
