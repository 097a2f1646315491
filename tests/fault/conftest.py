"""A running platform per module, with processes to kill: two webs and two workers, on either database."""

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest

from tests.support.faults import Launcher
from tests.support.ledger import Caller, Database, database_of
from tests.support.system import LiveSystem

CallerOf = Callable[[UUID], Caller]


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory, empty_database: str) -> Iterator[LiveSystem]:
    """A running platform."""
    with LiveSystem(tmp_path_factory.mktemp("system"), database_url=empty_database, webs=2, workers=2) as running:
        yield running


@pytest.fixture
def launcher(system: LiveSystem) -> Iterator[Launcher]:
    """Revives what dies during one test; at its end everything runs."""
    with Launcher(system) as running:
        yield running


@pytest.fixture(scope="module")
def database(system: LiveSystem) -> Iterator[Database]:
    """The database, past all of the platform's code."""
    with database_of(system) as opened:
        yield opened


@pytest.fixture(scope="module")
def caller(system: LiveSystem) -> Iterator[CallerOf]:
    """`caller(person)`: that person's phone. At the end none of them has seen an answer that no fault excuses."""
    callers: dict[UUID, Caller] = {}
    yield lambda person: callers.setdefault(person, Caller(system, person))
    broken = [words for each in callers.values() for words in each.broken]
    for each in callers.values():
        each.close()
    assert broken == []
