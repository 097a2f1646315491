"""People as managers see them: masked, searchable without guessing, revealed on the record."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from community.core.audit import AuditEntry
from community.core.idempotency import IdempotencyRecord
from community.models import Membership, MembershipStatus, Title
from community.policies import Role
from tests.support.clients import Client
from tests.support.estate import CANARY, Estate

PhoneOf = Callable[[UUID], str]


def names(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [item["name"] for item in answer.json["items"]]


def test_a_manager_sees_the_people_of_the_own_community_masked(client: Client, estate: Estate) -> None:
    answer = client.as_(estate.manager).get("/people")
    people = {item["name"]: item for item in answer.json["items"]}
    assert {"王芳", "王小明", "李强", "欧阳雪", "赵师傅", "孙经理"} <= people.keys()
    assert people["王芳"]["phone"] == "138****0001"
    (membership,) = people["王芳"]["memberships"]
    assert (membership["home"]["label"], membership["title"]) == ("1栋1单元1203", "owner")
    assert CANARY not in answer.text
    assert not [phone for phone in estate.phones.values() if phone[3:] in answer.text]


def test_a_membership_elsewhere_stays_hidden(client: Client, estate: Estate, write: Any) -> None:
    def also_there(uow: Any) -> None:
        there = {"community_id": estate.foreign.community_id, "home_id": estate.foreign.empty_home_id}
        status = {"role": Role.RESIDENT, "title": Title.OWNER, "status": MembershipStatus.ACTIVE}
        uow.session.add(Membership(person_id=estate.resident, **status, **there))

    write(also_there)
    answer = client.as_(estate.manager).get("/people", query_string={"q": "王芳"})
    assert [m["home"]["label"] for m in answer.json["items"][0]["memberships"]] == ["1栋1单元1203"]
    assert CANARY not in answer.text
    assert CANARY in client.as_(estate.foreign.manager).get("/people", query_string={"q": "王芳"}).text


@pytest.mark.parametrize("who", ["resident", "worker", "operator", "officer", "auditor", "stranger"])
def test_nobody_else_lists_people(client: Client, estate: Estate, who: str) -> None:
    assert client.as_(getattr(estate, who)).get("/people").status_code == 403


def test_the_other_communitys_people_are_not_listed_by_asking_for_them(client: Client, estate: Estate) -> None:
    assert names(client.as_(estate.manager).get(f"/people?community_id={estate.foreign.community_id}")) == []


@pytest.mark.parametrize(
    ("q", "found"),
    [("王", {"王芳", "王小明"}), ("1单元1203", {"王芳", "王小明"}), ("0001", {"王芳"}), ("13800000001", {"王芳"}), ("%", set())],
)
def test_people_are_found_by_name_home_or_number(client: Client, estate: Estate, q: str, found: set[str]) -> None:
    assert set(names(client.as_(estate.manager).get("/people", query_string={"q": q}))) == found


@pytest.mark.parametrize("q", ["80000", "138000", "00001", "1380000000", "+8613800000"])
def test_hidden_digits_cannot_be_found_out_by_searching(client: Client, estate: Estate, q: str) -> None:
    assert names(client.as_(estate.manager).get("/people", query_string={"q": q})) == []


def test_a_reveal_is_on_record_and_the_person_can_read_it(client: Client, estate: Estate, phone_of: PhoneOf, read: Any) -> None:
    answer = client.as_(estate.manager).post(f"/people/{estate.resident}/reveal", {"reason": "楼下漏水，需要联系"})

    assert answer.json == {"phone": phone_of(estate.resident)}
    (entry,) = read(lambda s: s.scalars(select(AuditEntry).where(AuditEntry.action == "people.reveal")).all())
    assert (entry.actor_id, entry.subject_id) == (str(estate.manager), str(estate.resident))
    assert (entry.community_id, entry.reason) == (estate.community_id, "楼下漏水，需要联系")
    (seen,) = client.as_(estate.resident).get("/me/reveals").json["items"]
    assert (seen["actor_name"], seen["reason"]) == ("孙经理", "楼下漏水，需要联系")
    assert client.as_(estate.neighbour).get("/me/reveals").json["items"] == []


@pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": "  "}, {"reason": "\u200b"}, {"reason": "x" * 501}])
def test_a_reveal_needs_a_reason(client: Client, estate: Estate, body: dict[str, str], read: Any) -> None:
    assert client.as_(estate.manager).post(f"/people/{estate.resident}/reveal", body).status_code == 422
    assert read(lambda s: s.scalars(select(AuditEntry)).all()) == []


@pytest.mark.parametrize(
    ("who", "code"), [("operator", 200), ("worker", 403), ("neighbour", 403), ("officer", 403), ("admin", 403)]
)
def test_who_may_reveal(client: Client, estate: Estate, who: str, code: int, phone_of: PhoneOf) -> None:
    answer = client.as_(getattr(estate, who)).post(f"/people/{estate.resident}/reveal", {"reason": "x"})
    assert answer.status_code == code
    assert (phone_of(estate.resident) in answer.text) is (code == 200)


def test_nobody_of_the_other_community_is_revealed(client: Client, estate: Estate, read: Any) -> None:
    for person in (estate.foreign.resident, estate.stranger, estate.admin, estate.officer):
        answer = client.as_(estate.manager).post(f"/people/{person}/reveal", {"reason": "x"})
        assert answer.status_code == 404
    assert read(lambda s: s.scalars(select(AuditEntry)).all()) == []


def test_no_number_is_shown_when_the_record_cannot_be_written(
    client: Client, estate: Estate, monkeypatch: pytest.MonkeyPatch, phone_of: PhoneOf
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr("community.core.uow.UnitOfWork.audit", broken)
    answer = client.as_(estate.manager).post(f"/people/{estate.resident}/reveal", {"reason": "x"})
    assert answer.status_code == 500
    assert phone_of(estate.resident) not in answer.text


def test_a_kept_answer_holds_no_phone_number(client: Client, estate: Estate, read: Any) -> None:
    manager = client.as_(estate.manager).with_headers(Idempotency_Key="look-1")
    assert manager.post(f"/people/{estate.resident}/reveal", {"reason": "x"}).status_code == 200
    assert read(lambda s: s.scalars(select(IdempotencyRecord)).all()) == []


class TestAudit:
    """The trail itself."""

    @pytest.mark.parametrize(("who", "seen"), [("manager", True), ("auditor", True), ("admin", True)])
    def test_managers_and_auditors_read_their_part(self, client: Client, estate: Estate, who: str, seen: bool) -> None:
        client.as_(estate.manager).post(f"/people/{estate.resident}/reveal", {"reason": "x"})
        client.as_(estate.foreign.manager).post(f"/people/{estate.foreign.resident}/reveal", {"reason": CANARY})
        answer = client.as_(getattr(estate, who)).get("/audit?action=people.reveal")
        assert (str(estate.resident) in answer.text) is seen
        assert (CANARY in answer.text) is (who == "admin")

    @pytest.mark.parametrize("who", ["resident", "worker", "operator", "officer", "stranger"])
    def test_nobody_else_does(self, client: Client, estate: Estate, who: str) -> None:
        assert client.as_(getattr(estate, who)).get("/audit").status_code == 403

    def test_the_trail_is_filtered(self, client: Client, estate: Estate) -> None:
        manager = client.as_(estate.manager)
        manager.post(f"/people/{estate.resident}/reveal", {"reason": "x"})
        manager.post(f"/people/{estate.neighbour}/reveal", {"reason": "y"})

        def reasons(**query: Any) -> list[str]:
            return [item["reason"] for item in manager.get("/audit", query_string=query).json["items"]]

        assert reasons() == ["y", "x"]
        assert reasons(subject_type="person", subject_id=str(estate.resident)) == ["x"]
        assert reasons(actor_id=str(estate.second_manager)) == []
        assert reasons(until="2020-01-01T00:00:00Z") == []
        assert reasons(since="2020-01-01T00:00:00Z") == ["y", "x"]
