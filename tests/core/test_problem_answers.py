"""Errors: one shape, a stable code, the asker's language, and nothing of the machine's inside."""

import io
import json
from http import HTTPStatus
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from community.core.messages import HTTP_TEXTS
from tests.core.sandbox import FAILURES
from tests.support.clients import Client
from tests.support.estate import Estate

INSIDE = ("Traceback", "secret", "driver text", "sqlalchemy", "psycopg", "sqlite", "<html", ".py")
FAMILIES = {
    "invalid": (422, "invalid"),
    "unauthenticated": (401, "auth.required"),
    "forbidden": (403, "forbidden"),
    "not_found": (404, "not_found"),
    "conflict": (409, "conflict"),
    "gone": (410, "gone"),
    "too_many": (429, "rate.limited"),
    "unavailable": (503, "unavailable"),
    "parameters": (409, "note.pinned"),
    "bug": (500, "internal"),
    "database_away": (503, "unavailable"),
    "connection_closed": (503, "unavailable"),
    "constraint": (409, "conflict"),
    "data": (422, "invalid"),
    "overflow": (422, "invalid"),
}


def assert_problem(answer: TestResponse, status: int, code: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"
    problem: dict[str, Any] = answer.json
    assert problem["code"] == code
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    assert problem["request_id"] == answer.headers["X-Request-ID"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert not [word for word in INSIDE if word.lower() in answer.text.lower()]
    return problem


@pytest.mark.parametrize(("kind", "expected"), FAMILIES.items())
def test_each_family_of_errors_has_its_status_and_code(visitor: Client, kind: str, expected: tuple[int, str]) -> None:
    assert_problem(visitor.get(f"notes/fail/{kind}"), *expected)


@pytest.mark.parametrize("kind", FAILURES)
def test_every_error_speaks_chinese_by_default_and_english_on_request(visitor: Client, kind: str) -> None:
    zh = visitor.get(f"notes/fail/{kind}")
    en = visitor.get(f"notes/fail/{kind}", headers={"Accept-Language": "en-GB,en;q=0.9,zh;q=0.1"})
    assert zh.json["code"] == en.json["code"]
    assert any("\u4e00" <= c <= "\u9fff" for c in zh.json["detail"])
    assert en.json["detail"].replace("王芳", "").isascii()
    assert not zh.json["title"].isascii()
    assert en.json["title"] == HTTPStatus(en.status_code).phrase
    assert_problem(zh, zh.status_code, zh.json["code"])
    assert_problem(en, zh.status_code, zh.json["code"])


@pytest.mark.parametrize("kind", [kind for kind in FAILURES if kind.isdecimal()])
def test_each_http_error_keeps_its_status(visitor: Client, kind: str) -> None:
    answer = visitor.get(f"notes/fail/{kind}")
    code = HTTP_TEXTS.get(int(kind), ("http.error",))[0]
    assert_problem(answer, int(kind), code)


@pytest.mark.parametrize(("kind", "seconds"), [("too_many", "7"), ("unavailable", "3"), ("database_away", "2")])
def test_who_should_wait_is_told_how_long(visitor: Client, kind: str, seconds: str) -> None:
    assert visitor.get(f"notes/fail/{kind}").headers["Retry-After"] == seconds


def test_who_should_sign_in_is_told_how(visitor: Client) -> None:
    assert visitor.get("notes/fail/unauthenticated").headers["WWW-Authenticate"] == "Bearer"


def test_parameters_fill_the_sentence_and_are_members_of_the_problem(visitor: Client) -> None:
    problem = visitor.get("notes/fail/parameters").json
    assert (problem["detail"], problem["by"]) == ("已由王芳张贴。", "王芳")
    assert problem["note"] == "00000000-0000-0000-0000-000000000001"


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "zh"),
        ("zh-CN", "zh"),
        ("zh-TW,zh;q=0.9,en;q=0.5", "zh"),
        ("en", "en"),
        ("en-US,en;q=0.9,zh-CN;q=0.8", "en"),
        ("de-DE,en;q=0.5", "en"),
        ("de", "zh"),
        ("*", "zh"),
        ("zh-CN;q=0.1,en;q=0.9", "en"),
        (";;;=,", "zh"),
    ],
)
def test_the_best_of_both_languages_is_chosen(visitor: Client, accepted: str, language: str) -> None:
    answer = visitor.get("notes/fail/gone", headers={"Accept-Language": accepted})
    assert answer.json["detail"] == {"zh": "已失效。", "en": "This is no longer valid."}[language]


