"""What most tests of devices need: the application's context, a fake link, and one panel that is ready."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from community.core.auth import Actor
from community.core.uow import unit_of_work
from devices.models import Device
from tests.support.estate import Estate
from tests.support.panel_bench import Bench
from tests.support.panels import FakeLink, add_panel, installed_link


@pytest.fixture
def context(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def link(app: Flask) -> Iterator[FakeLink]:
    yield from installed_link(app)


@pytest.fixture
def panel(estate: Estate, context: None) -> str:
    return add_panel(estate.community_id, estate.entrance_id)


@pytest.fixture
def device_row(context: None) -> Callable[[str], Device]:
    """`device_row(id)`: the row as it is now."""

    def read(device_id: str) -> Device:
        with unit_of_work(Actor.system("test"), read_only=True) as uow:
            row = uow.session.get_one(Device, device_id)
            uow.session.expunge(row)
            return row

    return read


@pytest.fixture
def rows(context: None) -> Callable[[Any], list[Any]]:
    """`rows(select(...))`: what the query finds now, detached."""

    def read(query: Any) -> list[Any]:
        with unit_of_work(Actor.system("test"), read_only=True) as uow:
            found = list(uow.session.scalars(query))
            for row in found:
                uow.session.expunge(row)
            return found

    return read


@pytest.fixture
def work(context: None) -> Callable[..., Any]:
    """`work(function, ...)`: call `function(uow, ...)` in a unit of work of the system's."""

    def call(function: Callable[..., Any], *args: Any, **options: Any) -> Any:
        with unit_of_work(Actor.system("test")) as uow:
            return function(uow, *args, **options)

    return call


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """A simulated panel's firmware that has not connected yet."""
    bench = Bench(tmp_path)
    yield bench
    bench.journal.close()


@pytest.fixture
def online(bench: Bench) -> Bench:
    """The same, connected."""
    bench.connect()
    return bench
