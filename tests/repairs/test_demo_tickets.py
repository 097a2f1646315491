"""The demo's tickets are such as the product would have made."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from community.app import create_app
from community.core import relay
from community.core.auth import Actor
from community.core.db import db
from community.core.settings import Settings
from community.core.uow import unit_of_work
from community.demo import seed
from repairs.demo.stories import STORIES
from repairs.models import Ticket, TicketEvent
from repairs.workflow import Action, State, replay


@pytest.fixture
def seeded(tmp_path: Path) -> Iterator[Flask]:
    """An application whose database holds the demo estate and nothing else."""
    app = create_app(
        Settings(env="test", data=tmp_path, mqtt_url="mqtt://127.0.0.1:1", log_level="error", sms="null", simulator="off")
    )
    with app.app_context():
        db.create_all()
    seed(app)
    yield app
    with app.app_context():
        db.engine.dispose()


def test_the_demo_has_honest_tickets_and_sends_somebody_to_the_fresh_one(seeded: Flask) -> None:
    relay.drain(seeded)
    with seeded.app_context(), unit_of_work(Actor.system("test"), read_only=True) as uow:
        tickets = uow.session.scalars(select(Ticket).order_by(Ticket.created_at)).all()
        assert [t.text for t in tickets] == [story.text for story in STORIES]
        for ticket in tickets:
            query = select(TicketEvent).where(TicketEvent.ticket_id == ticket.id).order_by(TicketEvent.seq)
            events = uow.session.scalars(query).all()
            assert replay(Action(e.action) for e in events[1:]) is ticket.state
            assert all(one.happened_at <= next_.happened_at <= next_.recorded_at for one, next_ in pairwise(events))
        assert {t.state for t in tickets} == {State.CLOSED, State.ON_HOLD, State.RESOLVED, State.ACCEPTED, State.ASSIGNED}
        assert tickets[-1].assignee_id is not None