def pin(client: Client, **options: Any) -> TestResponse:
    return client.post("notes", **options)


@pytest.fixture
def resident(visitor: Client, estate: Estate) -> Client:
    return visitor.as_(estate.resident)


def errors_of(answer: TestResponse) -> set[tuple[str, str]]:
    problem = assert_problem(answer, 422, "validation.failed")
    assert all(error["detail"] for error in problem["errors"])
    return {(error["pointer"], error["code"]) for error in problem["errors"]}


def test_each_wrong_field_is_pointed_at(resident: Client) -> None:
    answer = pin(resident, json={"text": "", "rank": "many", "tags": ["ok", "too long"], "a/b~c": 1, "at": "2026-01-01T00:00:00"})
    assert errors_of(answer) == {
        ("/community_id", "required"),
        ("/text", "length"),
        ("/rank", "type"),
        ("/tags/1", "too_long"),
        ("/a~1b~0c", "unknown"),
        ("/at", "format"),
    }


def test_details_of_wrong_fields_are_in_the_askers_language(resident: Client, estate: Estate) -> None:
    body = {"community_id": str(estate.community_id), "text": ""}
    zh, en = pin(resident, json=body), pin(resident, json=body, headers={"Accept-Language": "en"})
    assert zh.json["errors"][0]["detail"] == "长度须为 1 至 40"
    assert en.json["errors"][0]["detail"] == "Length must be between 1 and 40."


@pytest.mark.parametrize("body", [b"null", b"[]", b'"text"', b"1", b"true"])
def test_json_that_is_no_object_is_refused_as_a_whole(resident: Client, body: bytes) -> None:
    assert errors_of(pin(resident, data=body, content_type="application/json")) == {("", "type")}


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"{'text': 1}",
        b"\xff\xfe",
        b'{"text": "\xff"}',
        b'{"text": "\\ud800"}',
        b'{"rank": NaN}',
        b'{"rank": Infinity}',
        b"[" * 100_000,
        b'{"text": "a\\u0000b"}',
        b'{"a\\u0000b": 1}',
        b'{"tags": [["\\u0000"]]}',
    ],
)
def test_malformed_json_is_refused(resident: Client, body: bytes) -> None:
    assert_problem(pin(resident, data=body, content_type="application/json"), 400, "request.malformed")


def test_an_escaped_backslash_before_u0000_is_just_text(resident: Client, estate: Estate) -> None:
    answer = pin(resident, json={"community_id": str(estate.community_id), "text": "\\u0000"})
    assert (answer.status_code, answer.json["text"]) == (201, "\\u0000")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/xml", ""])
def test_a_body_of_another_kind_is_refused(resident: Client, kind: str) -> None:
    assert_problem(pin(resident, data=b'{"text": "a"}', content_type=kind), 415, "media_type.unsupported")


def test_json_with_a_charset_or_a_suffix_is_json(resident: Client) -> None:
    for kind in ("application/json; charset=utf-8", "application/vnd.linli+json"):
        assert pin(resident, data=b"{}", content_type=kind).status_code == 422


def test_no_body_at_all_lacks_the_required_fields(resident: Client) -> None:
    assert ("/text", "required") in errors_of(pin(resident, data=b""))


def test_a_file_upload_of_another_kind_is_refused(resident: Client) -> None:
    answer = resident.post("notes/upload", json={"purpose": "proof"})
    assert_problem(answer, 415, "media_type.unsupported")


