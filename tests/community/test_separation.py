"""Nobody of one community ever reads a word of the other, whatever list of this slice they ask for."""

from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from flask import Flask
from jwt.warnings import InsecureKeyLengthWarning

from tests.support.clients import Client
from tests.support.estate import CANARY, Estate

ROLES = ("resident", "relative", "neighbour", "worker", "manager", "operator", "officer", "auditor", "stranger")
PATHS = (
    "/me",
    "/me/reveals",
    "/communities",
    "/communities?q=白象街",
    "/communities/{community_id}",
    "/communities/{community_id}/buildings",
    "/homes",
    "/homes?q=1203",
    "/homes?community_id={community_id}",
    "/homes?building_id={building_id}",
    "/homes?entrance_id={entrance_id}",
    "/homes/{home_id}",
    "/memberships",
    "/memberships?community_id={community_id}",
    "/memberships?home_id={home_id}",
    "/people",
    "/people?q=王",
    "/people?community_id={community_id}",
    "/audit",
    "/audit?community_id={community_id}",
)


@pytest.mark.parametrize("who", ROLES)
def test_no_word_of_the_other_community_is_in_any_answer(client: Client, estate: Estate, who: str) -> None:
    reveal = f"/people/{estate.foreign.resident}/reveal"
    assert client.as_(estate.foreign.manager).post(reveal, {"reason": CANARY}).status_code == 200
    asker = client.as_(getattr(estate, who))
    for path in PATHS:
        answer = asker.get(path.format(**vars(estate.foreign)))
        assert answer.status_code in (200, 403, 404), path
        assert CANARY not in answer.text, path


def test_the_other_community_is_there_to_be_seen_by_its_own(client: Client, estate: Estate) -> None:
    manager = client.as_(estate.foreign.manager)
    for path in PATHS:
        if path.startswith(("/communities", "/homes", "/people")):
            assert CANARY in manager.get(path.format(**vars(estate.foreign))).text, path


class TestForgedTokens:
    """Access tokens that we did not sign."""

    def claims(self, client: Client, person: Any) -> dict[str, Any]:
        token = client.as_(person).headers["Authorization"].removeprefix("Bearer ")
        claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
        return claims

    def test_a_foreign_signature_is_refused(self, client: Client, estate: Estate) -> None:
        token = jwt.encode(self.claims(client, estate.admin), "x" * 32, "HS256")
        assert client.with_headers(Authorization=f"Bearer {token}").get("/me").status_code == 401

    def test_no_signature_is_refused(self, client: Client, estate: Estate) -> None:
        token = jwt.encode(self.claims(client, estate.admin), None, "none")
        assert client.with_headers(Authorization=f"Bearer {token}").get("/me").status_code == 401

    def test_another_algorithm_with_the_right_secret_is_refused(self, app: Flask, client: Client, estate: Estate) -> None:
        claims = self.claims(client, estate.admin)
        with pytest.warns(InsecureKeyLengthWarning):
            token = jwt.encode(claims, app.config["JWT_SECRET_KEY"], "HS512")
        assert client.with_headers(Authorization=f"Bearer {token}").get("/me").status_code == 401

    def test_a_token_for_somebody_elses_sign_in_is_refused(self, app: Flask, client: Client, estate: Estate) -> None:
        claims = self.claims(client, estate.resident) | {"sub": str(estate.manager)}
        token = jwt.encode(claims, app.config["JWT_SECRET_KEY"], "HS256")
        assert client.with_headers(Authorization=f"Bearer {token}").get("/me").status_code == 401

    def test_a_token_past_its_time_is_refused(self, app: Flask, client: Client, estate: Estate) -> None:
        claims = self.claims(client, estate.resident) | {"exp": datetime.now(UTC) - timedelta(seconds=1)}
        token = jwt.encode(claims, app.config["JWT_SECRET_KEY"], "HS256")
        assert client.with_headers(Authorization=f"Bearer {token}").get("/me").status_code == 401

    @pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer x", "Bearer a.b.c", "Basic eDp5", "x"])
    def test_rubbish_is_refused(self, client: Client, header: str) -> None:
        assert client.with_headers(Authorization=header).get("/me").status_code == 401
