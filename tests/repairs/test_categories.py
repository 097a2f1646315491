"""The tree of what can be reported, and how a community makes it its own without touching that of others."""

from typing import Any
from uuid import UUID

from tests.support.estate import CANARY, Estate
from tests.support.threads import together
from tests.support.tickets import Desk, default_id

LEAK = str(default_id("leak"))


def tree(desk: Desk, person: UUID, community_id: UUID, query: str = "") -> dict[str, Any]:
    """Return a community's categories by code, as a person sees them."""
    found: dict[str, Any] = {}

    def walk(rows: list[dict[str, Any]]) -> None:
        for row in rows:
            found[row["code"]] = row
            walk(row["children"])

    walk(desk.as_(person).get(f"categories?community_id={community_id}{query}").json["items"])
    return found


ANY_VERSION = {"If-Match": "*"}


def change(desk: Desk, estate: Estate, category: str = LEAK, seen: str | None = "*", **changes: Any) -> Any:
    body = {"community_id": str(estate.community_id), **changes}
    headers = {} if seen is None else {"If-Match": seen}
    return desk.as_(estate.manager)._open("PATCH", f"categories/{category}", json=body, headers=headers)


def add(desk: Desk, estate: Estate, **given: Any) -> Any:
    body = {"community_id": str(estate.community_id), "name": "消防", "parent_id": str(default_id("public"))}
    return desk.as_(estate.manager).post("categories", body | given)


def test_who_looks_in_from_the_district_can_read_the_tree_but_not_change_it(desk: Desk, estate: Estate) -> None:
    for person in (estate.officer, estate.auditor):
        assert tree(desk, person, estate.community_id)["leak"]["id"] == LEAK
        body = {"community_id": str(estate.community_id), "name": "漏水渗水"}
        assert desk.as_(person).patch(f"categories/{LEAK}", body).status_code == 403


def test_a_change_is_the_communitys_own_and_the_old_id_goes_on_meaning_it(desk: Desk, estate: Estate) -> None:
    changed = change(desk, estate, name="漏水渗水", resolve_minutes=600, requires=["measure", "cause"])
    assert (changed.status_code, changed.json["path"]) == (200, ["室内", "水电", "漏水渗水"])
    assert changed.json["id"] != LEAK
    here, there = (tree(desk, p, c)["leak"] for p, c in (
        (estate.resident, estate.community_id), (estate.foreign.resident, estate.foreign.community_id),
    ))  # fmt: skip
    assert (here["id"], here["name"], here["requires"]) == (changed.json["id"], "漏水渗水", ["measure", "cause"])
    assert (there["id"], there["name"], there["resolve_minutes"]) == (LEAK, "漏水", 240)
    assert desk.report(category_id=LEAK)["category"]["name"] == "漏水渗水"
    assert change(desk, estate, LEAK, sort=7).json["id"] == changed.json["id"]


def test_tickets_from_before_a_change_keep_their_category_and_promise(desk: Desk, estate: Estate) -> None:
    ticket = desk.report(category_id=LEAK)
    change(desk, estate, resolve_minutes=6000, urgent_resolve_minutes=6000)
    seen = desk.as_(estate.resident).get(f"tickets/{ticket['id']}").json
    assert (seen["category"], seen["due_at"]) == (ticket["category"], ticket["due_at"])


def test_three_levels_and_no_fourth(desk: Desk, estate: Estate) -> None:
    matter = add(desk, estate)
    assert (matter.status_code, matter.json["path"], matter.json["scope"]) == (201, ["公共区域", "消防"], "public")
    problem = add(
        desk, estate, parent_id=matter.json["id"], name="灭火器", name_en="Extinguisher", keywords=["过期"], response_minutes=10
    )
    assert problem.json["path"] == ["公共区域", "消防", "灭火器"]
    assert (problem.json["response_minutes"], problem.json["resolve_minutes"]) == (10, matter.json["resolve_minutes"])
    after = add(desk, estate, parent_id=matter.json["id"], name="消火栓")
    assert (problem.json["sort"], after.json["sort"]) == (0, 1)
    assert add(desk, estate, parent_id=problem.json["id"]).json["code"] == "category.parent_unfit"
    assert desk.report(category_id=problem.json["id"])["category"]["name"] == "灭火器"


def test_below_a_default_that_was_changed_everything_stays(desk: Desk, estate: Estate) -> None:
    change(desk, estate, str(default_id("utilities")), name="水、电、气")
    assert tree(desk, estate.resident, estate.community_id)["leak"]["path"] == ["室内", "水、电、气", "漏水"]
    gas = add(desk, estate, parent_id=str(default_id("utilities")), name="燃气", code="gas")
    assert gas.json["path"] == ["室内", "水、电、气", "燃气"]


def test_what_is_retired_is_offered_no_more_with_all_below_and_can_come_back(desk: Desk, estate: Estate) -> None:
    ticket = desk.report(category_id=LEAK)
    utilities = {"community_id": str(estate.community_id)}
    gone = desk.as_(estate.manager).post(f"categories/{default_id('utilities')}/retire", utilities)
    assert (gone.status_code, gone.json["retired"]) == (200, True)
    assert not {"utilities", "leak", "switch"} & tree(desk, estate.resident, estate.community_id).keys()
    assert {"utilities", "leak"} <= tree(desk, estate.foreign.resident, estate.foreign.community_id).keys()
    assert desk.as_(estate.resident).post("tickets", desk.body(category_id=LEAK)).json["code"] == "ticket.category_unknown"
    assert desk.as_(estate.resident).get(f"tickets/{ticket['id']}").json["category"]["name"] == "漏水"
    assert change(desk, estate, retired=False).json["code"] == "category.parent_unfit"
    assert add(desk, estate, parent_id=gone.json["id"]).json["code"] == "category.parent_unfit"
    shown = tree(desk, estate.manager, estate.community_id, "&retired=true")
    assert shown["leak"]["retired"]
    for code in ("utilities", "leak"):
        assert change(desk, estate, shown[code]["id"], retired=False).status_code == 200
    assert tree(desk, estate.resident, estate.community_id).keys() & {"utilities", "leak", "switch"} == {"utilities", "leak"}
    assert desk.report(category_id=LEAK)["category"]["name"] == "漏水"