def test_unknown_and_missing_parts_of_an_upload_are_pointed_at(resident: Client) -> None:
    answer = resident.post("notes/upload", data={"purposes": "x", "file": (io.BytesIO(b"x"), "a")})
    assert errors_of(answer) == {("/purpose", "required"), ("/purposes", "unknown")}
    answer = resident.post("notes/upload", data={"purpose": "x", "picture": (io.BytesIO(b"x"), "a")})
    assert errors_of(answer) == {("/file", "required"), ("/picture", "unknown")}


def test_nul_in_a_form_is_refused(resident: Client) -> None:
    answer = resident.post("notes/upload", data={"purpose": "a\0b", "file": (io.BytesIO(b"\0"), "a")})
    assert_problem(answer, 400, "request.malformed")


def test_an_unknown_query_parameter_is_refused_rather_than_left_out(resident: Client) -> None:
    assert errors_of(resident.get("notes?txt=a")) == {("/txt", "unknown")}


@pytest.mark.parametrize("address", ["notes?text=a%00b", "notes/fail/a%00b", "notes?cursor=%00"])
def test_nul_in_an_address_is_refused(resident: Client, address: str) -> None:
    assert_problem(resident.get(address), 400, "request.malformed")


def test_bytes_that_are_no_text_in_an_address_break_nothing(resident: Client) -> None:
    assert resident.get("notes?text=%ff%fe").status_code == 200
    assert_problem(resident.get("notes/%ff"), 404, "not_found")


def test_too_large_a_body_is_refused(resident: Client, board: Flask) -> None:
    body = b'"' + b"a" * board.config["MAX_CONTENT_LENGTH"] + b'"'
    assert_problem(pin(resident, data=body, content_type="application/json"), 413, "request.too_large")


def test_too_large_a_form_field_is_refused(resident: Client, board: Flask) -> None:
    text = "a" * (board.config["MAX_FORM_MEMORY_SIZE"] + 1)
    form = f'--x\r\nContent-Disposition: form-data; name="purpose"\r\n\r\n{text}\r\n--x--\r\n'
    answer = resident.post("notes/upload", data=form, content_type="multipart/form-data; boundary=x")
    assert_problem(answer, 413, "request.too_large")


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_an_unknown_address_is_not_found_by_any_method(visitor: Client, method: str) -> None:
    assert_problem(visitor._open(method, "/api/v1/nowhere"), 404, "not_found")
    assert_problem(visitor._open(method, "/api/v2/notes"), 404, "not_found")


def test_a_method_that_an_address_does_not_know_is_refused_with_those_it_does(visitor: Client) -> None:
    answer = visitor.delete("notes")
    assert_problem(answer, 405, "method.not_allowed")
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS, POST"


@pytest.mark.parametrize("note", ["1", "not-a-uuid", "00000000-0000-0000-0000-00000000000g", "%20"])
def test_what_is_no_id_is_not_found(resident: Client, note: str) -> None:
    assert_problem(resident.get(f"notes/{note}"), 404, "not_found")


NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=st.dictionaries(st.sampled_from(["text", "rank", "at", "tags", "community_id", "x"]), JSON, max_size=5))
def test_no_body_whatever_breaks_the_server(resident: Client, estate: Estate, fields: dict[str, Any]) -> None:
    body = json.dumps({"community_id": str(estate.community_id), "text": "a"} | fields)
    answer = pin(resident, data=body, content_type="application/json")
    assert answer.status_code in (201, 400, 404, 422), answer.text


@pytest.mark.parametrize("rank", [2**31, 2**63, -(2**64), 10**400])
@pytest.mark.parametrize("at", ["2026-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_numbers_and_times_beyond_every_column_are_refused(resident: Client, estate: Estate, rank: int, at: str) -> None:
    answer = pin(
        resident,
        data=f'{{"community_id": "{estate.community_id}", "text": "a", "rank": {rank}, "at": "{at}"}}',
        content_type="application/json",
    )
    assert answer.status_code in (201, 400, 422), answer.text
