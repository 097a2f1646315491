"""On SQLite one transaction writes at a time; the next one waits, and not for ever."""

import fcntl
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import OperationalError

from community.core import sqlite
from tests.support.processes import wait_until


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = create_engine(f"sqlite:///{tmp_path / 'lock.db'}")
    sqlite.configure_engine(engine)
    yield engine
    engine.dispose()


def writing(engine: Engine, *, gives_way: bool = False) -> Connection:
    return engine.connect().execution_options(will_write=True, gives_way=gives_way)


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
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)
    with writing(engine) as first:
        first.execute(text("SELECT 1"))
        with pytest.raises(OperationalError), writing(engine) as second:
            second.execute(text("SELECT 1"))


def test_a_reader_waits_for_nobody(engine: Engine) -> None:
    with writing(engine) as writer:
        writer.execute(text("CREATE TABLE thing (id INTEGER)"))
        with engine.connect() as reader:
            assert reader.execute(text("SELECT 1")).scalar() == 1


def test_the_platforms_own_work_lets_everybody_go_first_who_waits(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "COURTESY", 5)
    order: list[str] = []
    begun = threading.Event()

    def write(name: str, **how: bool) -> None:
        with writing(engine, **how) as connection:
            connection.execute(text("SELECT 1"))
            order.append(name)
            begun.wait(5)

    with writing(engine) as holder:
        holder.execute(text("SELECT 1"))
        people = [threading.Thread(target=write, args=("person",)) for _ in range(3)]
        for thread in people:
            thread.start()
        wait_until(lambda: queued(engine))
        worker = threading.Thread(target=write, args=("worker",), kwargs={"gives_way": True})
        worker.start()
        begun.set()
    for thread in [*people, worker]:
        thread.join(10)
    assert order == ["person", "person", "person", "worker"]


def test_but_not_for_ever(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "COURTESY", 0.05)
    with engine.connect() as connection:
        queue = os.open(f"{connection.engine.url.database}-queue", os.O_RDWR)
    fcntl.flock(queue, fcntl.LOCK_SH)  # somebody who waits and waits
    try:
        with writing(engine, gives_way=True) as connection:
            assert connection.execute(text("SELECT 1")).scalar() == 1
    finally:
        os.close(queue)


@pytest.mark.parametrize(("durable", "level"), [(True, 2), (False, 1)])
def test_the_disk_is_waited_for_unless_what_is_lost_would_be_done_again(engine: Engine, durable: bool, level: int) -> None:
    for _ in range(2):
        with writing(engine).execution_options(durable=not durable) as connection:
            connection.execute(text("SELECT 1"))
        with writing(engine).execution_options(durable=durable) as connection:
            assert connection.execute(text("PRAGMA synchronous")).scalar() == level


def queued(engine: Engine) -> bool:
    """Whether somebody shows that they wait for the lock."""
    queue = os.open(f"{engine.url.database}-queue", os.O_RDWR)
    try:
        fcntl.flock(queue, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(queue)
    return False