def test_whoever_changes_a_category_says_which_version_they_have_seen(desk: Desk, estate: Estate) -> None:
    assert tree(desk, estate.manager, estate.community_id)["leak"]["version"] == 1
    assert [change(desk, estate, seen=seen, name="渗水").status_code for seen in (None, '"2"', "nonsense")] == [428, 412, 412]
    changed = change(desk, estate, seen='"1"', name="渗水")
    assert (changed.status_code, changed.headers["ETag"], changed.json["origin_id"]) == (200, '"2"', LEAK)
    # Under either id it is the same thing that was seen.
    for category in (LEAK, changed.json["id"]):
        stale = change(desk, estate, category, seen='"1"', name="漏雨")
        assert (stale.status_code, stale.json["version"]) == (412, 2)
    gone = desk.as_(estate.manager).post(f"categories/{LEAK}/retire", {"community_id": str(estate.community_id)})
    assert (gone.json["version"], change(desk, estate, seen='"2"', retired=False).status_code) == (3, 412)
    assert change(desk, estate, seen='"3"', retired=False).json["version"] == 4
    # The default and those who still use it saw nothing of it.
    assert tree(desk, estate.foreign.manager, estate.foreign.community_id)["leak"]["version"] == 1


def test_of_two_who_change_a_default_at_once_one_is_told_to_look_again(desk: Desk, estate: Estate) -> None:
    desk.as_(estate.manager)
    answers = together(*[lambda: change(desk, estate, seen='"1"', name="渗水").status_code] * 4)
    assert sorted(answers) == [200, 412, 412, 412]


def test_only_the_office_changes_categories_and_only_its_own(desk: Desk, estate: Estate) -> None:
    own = add(desk, estate).json["id"]
    here = {"community_id": str(estate.community_id)}
    for person, status in (
        (estate.resident, 403), (estate.worker, 403), (estate.operator, 403), (estate.officer, 403), (estate.foreign.manager, 404),
    ):  # fmt: skip
        client = desk.as_(person)
        assert client.post("categories", here | {"name": CANARY}).status_code == status
        for category in (own, LEAK):
            assert client.patch(f"categories/{category}", here | {"name": CANARY}, headers=ANY_VERSION).status_code == status
            assert client.post(f"categories/{category}/retire", here).status_code == status
    there = {"community_id": str(estate.foreign.community_id)}
    assert (
        desk.as_(estate.foreign.manager).patch(f"categories/{own}", there | {"name": CANARY}, headers=ANY_VERSION).status_code
        == 404
    )
    assert CANARY not in str(tree(desk, estate.manager, estate.community_id))


def test_a_default_is_changed_for_all_by_the_platform_alone(desk: Desk, estate: Estate) -> None:
    assert desk.as_(estate.manager).patch(f"categories/{LEAK}", {"name": "漏"}, headers=ANY_VERSION).status_code == 404
    assert desk.as_(estate.manager).post(f"categories/{LEAK}/retire", {}).status_code == 404
    assert desk.as_(estate.manager).post("categories", {"name": "漏"}).status_code == 404
    change(desk, estate, name="本小区漏水")
    assert desk.as_(estate.admin).patch(f"categories/{LEAK}", {"name": "水管漏水"}, headers=ANY_VERSION).json["id"] == LEAK
    assert tree(desk, estate.resident, estate.community_id)["leak"]["name"] == "本小区漏水"
    assert tree(desk, estate.foreign.resident, estate.foreign.community_id)["leak"]["name"] == "水管漏水"


def test_what_makes_no_sense_is_refused(desk: Desk, estate: Estate) -> None:
    assert change(desk, estate, response_minutes=61).json["code"] == "category.minutes"
    assert change(desk, estate, urgent_resolve_minutes=1).json["code"] == "category.minutes"
    assert add(desk, estate, code="fire").status_code == 201
    assert add(desk, estate, code="fire").json["code"] == "category.code_taken"
    for wrong in ({"resolve_minutes": 0}, {"requires": ["blood"]}, {"name": " "}, {"scope": "moon"}, {"parent_id": LEAK}):
        assert change(desk, estate, **wrong).status_code == 422
    assert tree(desk, estate.resident, estate.community_id)["leak"]["id"] == LEAK


def test_a_resolution_comes_with_what_the_category_requires(desk: Desk, estate: Estate) -> None:
    ticket = desk.in_progress(category_id=str(default_id("door-lock")))
    proof = desk.photo(estate.worker)
    given: dict[str, Any] = {"measure": "更换锁芯"}
    for lacking, value in (
        ("ticket.proof_needed", {"attachment_ids": [proof]}),
        ("cause", {"cause": "磨损"}),
        ("parts", {"parts": "锁芯"}),
    ):
        answer = desk.act(estate.worker, ticket, "resolve", **given)
        assert (answer.status_code, lacking in (answer.json["code"], answer.json.get("field"))) == (422, True)
        given |= value
    assert desk.do(estate.worker, ticket, "resolve", **given)["state"] == "resolved"
