"""Refresh tokens: they rotate, a stolen copy ends the family, a lost answer does not."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import func, select

from community.core.audit import AuditEntry
from community.models import RefreshToken
from tests.support.clients import Client
from tests.support.estate import PASSWORD, Estate

PhoneOf = Callable[[UUID], str]
START = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


@pytest.fixture
def tokens(client: Client, estate: Estate, phone_of: PhoneOf) -> dict[str, Any]:
    """A fresh sign-in of the resident at START."""
    with time_machine.travel(START, tick=False):
        answer = client.post("/auth/login", {"phone": phone_of(estate.resident), "password": PASSWORD})
    return answer.json


def refresh(client: Client, token: str, seconds: float = 0) -> Any:
    with time_machine.travel(START + timedelta(seconds=seconds), tick=False):
        return client.post("/auth/refresh", {"refresh_token": token})


def me(client: Client, access: str, seconds: float = 0) -> int:
    with time_machine.travel(START + timedelta(seconds=seconds), tick=False):
        return client.with_headers(Authorization=f"Bearer {access}").get("/me").status_code


def test_a_refresh_token_is_exchanged_for_new_tokens(client: Client, tokens: dict[str, Any], estate: Estate) -> None:
    answer = refresh(client, tokens["refresh_token"], 800)
    assert answer.status_code == 200
    assert answer.json["refresh_token"] != tokens["refresh_token"]
    assert answer.json["person"]["id"] == str(estate.resident)
    assert me(client, answer.json["access_token"], 900) == 200


@pytest.mark.parametrize(("seconds", "status"), [(899, 200), (900, 401)])
def test_an_access_token_lasts_a_quarter_of_an_hour(client: Client, tokens: dict[str, Any], seconds: int, status: int) -> None:
    assert me(client, tokens["access_token"], seconds) == status


@pytest.mark.parametrize(("offset", "status"), [(-1, 200), (0, 401)])
def test_a_refresh_token_lasts_thirty_days(client: Client, tokens: dict[str, Any], offset: int, status: int) -> None:
    assert refresh(client, tokens["refresh_token"], 30 * 86400 + offset).status_code == status


def test_a_lost_answer_can_be_asked_for_again(client: Client, tokens: dict[str, Any]) -> None:
    first = refresh(client, tokens["refresh_token"], 100)
    again = refresh(client, tokens["refresh_token"], 110)
    assert again.status_code == 200
    assert again.json["refresh_token"] == first.json["refresh_token"]
    assert refresh(client, first.json["refresh_token"], 200).status_code == 200


def test_a_used_token_after_the_grace_ends_the_family(client: Client, tokens: dict[str, Any], read: Any) -> None:
    newer = refresh(client, tokens["refresh_token"], 100).json
    reused = refresh(client, tokens["refresh_token"], 110.001)

    assert reused.status_code == 401
    assert reused.json["code"] == "auth.token_reused"
    assert me(client, newer["access_token"], 111) == 401
    assert refresh(client, newer["refresh_token"], 111).json["code"] == "auth.token_invalid"
    actions = read(lambda session: session.scalars(select(AuditEntry.action)).all())
    assert actions.count("auth.token_reused") == 1


def test_a_used_token_within_the_grace_ends_the_family_once_its_successor_was_used(client: Client, tokens: dict[str, Any]) -> None:
    second = refresh(client, tokens["refresh_token"], 100).json
    third = refresh(client, second["refresh_token"], 102).json
    assert refresh(client, tokens["refresh_token"], 103).json["code"] == "auth.token_reused"
    assert refresh(client, third["refresh_token"], 104).status_code == 401


def test_reuse_ends_only_its_own_family(client: Client, tokens: dict[str, Any], estate: Estate, phone_of: PhoneOf) -> None:
    with time_machine.travel(START, tick=False):
        other = client.post("/auth/login", {"phone": phone_of(estate.resident), "password": PASSWORD}).json
    refresh(client, tokens["refresh_token"], 100)
    refresh(client, tokens["refresh_token"], 200)
    assert refresh(client, other["refresh_token"], 201).status_code == 200


def test_a_token_nobody_gave_out_is_refused(client: Client, app: object) -> None:
    answer = refresh(client, "x" * 43)
    assert answer.status_code == 401
    assert answer.json["code"] == "auth.token_invalid"


def test_an_access_token_is_no_refresh_token(client: Client, tokens: dict[str, Any]) -> None:
    with time_machine.travel(START, tick=False):
        answer = client.post("/auth/refresh", {"refresh_token": tokens["access_token"][:200]})
    assert answer.status_code == 401


def test_two_refreshes_at_once_get_the_same_successor(client: Client, tokens: dict[str, Any], at_once: Any, read: Any) -> None:
    answers = at_once(*[lambda: client.post("/auth/refresh", {"refresh_token": tokens["refresh_token"]})] * 4)

    assert [answer.status_code for answer in answers] == [200] * 4
    assert len({answer.json["refresh_token"] for answer in answers}) == 1
    assert read(lambda session: session.scalar(select(func.count()).select_from(RefreshToken))) == 2


def test_signing_out_ends_this_sign_in_and_no_other(client: Client, tokens: dict[str, Any], estate: Estate) -> None:
    other = client.as_(estate.resident)
    with time_machine.travel(START, tick=False):
        bearer = client.with_headers(Authorization=f"Bearer {tokens['access_token']}")
        assert bearer.post("/auth/logout").status_code == 204
    assert me(client, tokens["access_token"], 1) == 401
    assert refresh(client, tokens["refresh_token"], 1).status_code == 401
    assert other.get("/me").status_code == 200


def test_signing_out_everywhere_ends_all_sign_ins_of_this_person_only(client: Client, estate: Estate) -> None:
    here, there, neighbour = client.as_(estate.resident), client.as_(estate.resident), client.as_(estate.neighbour)
    assert here.post("/auth/logout", {"everywhere": True}).status_code == 204
    assert [c.get("/me").status_code for c in (here, there, neighbour)] == [401, 401, 200]


def test_signing_out_needs_a_sign_in(client: Client) -> None:
    assert client.post("/auth/logout").status_code == 401
