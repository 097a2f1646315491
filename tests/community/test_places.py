"""Places: who sees which, and how somebody finds a home to be bound to."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from community import queries
from tests.support.clients import Client
from tests.support.estate import CANARY, Estate


def ids(answer: Any) -> set[str]:
    return {item["id"] for item in answer.json["items"]}


@pytest.mark.parametrize("who", ["resident", "worker", "manager", "operator", "officer", "auditor"])
def test_everybody_reads_their_own_community_and_no_other(client: Client, estate: Estate, who: str) -> None:
    asker = client.as_(getattr(estate, who))
    assert ids(asker.get("/communities")) == {str(estate.community_id)}
    own = asker.get(f"/communities/{estate.community_id}")
    assert own.json["district"] == {"id": str(estate.district_id), "name": "渝中区"}
    assert own.json["time_zone"] == "Asia/Shanghai"
    for path in ("", "/buildings"):
        foreign = asker.get(f"/communities/{estate.foreign.community_id}{path}")
        assert foreign.status_code == 404
        assert CANARY not in foreign.text


def test_the_administrator_reads_all(client: Client, estate: Estate) -> None:
    both = {str(estate.community_id), str(estate.foreign.community_id)}
    assert ids(client.as_(estate.admin).get("/communities")) == both


def test_who_belongs_nowhere_gets_an_empty_list(client: Client, estate: Estate) -> None:
    assert client.as_(estate.stranger).get("/communities").json == {"items": [], "next": None}
    assert client.as_(estate.stranger).get(f"/communities/{estate.community_id}").status_code == 403
    assert client.as_(estate.stranger).get("/homes").status_code == 403


def test_buildings_come_with_their_entrances(client: Client, estate: Estate) -> None:
    answer = client.as_(estate.resident).get(f"/communities/{estate.community_id}/buildings")
    (building,) = answer.json["items"]
    assert (building["name"], building["floors"]) == ("1栋", 18)
    assert [e["name"] for e in building["entrances"]] == ["1单元", "2单元"]


def test_a_resident_sees_the_own_home_only(client: Client, estate: Estate) -> None:
    resident = client.as_(estate.resident)
    assert ids(resident.get("/homes")) == {str(estate.home_id)}
    home = resident.get(f"/homes/{estate.home_id}").json
    assert home == {
        "id": str(estate.home_id),
        "label": "1栋1单元1203",
        "number": "1203",
        "floor": 12,
        "building": {"id": str(estate.building_id), "name": "1栋"},
        "entrance": {"id": str(estate.entrance_id), "name": "1单元"},
        "community_id": str(estate.community_id),
    }
    assert resident.get(f"/homes/{estate.neighbour_home_id}").status_code == 403
    assert resident.get(f"/homes/{estate.foreign.home_id}").status_code == 404


@pytest.mark.parametrize("who", ["worker", "manager", "operator"])
def test_staff_see_all_homes_of_their_community(client: Client, estate: Estate, who: str) -> None:
    staff = client.as_(getattr(estate, who))
    assert len(ids(staff.get("/homes"))) == 4
    assert ids(staff.get(f"/homes?community_id={estate.foreign.community_id}")) == set()
    assert staff.get(f"/homes/{estate.foreign.home_id}").status_code == 404


@pytest.mark.parametrize("who", ["officer", "auditor"])
def test_the_district_does_not_look_into_homes(client: Client, estate: Estate, who: str) -> None:
    assert client.as_(getattr(estate, who)).get("/homes").status_code == 403


@pytest.mark.parametrize(("query", "found"), [("q=1203", 1), ("q=1单元12", 2), ("q=%25", 0), ("q=_", 0), ("q=9", 0)])
def test_homes_are_found_by_part_of_the_label(client: Client, estate: Estate, query: str, found: int) -> None:
    assert len(ids(client.as_(estate.manager).get(f"/homes?{query}"))) == found


def test_homes_are_filtered_by_entrance(client: Client, estate: Estate) -> None:
    path = f"/homes?entrance_id={estate.other_entrance_id}"
    expected = {str(estate.other_entrance_home_id), str(estate.empty_home_id)}
    assert ids(client.as_(estate.manager).get(path)) == expected


def test_a_list_of_homes_can_be_paged_through(client: Client, estate: Estate) -> None:
    manager, seen, cursor = client.as_(estate.manager), [], ""
    while cursor is not None:
        page = manager.get(f"/homes?limit=1{cursor and f'&cursor={cursor}'}").json
        seen += [item["label"] for item in page["items"]]
        cursor = page["next"]
    assert seen == ["1栋1单元1203", "1栋1单元1204", "1栋2单元301", "1栋2单元302"]


@pytest.mark.parametrize(
    ("q", "found"), [("1栋1单元1203", 1), ("1203", 1), ("1 栋 1 单元 1203", 1), ("120", 0), ("1栋", 0), ("%", 0)]
)
def test_a_stranger_finds_a_home_by_its_exact_label_or_number(client: Client, estate: Estate, q: str, found: int) -> None:
    answer = client.as_(estate.stranger).get("/homes/lookup", query_string={"community_id": estate.community_id, "q": q})
    assert answer.status_code == 200
    assert len(answer.json["items"]) == found


def test_a_stranger_finds_a_community_by_its_exact_name(client: Client, estate: Estate) -> None:
    stranger = client.as_(estate.stranger)
    found = stranger.get("/communities/lookup", query_string={"q": "白象街1号"})
    assert found.json["items"] == [{"id": str(estate.community_id), "name": "白象街1号"}]
    assert stranger.get("/communities/lookup", query_string={"q": "白象街"}).json["items"] == []


def test_looking_up_is_limited_and_needs_a_sign_in(client: Client, estate: Estate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("community.routes.places.LOOKUPS", 3)
    path = f"/homes/lookup?community_id={estate.community_id}&q=1203"
    stranger = client.as_(estate.stranger)
    assert [stranger.get(path).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert client.as_(estate.resident).get(path).status_code == 200
    assert client.get(path).status_code == 401


def test_looking_up_is_limited_by_the_day_over_communities_and_homes(
    client: Client, estate: Estate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("community.routes.places.LOOKUPS_A_DAY", 3)
    home, community = f"/homes/lookup?community_id={estate.community_id}&q=1203", "/communities/lookup?q=白象街1号"
    with time_machine.travel("2026-11-22T08:00:00+00:00", tick=False) as clock:
        stranger = client.as_(estate.stranger)
        for path, status in ((home, 200), (community, 200), (home, 200), (home, 429), (community, 429)):
            clock.shift(timedelta(minutes=2))
            assert stranger.get(path).status_code == status
        refused = stranger.get(home)
        assert 0 < int(refused.headers["Retry-After"]) <= 86400


def test_what_is_found_says_nothing_of_who_lives_there(client: Client, estate: Estate) -> None:
    answer = client.as_(estate.stranger).get(f"/homes/lookup?community_id={estate.community_id}&q=1203")
    (found,) = answer.json["items"]
    assert set(found) == {"id", "label", "number", "floor", "building", "entrance", "community_id"}
    assert "王芳" not in answer.text


class TestQueries:
    """What other slices ask."""

    def test_a_home_is_found_by_its_number_with_or_without_leading_zeros(self, estate: Estate, read: Any) -> None:
        def ask(digits: str) -> list[object]:
            return read(lambda s: [h.id for h in queries.homes_by_number(s, estate.other_entrance_id, digits)])

        assert ask("301") == ask("0301") == [estate.other_entrance_home_id]
        assert ask("1203") == ask("") == ask("000") == []

    def test_labels(self, estate: Estate, read: Any) -> None:
        def labels(s: Any) -> tuple[str, str, str]:
            home = queries.home_label(s, estate.home_id)
            entrance = queries.entrance_label(s, estate.entrance_id)
            return home, entrance, queries.home_label(s, estate.stranger)

        assert read(labels) == ("1栋1单元1203", "1栋1单元", "")

    def test_people_of_a_home_and_staff_of_a_community(self, estate: Estate, read: Any) -> None:
        def ask(s: Any) -> tuple[set[object], set[object], set[object]]:
            return (
                set(queries.people_of_home(s, estate.home_id)),
                set(queries.staff_of(s, estate.community_id, ["property_manager", "control_room"])),
                set(queries.staff_of(s, estate.community_id, ["district_officer"])),
            )

        home, staff, officers = read(ask)
        assert home == {estate.resident, estate.relative}
        assert staff == {estate.manager, estate.second_manager, estate.operator}
        assert officers == {estate.officer}
