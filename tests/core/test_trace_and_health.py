"""One id from the request to the subscriber; health and metrics for machines, and for nobody else."""

import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from community.core import health, relay
from community.core.audit import AuditEntry
from community.core.kernel import Kernel
from community.core.logging import configure_logging, get_logger, trace, tracing
from community.core.outbox import OutboxEvent
from community.core.settings import Settings
from community.core.uow import UnitOfWork
from tests.core.sandbox import NotePinned
from tests.support.clients import Client
from tests.support.estate import Estate

Write = Callable[[Callable[[UnitOfWork], Any]], Any]


def test_the_id_of_a_request_is_in_its_answer_its_audit_its_outbox_and_its_subscriber(
    board: Flask, kernel: Kernel, visitor: Client, estate: Estate, write: Write
) -> None:
    heard: list[str] = []
    kernel.subscribe(NotePinned, lambda uow, event: heard.append(trace()))
    body = {"community_id": str(estate.community_id), "text": "a"}
    answer = visitor.as_(estate.resident).post("notes", body, headers={"X-Request-ID": "phone-12345678"})
    relay.drain(board)
    stored = write(lambda uow: [*uow.session.scalars(select(OutboxEvent.trace)), *uow.session.scalars(select(AuditEntry.trace))])
    assert {answer.headers["X-Request-ID"], *stored, *heard} == {"phone-12345678"}
    assert len(heard) == 1


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "with space 123", "semi;colon;12345", "ünïcödé-12345"])
def test_an_id_that_we_would_not_write_into_a_log_is_replaced(visitor: Client, given: str) -> None:
    answer = visitor.get("notes", headers={"X-Request-ID": given})
    assert answer.headers["X-Request-ID"] != given
    assert len(answer.headers["X-Request-ID"]) == 32
    assert answer.json["request_id"] == answer.headers["X-Request-ID"]


def test_each_request_has_an_id_of_its_own_and_leaves_none_behind(visitor: Client) -> None:
    assert visitor.get("notes").headers["X-Request-ID"] != visitor.get("notes").headers["X-Request-ID"]
    assert trace() == ""


def test_ids_nest_and_are_drawn_where_none_is_given() -> None:
    with tracing("outer"):
        with tracing(None):
            assert len(trace()) == 32
        assert trace() == "outer"
    assert trace() == ""


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str], board: Flask) -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """The log lines written since, as JSON."""
    configure_logging(Settings(env="test", log_level="info"), "test")

    def read() -> list[dict[str, Any]]:
        written = capsys.readouterr().err
        assert "Logging error" not in written, written
        return [json.loads(line) for line in written.splitlines()]

    yield read
    configure_logging(board.extensions["linli"].settings, "test")


def test_a_log_line_is_json_with_time_level_process_and_trace(lines: Callable[[], list[dict[str, Any]]]) -> None:
    with tracing("trace-1"):
        get_logger("test.module").info("door_opened", door="1")
    (line,) = lines()
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "door_opened",
        "door": "1",
        "level": "info",
        "logger": "test.module",
        "process": "test",
        "trace": "trace-1",
    }


def test_lines_of_libraries_have_the_same_shape(lines: Callable[[], list[dict[str, Any]]]) -> None:
    logging.getLogger("some.library").warning("odd: %s", 1)
    (line,) = lines()
    assert (line["event"], line["level"], line["logger"], line["process"]) == ("odd: 1", "warning", "some.library", "test")


@pytest.mark.parametrize("value", [2**70, "\ud800", {1: "a"}, object()])
def test_a_value_that_json_cannot_hold_loses_no_line(lines: Callable[[], list[dict[str, Any]]], value: Any) -> None:
    get_logger("test").warning("odd_value", value=value)
    assert len(lines()) == 1


def test_a_request_is_one_line_without_query_body_or_person(
    lines: Callable[[], list[dict[str, Any]]], visitor: Client, estate: Estate
) -> None:
    resident = visitor.as_(estate.resident)
    lines()
    resident.get("notes?text=13800000001")
    (line,) = lines()
    assert {key: line[key] for key in ("event", "operation", "method", "status")} == {
        "event": "request",
        "operation": "notes.list",
        "method": "GET",
        "status": 200,
    }
    assert "13800000001" not in json.dumps(line)
    assert "王芳" not in json.dumps(line)


def test_a_process_is_live_whatever_else_is_down(visitor: Client) -> None:
    answer = visitor.get("/health/live")
    assert (answer.status_code, answer.json) == (200, {"status": "live"})


def test_a_process_is_ready_only_with_database_and_broker(visitor: Client, kernel: Kernel, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = visitor.get("/health/ready")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    monkeypatch.setattr(type(kernel.link), "connected", True)
    assert visitor.get("/health/ready").json == {"status": "ready"}


def test_metrics_are_for_this_machine(visitor: Client) -> None:
    answer = visitor.get("/metrics")
    assert answer.status_code == 200
    assert "linli_http_seconds" in answer.text


@pytest.mark.parametrize("address", ["192.0.2.1", "2001:db8::1", "10.0.0.7", "", "unix:", "0.0.0.0"])
def test_metrics_are_not_for_other_machines(visitor: Client, address: str) -> None:
    answer = visitor.get("/metrics", environ_overrides={"REMOTE_ADDR": address})
    assert (answer.status_code, answer.json["code"]) == (404, "not_found")


@pytest.mark.parametrize("header", health.FORWARDED)
def test_metrics_are_not_for_whom_a_proxy_on_this_machine_speaks(visitor: Client, header: str) -> None:
    assert visitor.get("/metrics", headers={header: "127.0.0.1"}).status_code == 404


@pytest.mark.parametrize(
    ("authorization", "status"),
    [("Bearer right", 200), ("Bearer wrong", 404), ("Bearer righé", 404), ("right", 404), ("", 404)],
)
def test_with_a_token_only_its_bearer_reads_metrics_from_anywhere(
    visitor: Client, kernel: Kernel, monkeypatch: pytest.MonkeyPatch, authorization: str, status: int
) -> None:
    monkeypatch.setattr(kernel, "settings", Settings(metrics_token="right"))
    headers = {"Authorization": authorization, "X-Forwarded-For": "192.0.2.1"}
    assert visitor.get("/metrics", headers=headers).status_code == status
