"""On PostgreSQL a locked row may still be referred to; only who wants to change it waits."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from community.core.clock import now
from community.core.db import ROW_LOCK, db
from community.core.outbox import OutboxEvent, OutboxReceipt


@pytest.fixture
def sessions(app: Flask, database_kind: str) -> Iterator[tuple[Session, Session]]:
    """Two transactions; the first has locked event 1, the second does not wait for more than a moment."""
    if database_kind != "postgresql":
        pytest.skip("SQLite locks no rows: it has one writer at a time")
    with app.app_context():
        first, second = Session(db.engine), Session(db.engine)
        first.execute(insert(OutboxEvent), [{"id": 1, "name": "n", "aggregate": "a", "payload": {}} | _times()])
        first.commit()
        first.scalars(select(OutboxEvent).with_for_update(**ROW_LOCK)).one()
        second.execute(text("SET LOCAL lock_timeout = '200ms'"))
        yield first, second
        first.close()
        second.close()


def test_a_row_that_refers_to_a_locked_one_is_written_without_waiting(sessions: tuple[Session, Session]) -> None:
    _, second = sessions
    second.execute(insert(OutboxReceipt), [{"event_id": 1, "subscriber": "somebody"}])
    second.commit()
    assert second.scalars(select(OutboxReceipt.subscriber)).all() == ["somebody"]


def test_a_locked_row_is_changed_by_nobody_else(sessions: tuple[Session, Session]) -> None:
    _, second = sessions
    with pytest.raises(OperationalError, match="lock timeout"):
        second.execute(update(OutboxEvent).values(attempts=1))


def _times() -> dict[str, object]:
    return {"recorded_at": now(), "next_try_at": now()}
