"""On SQLite one transaction writes at a time; the next one waits, and not for ever."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import OperationalError

from community.core import db


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = create_engine(f"sqlite:///{tmp_path / 'lock.db'}")
    db.configure_engine(engine)
    yield engine
    engine.dispose()


def writing(engine: Engine) -> Connection:
    return engine.connect().execution_options(will_write=True)


def test_a_writer_gets_its_turn_when_the_one_before_has_committed(engine: Engine) -> None:
    order: list[str] = []
    waiting = threading.Event()

    def second() -> None:
        waiting.set()
        with writing(engine) as connection:
            connection.execute(text("SELECT 1"))
            order.append("second")

    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE thing (id INTEGER)"))
        thread = threading.Thread(target=second)
        thread.start()
        waiting.wait()
        order.append("first")
        connection.commit()
    thread.join(5)
    assert order == ["first", "second"]


def test_a_writer_that_waits_too_long_is_told_so(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db, "BUSY_SECONDS", 0.05)
    with writing(engine) as first:
        first.execute(text("SELECT 1"))
        with pytest.raises(OperationalError), writing(engine) as second:
            second.execute(text("SELECT 1"))


def test_a_reader_waits_for_nobody(engine: Engine) -> None:
    with writing(engine) as writer:
        writer.execute(text("CREATE TABLE thing (id INTEGER)"))
        with engine.connect() as reader:
            assert reader.execute(text("SELECT 1")).scalar() == 1
