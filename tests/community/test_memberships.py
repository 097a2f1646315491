"""Being bound to a home takes two people; ending it takes effect at once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from community import jobs
from community.core.feed import FeedEntry
from community.core.ids import new_id
from community.models import Membership, MembershipStatus, Person
from tests.support.clients import Client
from tests.support.estate import CANARY, Estate


@pytest.fixture
def asked(client: Client, estate: Estate) -> str:
    """The stranger's request to be bound to the resident's home."""
    answer = client.as_(estate.stranger).post("/memberships", {"home_id": str(estate.home_id), "title": "tenant"})
    assert answer.status_code == 201
    return answer.json["id"]


def status(read: Any, membership: str) -> MembershipStatus:
    return read(lambda session: session.get(Membership, UUID(membership)).status)


def membership_of(read: Any, person: UUID) -> str:
    mine = select(Membership.id).where(Membership.person_id == person)
    return str(read(lambda session: session.scalar(mine)))


def test_a_request_waits_and_gives_no_rights(client: Client, estate: Estate, asked: str) -> None:
    stranger = client.as_(estate.stranger)
    (mine,) = stranger.get("/me").json["memberships"]
    assert (mine["id"], mine["status"], mine["home"]["label"]) == (asked, "pending", "1栋1单元1203")
    assert stranger.get("/homes").status_code == 403
    assert [m["id"] for m in stranger.get("/memberships").json["items"]] == [asked]


@pytest.mark.parametrize("who", ["manager", "second_manager", "resident"])
def test_a_manager_or_an_owner_of_the_home_approves(client: Client, estate: Estate, asked: str, who: str) -> None:
    answer = client.as_(getattr(estate, who)).post(f"/memberships/{asked}/approve")

    assert answer.status_code == 200
    assert answer.json["status"] == "active"
    assert answer.json["decided_by_name"]
    assert client.as_(estate.stranger).get(f"/homes/{estate.home_id}").status_code == 200


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("stranger", 403),  # does not even hold a role
        ("relative", 403),  # of the same home, but no owner
        ("neighbour", 403),  # an owner, of another home
        ("worker", 403),
        ("operator", 403),
        ("officer", 403),
        ("admin", 403),  # administers the platform, not the estate
    ],
)
@pytest.mark.parametrize("action", ["approve", "reject"])
def test_nobody_else_decides(client: Client, estate: Estate, asked: str, who: str, code: int, action: str, read: Any) -> None:
    answer = client.as_(getattr(estate, who)).post(f"/memberships/{asked}/{action}", {"reason": "x"} if action == "reject" else {})
    assert answer.status_code == code
    assert status(read, asked) is MembershipStatus.PENDING


@pytest.mark.parametrize("who", ["resident", "manager"])
def test_to_the_other_community_the_request_does_not_exist(client: Client, estate: Estate, asked: str, who: str, read: Any) -> None:
    foreigner = client.as_(getattr(estate.foreign, who))
    for action in ("approve", "reject", "end"):
        answer = foreigner.post(f"/memberships/{asked}/{action}", {"reason": "x"} if action != "approve" else {})
        assert answer.status_code == 404
    assert foreigner.get(f"/memberships/{asked}").status_code == 404
    assert asked not in foreigner.get("/memberships").text
    assert status(read, asked) is MembershipStatus.PENDING


@pytest.mark.parametrize("action", ["approve", "reject"])
def test_a_manager_does_not_decide_on_an_own_request(client: Client, estate: Estate, action: str, read: Any) -> None:
    manager = client.as_(estate.manager)
    own = manager.post("/memberships", {"home_id": str(estate.empty_home_id), "title": "owner"}).json["id"]
    answer = manager.post(f"/memberships/{own}/{action}", {"reason": "x"} if action == "reject" else {})
    assert (answer.status_code, answer.json["code"]) == (403, "membership.own_request")
    assert status(read, own) is MembershipStatus.PENDING
    assert client.as_(estate.second_manager).post(f"/memberships/{own}/approve").status_code == 200


def test_an_owner_whose_own_membership_has_ended_decides_nothing(client: Client, estate: Estate, asked: str, write: Any) -> None:
    mine = update(Membership).where(Membership.person_id == estate.resident)
    write(lambda uow: uow.session.execute(mine.values(status=MembershipStatus.ENDED, ended_at=uow.now)))
    assert client.as_(estate.resident).post(f"/memberships/{asked}/approve").status_code == 403


def test_a_rejection_tells_the_asker_why(client: Client, estate: Estate, asked: str) -> None:
    assert client.as_(estate.manager).post(f"/memberships/{asked}/reject").status_code == 422
    assert client.as_(estate.manager).post(f"/memberships/{asked}/reject", {"reason": " "}).status_code == 422
    client.as_(estate.manager).post(f"/memberships/{asked}/reject", {"reason": "请带租赁合同到物业登记"})

    (mine,) = client.as_(estate.stranger).get("/me").json["memberships"]
    assert (mine["status"], mine["reason"]) == ("rejected", "请带租赁合同到物业登记")
    again = client.as_(estate.stranger).post("/memberships", {"home_id": str(estate.home_id), "title": "tenant"})
    assert again.status_code == 201


def test_what_is_decided_stays_decided(client: Client, estate: Estate, asked: str) -> None:
    client.as_(estate.manager).post(f"/memberships/{asked}/approve")
    answer = client.as_(estate.second_manager).post(f"/memberships/{asked}/reject", {"reason": "x"})
    assert (answer.status_code, answer.json["code"]) == (409, "membership.decided")


def test_two_decisions_at_once_are_one(client: Client, estate: Estate, asked: str, at_once: Any, relay: Any) -> None:
    first, second = client.as_(estate.manager), client.as_(estate.second_manager)
    answers = at_once(
        lambda: first.post(f"/memberships/{asked}/approve").status_code,
        lambda: second.post(f"/memberships/{asked}/reject", {"reason": "x"}).status_code,
    )
    assert sorted(answers) == [200, 409]


def test_asking_twice_at_once_makes_one_request(client: Client, estate: Estate, at_once: Any) -> None:
    stranger = client.as_(estate.stranger)
    body = {"home_id": str(estate.home_id), "title": "tenant"}
    answers = at_once(*[lambda: stranger.post("/memberships", body).status_code] * 3)
    assert sorted(answers) == [201, 409, 409]


def test_a_home_is_asked_for_once(client: Client, estate: Estate, asked: str) -> None:
    for person in (estate.stranger, estate.relative):
        answer = client.as_(person).post("/memberships", {"home_id": str(estate.home_id), "title": "owner"})
        assert (answer.status_code, answer.json["code"]) == (409, "membership.exists")


def test_no_more_than_five_requests_wait(client: Client, estate: Estate, monkeypatch: pytest.MonkeyPatch, asked: str) -> None:
    monkeypatch.setattr("community.services.memberships.WAITING_AT_MOST", 1)
    answer = client.as_(estate.stranger).post("/memberships", {"home_id": str(estate.empty_home_id), "title": "owner"})
    assert (answer.status_code, answer.json["code"]) == (409, "membership.too_many_requests")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"title": "owner"}, 422),
        ({"home_id": "none", "title": "owner"}, 422),
        ({"home_id": str(new_id()), "title": "owner"}, 404),
        ({"home_id": str(new_id()), "title": "king"}, 422),
    ],
)
def test_an_impossible_request_is_refused(client: Client, estate: Estate, body: dict[str, str], code: int) -> None:
    assert client.as_(estate.stranger).post("/memberships", body).status_code == code


def test_the_asker_withdraws(client: Client, estate: Estate, asked: str, read: Any) -> None:
    assert client.as_(estate.resident).post(f"/memberships/{asked}/withdraw").status_code == 404
    assert client.as_(estate.stranger).post(f"/memberships/{asked}/withdraw").status_code == 200
    assert status(read, asked) is MembershipStatus.ENDED
    assert client.as_(estate.stranger).post(f"/memberships/{asked}/withdraw").status_code == 409


def test_ending_takes_the_rights_at_once(client: Client, estate: Estate, read: Any) -> None:
    relative = client.as_(estate.relative)
    assert relative.get(f"/homes/{estate.home_id}").status_code == 200
    membership = membership_of(read, estate.relative)

    answer = client.as_(estate.resident).post(f"/memberships/{membership}/end", {"reason": "搬走了"})

    assert (answer.status_code, answer.json["status"]) == (200, "ended")
    assert relative.get(f"/homes/{estate.home_id}").status_code == 403
    again = client.as_(estate.resident).post(f"/memberships/{membership}/end")
    assert (again.status_code, again.json["code"]) == (409, "membership.not_active")


@pytest.mark.parametrize(
    ("who", "whose", "code"),
    [
        ("relative", "relative", 200),
        ("resident", "resident", 200),
        ("manager", "resident", 200),
        ("manager", "worker", 200),
        ("admin", "manager", 200),
        ("relative", "resident", 403),
        ("neighbour", "relative", 403),
        ("worker", "relative", 403),
        ("worker", "worker", 403),
        ("manager", "second_manager", 403),
        ("manager", "officer", 404),
        ("manager", "admin", 404),
        ("officer", "resident", 403),
    ],
)
def test_who_may_end_whose_membership(client: Client, estate: Estate, who: str, whose: str, code: int, read: Any) -> None:
    membership = membership_of(read, getattr(estate, whose))
    assert client.as_(getattr(estate, who)).post(f"/memberships/{membership}/end").status_code == code


def test_one_owner_does_not_put_out_another(client: Client, estate: Estate, asked: str, write: Any) -> None:
    client.as_(estate.manager).post(f"/memberships/{asked}/approve")
    write(lambda uow: uow.session.execute(update(Membership).where(Membership.id == UUID(asked)).values(title="owner")))
    answer = client.as_(estate.resident).post(f"/memberships/{asked}/end")
    assert (answer.status_code, answer.json["code"]) == (403, "membership.owners_only")


class TestStaff:
    """Roles at work."""

    def give(self, client: Client, who: UUID, **body: Any) -> Any:
        person = {"phone": "139 0000 0001", "name": "新同事"}
        return client.as_(who).post("/memberships/staff", person | {k: str(v) for k, v in body.items()})

    def test_a_manager_gives_work_in_the_own_community(self, client: Client, estate: Estate, read: Any) -> None:
        answer = self.give(client, estate.manager, role="grid_worker", community_id=estate.community_id)
        assert answer.status_code == 201
        assert answer.json["person"]["phone"] == "139****0001"
        person = UUID(answer.json["person"]["id"])
        assert read(lambda session: session.get(Person, person).phone) == "+8613900000001"
        assert client.as_(person).get("/me").json["faces"] == ["worker"]

    @pytest.mark.parametrize("role", ["property_manager", "district_officer", "auditor", "platform_admin"])
    def test_a_manager_gives_no_higher_role(self, client: Client, estate: Estate, role: str) -> None:
        place = {"community_id": estate.community_id} if role == "property_manager" else {}
        place = {"district_id": estate.district_id} if role in ("district_officer", "auditor") else place
        assert self.give(client, estate.manager, role=role, **place).status_code in (403, 404)

    def test_a_manager_gives_nothing_elsewhere(self, client: Client, estate: Estate) -> None:
        answer = self.give(client, estate.manager, role="grid_worker", community_id=estate.foreign.community_id)
        assert answer.status_code == 404
        assert CANARY not in answer.text

    @pytest.mark.parametrize("role", ["property_manager", "district_officer", "platform_admin"])
    def test_the_administrator_gives_any_role(self, client: Client, estate: Estate, role: str) -> None:
        place = {
            "property_manager": {"community_id": estate.community_id},
            "district_officer": {"district_id": estate.district_id},
        }
        answer = self.give(client, estate.admin, role=role, **place.get(role, {}))
        assert answer.status_code == 201

    @pytest.mark.parametrize("who", ["resident", "worker", "operator", "officer", "auditor"])
    def test_nobody_else_gives_any(self, client: Client, estate: Estate, who: str) -> None:
        answer = self.give(client, getattr(estate, who), role="grid_worker", community_id=estate.community_id)
        assert answer.status_code == 403

    def test_a_role_needs_its_own_kind_of_place(self, client: Client, estate: Estate) -> None:
        for body in (
            {"role": "grid_worker"},
            {"role": "grid_worker", "district_id": estate.district_id},
            {"role": "district_officer", "community_id": estate.community_id},
            {"role": "platform_admin", "community_id": estate.community_id},
            {"role": "grid_worker", "community_id": estate.community_id, "district_id": estate.district_id},
        ):
            answer = self.give(client, estate.admin, **body)
            assert (answer.status_code, answer.json["code"]) == (422, "membership.wrong_place")

    def test_resident_is_no_role_at_work(self, client: Client, estate: Estate) -> None:
        assert self.give(client, estate.admin, role="resident", community_id=estate.community_id).status_code == 422

    def test_the_same_role_is_not_given_twice(self, client: Client, estate: Estate, at_once: Any) -> None:
        manager = client.as_(estate.manager)
        body = {"phone": "13900000001", "name": "新同事", "role": "grid_worker", "community_id": str(estate.community_id)}
        assert manager.post("/memberships/staff", body).status_code == 201
        answers = at_once(*[lambda: manager.post("/memberships/staff", body | {"role": "control_room"}).status_code] * 2)
        assert sorted(answers) == [201, 409]

    def test_a_number_of_another_name_is_not_taken_over(self, client: Client, estate: Estate) -> None:
        phone = estate.phones[estate.foreign.resident]
        body = {"phone": phone, "name": "新同事", "role": "grid_worker", "community_id": str(estate.community_id)}
        answer = client.as_(estate.manager).post("/memberships/staff", body)
        assert (answer.status_code, answer.json["code"]) == (409, "person.name_conflict")
        assert CANARY not in answer.text

    @pytest.mark.parametrize(("who", "role"), [("manager", "control_room"), ("admin", "property_manager")])
    def test_nobody_gives_a_role_to_themselves(self, client: Client, estate: Estate, read: Any, who: str, role: str) -> None:
        person = getattr(estate, who)
        name = read(lambda session: session.get(Person, person).name)
        body = {"phone": estate.phones[person], "name": name, "role": role, "community_id": str(estate.community_id)}
        answer = client.as_(person).post("/memberships/staff", body)
        assert (answer.status_code, answer.json["code"]) == (403, "membership.own_request")
        assert role not in {m["role"] for m in client.as_(person).get("/me").json["memberships"]}

    def test_a_role_given_is_on_record_and_told_to_every_manager(
        self, client: Client, estate: Estate, read: Any, relay: Callable[[], Any]
    ) -> None:
        given = self.give(client, estate.manager, role="control_room", community_id=estate.community_id).json
        relay()
        assert told(read)[estate.second_manager] == ["active"]
        line = client.as_(estate.second_manager).get(f"/audit?community_id={estate.community_id}").json["items"][0]
        assert (line["action"], line["actor_id"], line["subject_id"]) == ("memberships.staff", str(estate.manager), given["id"])

    def test_asking_for_registered_numbers_is_limited(
        self, client: Client, estate: Estate, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("community.routes.memberships.STAFF_PER_HOUR", 2)
        body = {"name": "新同事", "role": "grid_worker", "community_id": str(estate.community_id)}
        numbers = [estate.phones[estate.resident], estate.phones[estate.neighbour], estate.phones[estate.foreign.resident]]
        answers = [client.as_(estate.manager).post("/memberships/staff", body | {"phone": number}) for number in numbers]
        assert [answer.status_code for answer in answers] == [409, 409, 429]
        assert client.as_(estate.second_manager).post("/memberships/staff", body | {"phone": numbers[0]}).status_code == 409


def told(read: Any) -> dict[UUID, list[str]]:
    entries = read(lambda session: session.scalars(select(FeedEntry).order_by(FeedEntry.seq)).all())
    heard: dict[UUID, list[str]] = {}
    for entry in entries:
        assert entry.kind == "membership.changed"
        heard.setdefault(entry.person_id, []).append(entry.data["status"])
    return heard


def test_those_concerned_are_told_and_nobody_else(
    client: Client, estate: Estate, asked: str, relay: Callable[[], Any], read: Any
) -> None:
    relay()
    deciders = {estate.stranger, estate.resident, estate.manager, estate.second_manager}
    assert told(read) == {person: ["pending"] for person in deciders}

    client.as_(estate.manager).post(f"/memberships/{asked}/approve")
    relay()
    client.as_(estate.manager).post(f"/memberships/{asked}/end", {"reason": "搬走了"})
    relay()
    heard = told(read)
    assert heard[estate.stranger] == ["pending", "active", "ended"]
    assert heard[estate.relative] == ["active", "ended"]
    assert heard.keys() == deciders | {estate.relative}


@pytest.mark.parametrize(("offset", "expected"), [(-1, MembershipStatus.ENDED), (60, MembershipStatus.ACTIVE)])
def test_a_membership_lapses_when_its_time_is_over(
    client: Client, estate: Estate, write: Any, read: Any, offset: int, expected: MembershipStatus
) -> None:
    mine = update(Membership).where(Membership.person_id == estate.distant)
    write(lambda uow: uow.session.execute(mine.values(valid_until=uow.now + timedelta(seconds=offset))))
    seen = client.as_(estate.distant).get(f"/homes/{estate.other_entrance_home_id}").status_code
    assert seen == (200 if expected is MembershipStatus.ACTIVE else 403)  # the clock decides, not the job

    write(jobs.lapse_memberships)

    assert status(read, membership_of(read, estate.distant)) is expected
