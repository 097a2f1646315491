"""What tests of tickets share."""

import pytest
from flask import Flask

from community.core.auth import Actor
from community.core.uow import unit_of_work
from repairs.catalogue import ensure_catalogue
from tests.support.estate import Estate
from tests.support.tickets import Desk


@pytest.fixture
def desk(app: Flask, estate: Estate) -> Desk:
    """The service desk, with the default categories as a starting worker provides them."""
    with app.app_context(), unit_of_work(Actor.system("test")) as uow:
        ensure_catalogue(uow)
    return Desk(app, estate)
