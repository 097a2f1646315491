"""One's own account."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from community.models import Person
from tests.support.clients import Client
from tests.support.estate import PASSWORD, Estate

PhoneOf = Callable[[UUID], str]
NEW = "Neuer-Weg-88"


def test_me_tells_home_and_face(client: Client, estate: Estate, phone_of: PhoneOf) -> None:
    me = client.as_(estate.resident).get("/me").json

    assert (me["name"], me["phone"], me["locale"]) == ("王芳", phone_of(estate.resident), "zh-CN")
    assert me["faces"] == ["resident"]
    (membership,) = me["memberships"]
    assert membership["role"] == "resident"
    assert membership["title"] == "owner"
    assert membership["status"] == "active"
    assert membership["home"] == {"id": str(estate.home_id), "label": "1栋1单元1203"}
    assert membership["community"] == {"id": str(estate.community_id), "name": "白象街1号"}
    assert membership["district"] is None


@pytest.mark.parametrize(
    ("who", "faces"),
    [
        ("worker", ["worker"]),
        ("manager", ["manage"]),
        ("operator", ["control"]),
        ("officer", ["manage"]),
        ("auditor", ["manage"]),
        ("admin", ["manage"]),
        ("stranger", ["resident"]),
    ],
)
def test_each_role_opens_its_face(client: Client, estate: Estate, who: str, faces: list[str]) -> None:
    assert client.as_(getattr(estate, who)).get("/me").json["faces"] == faces


def test_nobody_is_told_nothing(client: Client) -> None:
    answer = client.get("/me")
    assert answer.status_code == 401
    assert answer.json["code"] == "auth.required"


def test_name_and_language_can_be_changed(client: Client, estate: Estate) -> None:
    me = client.as_(estate.resident).patch("/me", {"name": " 王 芳 ", "locale": "en"})
    assert me.status_code == 200
    assert (me.json["name"], me.json["locale"]) == ("王 芳", "en")
    assert client.as_(estate.neighbour).get("/me").json["locale"] == "zh-CN"


@pytest.mark.parametrize("change", [{"name": ""}, {"name": "  "}, {"name": "名" * 65}, {"locale": "fr"}, {"phone": "1"}])
def test_what_is_no_name_or_language_is_refused(client: Client, estate: Estate, change: dict[str, str]) -> None:
    assert client.as_(estate.resident).patch("/me", change).status_code == 422


def test_a_new_password_ends_the_other_sign_ins(client: Client, estate: Estate, phone_of: PhoneOf) -> None:
    here, there = client.as_(estate.resident), client.as_(estate.resident)

    assert here.post("/me/password", {"current": PASSWORD, "new": NEW}).status_code == 204

    assert here.get("/me").status_code == 200
    assert there.get("/me").status_code == 401
    phone = phone_of(estate.resident)
    assert client.post("/auth/login", {"phone": phone, "password": PASSWORD}).status_code == 401
    assert client.post("/auth/login", {"phone": phone, "password": NEW}).status_code == 200


def test_the_current_password_must_be_right(client: Client, estate: Estate, phone_of: PhoneOf) -> None:
    here, there = client.as_(estate.resident), client.as_(estate.resident)
    answer = here.post("/me/password", {"current": "wrong", "new": NEW})
    assert (answer.status_code, answer.json["code"]) == (403, "password.wrong")
    assert there.get("/me").status_code == 200
    assert here.post("/me/password", {"new": NEW}).status_code == 403


@pytest.mark.parametrize("new", ["short-7", "aaaaaaaaaaaa", "pw{phone}"])
def test_a_weak_password_is_refused(client: Client, estate: Estate, phone_of: PhoneOf, new: str) -> None:
    body = {"current": PASSWORD, "new": new.format(phone=phone_of(estate.resident))}
    answer = client.as_(estate.resident).post("/me/password", body)
    assert (answer.status_code, answer.json["code"]) == (422, "password.weak")


def test_somebody_without_a_password_sets_the_first(client: Client, estate: Estate, write: Any) -> None:
    mine = update(Person).where(Person.id == estate.resident)
    write(lambda uow: uow.session.execute(mine.values(password_hash=None)))
    resident = client.as_(estate.resident)
    assert resident.get("/me").json["has_password"] is False
    assert resident.post("/me/password", {"new": NEW}).status_code == 204
    assert resident.get("/me").json["has_password"] is True
