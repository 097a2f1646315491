"""Fixtures for everybody: an application on a fresh database with a small estate in it, signed-in clients, the real broker."""

import os
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask import Flask

from community.app import create_app
from community.core import relay as core_relay
from community.core.db import db
from tests.support.broker import BrokerUnderTest, platform_settings, running_broker
from tests.support.clients import Client
from tests.support.databases import Database, PostgresDatabase, SqliteDatabase, running_postgres
from tests.support.estate import Estate, build_estate

# How long an example takes says something about the machine, and nothing about the rule.
hypothesis.settings.register_profile("linli", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("linli")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite", help="where the tests keep their data")


@pytest.fixture(scope="session")
def session_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for this test process's server data."""
    return tmp_path_factory.mktemp("linli")


@pytest.fixture(scope="session")
def broker(session_folder: Path) -> Iterator[BrokerUnderTest]:
    """A real Mosquitto of our own on free ports, configured as the product configures it."""
    with running_broker(session_folder / "data") as running:
        yield running


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run what touches a database; the rest has been run with SQLite and would say the same."""
    if config.getoption("--database") == "postgresql":
        config.hook.pytest_deselected(items=[item for item in items if "database_kind" not in item.fixturenames])
        items[:] = [item for item in items if "database_kind" in item.fixturenames]


@pytest.fixture(scope="session")
def database_kind(request: pytest.FixtureRequest) -> str:
    """Which database this run is for: "sqlite" or "postgresql". Whoever opens one asks here."""
    return str(request.config.getoption("--database"))


@pytest.fixture(scope="module")
def empty_database(database_kind: str) -> Iterator[str]:
    """The URL of an empty database of a module's own; "" is a file in the data folder."""
    with nullcontext("") if database_kind == "sqlite" else running_postgres() as url:
        yield url


@pytest.fixture(scope="session")
def database(database_kind: str, session_folder: Path) -> Iterator[Database]:
    """The database server of this test process, and a template with the estate that each test starts from."""
    kind = SqliteDatabase if database_kind == "sqlite" else PostgresDatabase
    with kind(session_folder) as running:
        yield running


@pytest.fixture(scope="session")
def session_app(database: Database, broker: BrokerUnderTest) -> Iterator[tuple[Flask, Estate]]:
    """One application for all tests of this process; `app` puts its data back before each."""
    settings = platform_settings(
        broker,
        database_url=database.url,
        log_level=os.environ.get("LINLI_LOG_LEVEL", "error"),
        sms="null",
        simulator="off",
        tickets_per_hour=1_000,
    )
    app = create_app(settings)
    with app.app_context():
        estate = build_estate()
    database.keep_template(app)
    yield app, estate
    app.extensions["linli"].link.stop()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(session_app: tuple[Flask, Estate], database: Database) -> Flask:
    """The application on a database that holds the estate and nothing else."""
    app, _ = session_app
    database.restore(app)
    return app


@pytest.fixture
def estate(session_app: tuple[Flask, Estate], app: Flask) -> Estate:
    """The people and places of the two communities."""
    return session_app[1]


@pytest.fixture
def client(app: Flask) -> Client:
    """A client that is not signed in; `client.as_(estate.resident)` is."""
    return Client(app)


@pytest.fixture
def relay(app: Flask) -> Any:
    """Deliver all outbox events now, in this process: `relay()`."""
    return lambda: core_relay.drain(app)
