"""The board: an application with the people of the estate and the sandbox slice."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from community.app import create_app
from community.core.audit import AuditEntry
from community.core.auth import Actor
from community.core.db import db
from community.core.kernel import Kernel
from community.core.uow import UnitOfWork, unit_of_work
from tests.core.sandbox import SandboxBase
from tests.support.clients import Client
from tests.support.estate import Estate

TEST = Actor.system("test")


@pytest.fixture(scope="session")
def session_board(session_app: tuple[Flask, Estate]) -> Flask:
    """One application with the sandbox for all tests of this process, on the same database as `app`."""
    settings = session_app[0].extensions["linli"].settings
    return create_app(settings, "board", ("community", "tests.core.sandbox"))


@pytest.fixture
def board(session_board: Flask, app: Flask) -> Iterator[Flask]:
    """The application with the sandbox, on a database that holds the estate and no note."""
    core: Kernel = session_board.extensions["linli"]
    heard = {name: list(subscribers) for name, subscribers in core._subscribers.items()}
    with session_board.app_context():
        SandboxBase.metadata.create_all(db.engine)
    yield session_board
    core._subscribers.clear()
    core._subscribers.update(heard)
    with session_board.app_context():
        db.engine.dispose()


@pytest.fixture
def kernel(board: Flask) -> Kernel:
    """The registry of the board."""
    found: Kernel = board.extensions["linli"]
    return found


@pytest.fixture
def visitor(board: Flask) -> Client:
    """A client of the board that is not signed in."""
    return Client(board)


@pytest.fixture
def write(board: Flask) -> Callable[[Callable[[UnitOfWork], Any]], Any]:
    """Call something with a unit of work that commits, and return its result."""

    def do(call: Callable[[UnitOfWork], Any]) -> Any:
        with board.app_context(), unit_of_work(TEST) as uow:
            return call(uow)

    return do


@pytest.fixture
def count(board: Flask) -> Callable[..., int]:
    """Count the rows of a model that meet the conditions."""

    def rows(model: Any, *conditions: Any) -> int:
        with board.app_context(), unit_of_work(TEST, read_only=True) as uow:
            return uow.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0

    return rows


@pytest.fixture
def acts(count: Callable[..., int]) -> Callable[[str], int]:
    """Count how often something was done, by its audit rows."""
    return lambda action: count(AuditEntry, AuditEntry.action == action)
