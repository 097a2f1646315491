"""What tests of calls need: a fake link, the house, and the panel of the resident's entrance."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from devices.commands import dispatching
from tests.support.estate import Estate
from tests.support.house import House, PanelAt
from tests.support.panels import FakeLink, installed_link


@pytest.fixture
def link(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeLink]:
    """A fake link; who does not answer at once does not answer within the wait."""
    monkeypatch.setattr(dispatching, "ANSWER_WITHIN", 0.25)
    yield from installed_link(app)


@pytest.fixture
def house(app: Flask, estate: Estate, link: FakeLink, relay: Any) -> House:
    return House(app, estate, link, relay)


@pytest.fixture
def at(house: House, estate: Estate) -> PanelAt:
    """The panel at the entrance of the resident and the neighbour."""
    return house.panel(estate.entrance_id)
