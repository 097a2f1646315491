"""The entrance: who is let in, and what happens to a route that forgets to ask for rights."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import jwt
import pytest
import time_machine
from flask import Flask
from flask_jwt_extended import create_access_token, create_refresh_token
from sqlalchemy import update

from community.app import create_app
from community.core import clock
from community.core.audit import AuditEntry
from community.core.auth import PUBLIC, Actor
from community.core.errors import Unauthenticated
from community.core.http import Blueprint
from community.core.ids import new_id
from community.core.kernel import Kernel
from community.core.openapi import check_operations
from community.core.uow import UnitOfWork
from community.models import Person, SignInSession
from tests.core.sandbox import Note, NoteOut
from tests.support.clients import Client
from tests.support.estate import Estate

Write = Callable[[Callable[[UnitOfWork], Any]], Any]
Acts = Callable[[str], int]


def token(board: Flask, identity: Any, **claims: Any) -> str:
    with board.app_context():
        return create_access_token(identity, additional_claims=claims)


def with_token(visitor: Client, text: str) -> Client:
    return visitor.with_headers(Authorization=f"Bearer {text}")


def test_a_signed_in_person_is_known_by_name(visitor: Client, estate: Estate) -> None:
    assert visitor.as_(estate.resident).get("notes/whoami").json == {"name": "王芳"}


def test_nobody_signed_in_is_asked_to_sign_in(visitor: Client) -> None:
    answer = visitor.get("notes/whoami")
    assert (answer.status_code, answer.json["code"]) == (401, "auth.required")


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer ",
        "Bearer x",
        "Bearer a.b.c",
        "Bearer a b",
        "Bearer é.ü.ö",
        "Basic",
        "Basic x",
        "Digest x",
        "x",
        "bearer  ",
    ],
)
def test_a_header_that_proves_nothing_is_refused(visitor: Client, header: str) -> None:
    answer = visitor.with_headers(Authorization=header).get("notes/whoami")
    assert (answer.status_code, answer.json["code"]) == (401, "auth.required")
    assert answer.content_type == "application/problem+json"


def test_tokens_that_are_not_ours_are_refused(board: Flask, visitor: Client, estate: Estate) -> None:
    claims = {
        "sub": str(estate.resident),
        "sid": str(new_id()),
        "type": "access",
        "exp": 2**40,
        "iat": 0,
        "jti": "1",
        "fresh": False,
    }
    secret = board.config["JWT_SECRET_KEY"]
    forged = [
        jwt.encode(claims, "another secret of enough characters", "HS256"),
        jwt.encode(claims, None, "none"),
        jwt.encode(claims, secret + secret, "HS512"),
    ]
    assert {with_token(visitor, text).get("notes/whoami").status_code for text in forged} == {401}


def test_tokens_of_ours_that_name_no_sign_in_are_refused(board: Flask, visitor: Client, estate: Estate) -> None:
    person = str(estate.resident)
    odd = [
        token(board, person),
        token(board, person, sid=None),
        token(board, person, sid="not an id"),
        token(board, "not an id", sid=str(new_id())),
        token(board, person, sid=str(new_id())),
    ]
    assert {with_token(visitor, text).get("notes/whoami").status_code for text in odd} == {401}


def test_a_refresh_token_is_no_access_token(board: Flask, visitor: Client, estate: Estate) -> None:
    with board.app_context():
        text = create_refresh_token(str(estate.resident))
    assert with_token(visitor, text).get("notes/whoami").status_code == 401


def test_a_token_is_good_until_it_expires(visitor: Client, estate: Estate, board: Flask) -> None:
    with time_machine.travel(clock.now(), tick=False) as traveller:
        resident = visitor.as_(estate.resident)
        traveller.shift(board.config["JWT_ACCESS_TOKEN_EXPIRES"] - timedelta(seconds=1))
        assert resident.get("notes/whoami").status_code == 200
        traveller.shift(timedelta(seconds=1))
        answer = resident.get("notes/whoami")
        assert (answer.status_code, answer.json["code"]) == (401, "auth.required")


def test_a_sign_in_that_has_ended_is_out_with_the_next_request(visitor: Client, estate: Estate, write: Write) -> None:
    resident = visitor.as_(estate.resident)
    assert resident.get("notes/whoami").status_code == 200
    write(lambda uow: uow.session.execute(update(SignInSession).values(ended_at=uow.now)))
    assert resident.get("notes/whoami").status_code == 401


def test_a_disabled_person_is_out_with_the_next_request(visitor: Client, estate: Estate, write: Write) -> None:
    resident = visitor.as_(estate.resident)
    write(lambda uow: uow.session.execute(update(Person).where(Person.id == estate.resident).values(disabled_at=uow.now)))
    assert resident.get("notes/whoami").status_code == 401


def test_a_public_operation_lets_everybody_in_even_with_a_sign_in_that_has_ended(
    visitor: Client, estate: Estate, write: Write
) -> None:
    resident = visitor.as_(estate.resident)
    assert visitor.post("notes/hello").json == {"name": "anonymous"}
    assert resident.post("notes/hello").json == {"name": "王芳"}
    write(lambda uow: uow.session.execute(update(SignInSession).values(ended_at=uow.now)))
    assert resident.post("notes/hello").json == {"name": "anonymous"}
    assert with_token(visitor, "x").post("notes/hello").json == {"name": "anonymous"}


def test_a_role_that_the_row_does_not_name_is_forbidden_before_anything_is_looked_up(visitor: Client, estate: Estate) -> None:
    answer = visitor.as_(estate.worker).post("notes", {"community_id": str(new_id()), "text": "a"})
    assert (answer.status_code, answer.json["code"]) == (403, "forbidden")


def test_who_has_no_role_at_all_is_forbidden(visitor: Client, estate: Estate) -> None:
    assert visitor.as_(estate.stranger).get("notes").status_code == 403


def test_a_foreign_community_is_not_found(visitor: Client, estate: Estate, count: Callable[..., int]) -> None:
    answer = visitor.as_(estate.resident).post("notes", {"community_id": str(estate.foreign.community_id), "text": "a"})
    assert (answer.status_code, count(Note)) == (404, 0)


def test_rights_are_asked_for_before_the_body_is_judged(visitor: Client, estate: Estate) -> None:
    assert visitor.post("notes", {}).status_code == 401
    assert visitor.as_(estate.worker).post("notes", {}).status_code == 403
    assert visitor.as_(estate.resident).post("notes", {}).status_code == 422


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_answer_that_asked_for_no_right_is_withheld_and_undone(visitor: Client, estate: Estate, acts: Acts, method: str) -> None:
    answer = getattr(visitor.as_(estate.resident), method)("notes/careless")
    assert (answer.status_code, answer.json["code"]) == (500, "internal")
    assert "count" not in answer.json
    assert acts("note.careless") == 0


def test_a_request_that_fails_leaves_nothing_behind(visitor: Client, estate: Estate, count: Callable[..., int]) -> None:
    body = {"community_id": str(estate.community_id), "text": "explode"}
    assert visitor.as_(estate.resident).post("notes", body).status_code == 409
    assert (count(Note), count(AuditEntry)) == (0, 0)


def test_lists_show_what_the_asker_may_see(visitor: Client, estate: Estate) -> None:
    for at in (estate, estate.foreign):
        visitor.as_(at.resident).post("notes", {"community_id": str(at.community_id), "text": at.mark or "ours"})

    def texts(person: UUID) -> list[str]:
        return [note["text"] for note in visitor.as_(person).get("notes").json["items"]]

    assert texts(estate.resident) == texts(estate.manager) == texts(estate.officer) == ["ours"]
    assert texts(estate.neighbour) == []
    assert texts(estate.foreign.manager) == [estate.foreign.mark]
    assert sorted(texts(estate.admin)) == sorted(["ours", estate.foreign.mark])


def test_times_are_written_in_utc_with_a_z(visitor: Client, estate: Estate) -> None:
    body = {"community_id": str(estate.community_id), "text": "a", "at": "2026-07-01T20:00:00.5+08:00"}
    assert visitor.as_(estate.resident).post("notes", body).json["at"] == "2026-07-01T12:00:00.500000Z"


def test_head_answers_like_get_without_a_body(visitor: Client, estate: Estate) -> None:
    answer = visitor.as_(estate.resident)._open("HEAD", "/api/v1/notes")
    assert (answer.status_code, answer.data) == (200, b"")


def test_an_operation_of_several_transactions_asks_for_rights_in_each(visitor: Client, estate: Estate, acts: Acts) -> None:
    assert visitor.post("notes/slow").status_code == 401
    assert visitor.as_(estate.officer).post("notes/slow").json == {"count": 1}
    assert acts("note.slow") == 1


def test_another_scheme_is_served_by_who_registered_it(kernel: Kernel, visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def by_badge(uow: UnitOfWork, credentials: str) -> Actor:
        if credentials != "7":
            raise Unauthenticated
        return Actor("device", "panel-7", "panel-7")

    monkeypatch.setitem(kernel.authenticators, "badge", by_badge)
    assert visitor.with_headers(Authorization="Badge 7").post("notes/hello").json == {"name": "panel-7"}
    assert visitor.with_headers(Authorization="Badge 8").get("notes/whoami").status_code == 401
    assert visitor.with_headers(Authorization="Badge 7").get("notes/whoami").status_code == 403  # a device is no person


def test_answers_carry_the_headers_that_keep_browsers_safe(visitor: Client) -> None:
    headers = visitor.get("notes").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cache-Control"] == "no-store"
    assert "default-src 'self'" in headers["Content-Security-Policy"]


def fresh_app(board: Flask) -> Flask:
    return create_app(board.extensions["linli"].settings, "check", ("community", "tests.core.sandbox"))


def test_a_route_that_is_no_operation_is_found_at_start(board: Flask) -> None:
    app = fresh_app(board)
    app.add_url_rule("/api/v1/backdoor", "backdoor", lambda: "")
    with pytest.raises(RuntimeError, match=r"/api/v1/backdoor is not guarded"):
        check_operations(app)


def test_an_operation_without_a_row_is_found_at_start_and_refused_if_asked(board: Flask, visitor: Client) -> None:
    app = fresh_app(board)
    blp = Blueprint("rogue", __name__, url_prefix="/api/v1/rogue")

    @blp.get("/", operation="rogue.read", returns=NoteOut)
    def rogue(uow: UnitOfWork) -> None:
        raise AssertionError("nobody gets here")

    app.extensions["linli_api"].register_blueprint(blp)
    with pytest.raises(RuntimeError, match=r"without a row.*rogue\.read"):
        check_operations(app)
    assert Client(app).get("rogue").status_code == 403


def test_a_row_without_a_route_is_found_at_start(board: Flask) -> None:
    app = fresh_app(board)
    app.extensions["linli"].allow({"notes.dream": PUBLIC})
    with pytest.raises(RuntimeError, match=r"without a route.*notes\.dream"):
        check_operations(app)
