"""Cursor pages: every row exactly once, in either direction, whatever ties there are; forged cursors are refused."""

import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import asc, delete, desc, select

from community.core.ids import new_id
from community.core.paging import BadCursor, paginate
from community.core.uow import UnitOfWork
from tests.core.sandbox import Note
from tests.support.clients import Client
from tests.support.estate import Estate

Write = Callable[[Callable[[UnitOfWork], Any]], Any]
START = datetime(2026, 1, 1, tzinfo=UTC)
GENERATED = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
KEYS = {
    "newest first": [desc(Note.at), desc(Note.id)],
    "oldest first": [asc(Note.at), asc(Note.id)],
    "mixed": [desc(Note.rank), Note.text, desc(Note.at), Note.id],
}


def notes(rows: list[tuple[int, int, str]]) -> list[Note]:
    return [Note(id=new_id(), at=START + timedelta(microseconds=at), rank=rank, text=text) for at, rank, text in rows]


def all_pages(uow: UnitOfWork, keys: list[Any], limit: int) -> list[UUID]:
    found: list[UUID] = []
    cursor = None
    while True:
        page = paginate(uow.session, select(Note), keys, cursor, limit)
        assert len(page.items) <= limit
        found += [note.id for note in page.items]
        if page.next is None:
            return found
        assert len(page.items) == limit
        cursor = page.next


@pytest.mark.parametrize("keys", KEYS.values(), ids=KEYS.keys())
@GENERATED
@given(
    rows=st.lists(st.tuples(st.integers(0, 3), st.integers(-2, 2), st.sampled_from(["", "a", "漏水", "b'"])), max_size=12),
    limit=st.integers(1, 5),
)
def test_the_pages_together_are_the_whole_list(write: Write, keys: list[Any], rows: list[Any], limit: int) -> None:
    def check(uow: UnitOfWork) -> None:
        uow.session.execute(delete(Note))
        uow.session.add_all(notes(rows))
        uow.session.flush()
        whole = [note.id for note in uow.session.scalars(select(Note).order_by(*keys))]
        assert all_pages(uow, keys, limit) == whole

    write(check)


def test_rows_that_come_while_somebody_turns_pages_shift_nothing(write: Write) -> None:
    keys = KEYS["newest first"]

    def check(uow: UnitOfWork) -> None:
        uow.session.add_all(old := notes([(n, 0, "old") for n in range(4)]))
        first = paginate(uow.session, select(Note), keys, None, 2)
        uow.session.add_all(notes([(n, 0, "new") for n in range(10, 13)]))
        uow.session.delete(first.items[1])
        second = paginate(uow.session, select(Note), keys, first.next, 2)
        assert [note.id for note in second.items] == [old[1].id, old[0].id]
        assert second.next is None

    write(check)


def test_a_full_last_page_says_that_it_is_the_last(write: Write) -> None:
    def check(uow: UnitOfWork) -> None:
        uow.session.add_all(notes([(n, 0, "") for n in range(4)]))
        first = paginate(uow.session, select(Note), KEYS["oldest first"], None, 2)
        assert paginate(uow.session, select(Note), KEYS["oldest first"], first.next, 2).next is None

    write(check)


def packed(*values: Any) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(values)).decode().rstrip("=")


FORGED = [
    "x",
    "!!!!",
    "漏水",
    "bnVsbA",
    "e30",
    base64.urlsafe_b64encode(b"[" * 300).decode(),
    packed(),
    packed("2026-01-01T00:00:00+00:00"),
    packed("2026-01-01T00:00:00", str(UUID(int=1))),
    packed("0001-01-01T00:00:00+14:00", str(UUID(int=1))),
    packed("9999-12-31T23:59:59-14:00", str(UUID(int=1))),
    packed("tomorrow", str(UUID(int=1))),
    packed(1, str(UUID(int=1))),
    packed(None, None),
    packed("2026-01-01T00:00:00+00:00", 5),
    packed("2026-01-01T00:00:00+00:00", "not a uuid"),
    packed("2026-01-01T00:00:00+00:00", {"$ne": 1}),
    packed("2026-01-01T00:00:00+00:00", str(UUID(int=1)), 1),
]


@pytest.mark.parametrize("cursor", FORGED)
def test_a_forged_cursor_is_refused(visitor: Client, estate: Estate, cursor: str) -> None:
    answer = visitor.as_(estate.resident).get("notes", query_string={"cursor": cursor})
    assert (answer.status_code, answer.json["code"]) == (422, "cursor.invalid")


@pytest.mark.parametrize("rank", [2**63, -(2**63) - 1, 2**64, 1.5, True, "1", None, [1]])
def test_a_number_that_no_column_holds_is_refused(write: Write, rank: Any) -> None:
    try:
        cursor = packed(rank, "a", "2026-01-01T00:00:00+00:00", str(UUID(int=1)))
    except TypeError:
        cursor = base64.urlsafe_b64encode(f'[{rank},"a","2026-01-01T00:00:00+00:00","{UUID(int=1)}"]'.encode()).decode()
    with pytest.raises(BadCursor):
        write(lambda uow: paginate(uow.session, select(Note), KEYS["mixed"], cursor))


@GENERATED
@given(
    values=st.lists(st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(max_size=5) | st.datetimes(), max_size=4)
)
def test_whatever_a_cursor_holds_it_never_breaks_the_list(write: Write, values: list[Any]) -> None:
    def check(uow: UnitOfWork) -> None:
        for keys in KEYS.values():
            try:
                paginate(uow.session, select(Note), keys, packed(*values))
            except BadCursor:
                continue

    write(check)


def test_text_with_nul_is_refused(write: Write) -> None:
    cursor = packed(1, "a\0b", "2026-01-01T00:00:00+00:00", str(UUID(int=1)))
    with pytest.raises(BadCursor):
        write(lambda uow: paginate(uow.session, select(Note), KEYS["mixed"], cursor))


@pytest.mark.parametrize(("limit", "status"), [("0", 422), ("1", 200), ("100", 200), ("101", 422), ("many", 422)])
def test_a_page_holds_one_to_a_hundred(visitor: Client, estate: Estate, limit: str, status: int) -> None:
    assert visitor.as_(estate.resident).get("notes", query_string={"limit": limit}).status_code == status


def test_pages_over_http_are_joined_by_the_cursor(visitor: Client, estate: Estate) -> None:
    resident = visitor.as_(estate.resident)
    for number in range(5):
        resident.post("notes", {"community_id": str(estate.community_id), "text": str(number)})
    texts, cursor = [], None
    while True:
        page = resident.get("notes", query_string={"limit": 2} | ({"cursor": cursor} if cursor else {})).json
        texts += [note["text"] for note in page["items"]]
        if (cursor := page["next"]) is None:
            break
    assert texts == ["4", "3", "2", "1", "0"]
