"""The demo's tickets, questions and articles are such as the product would have made, and of use."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from uuid import UUID

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
from repairs import search
from repairs.consultations.models import Consultation, ConsultationMessage
from repairs.demo.articles import ARTICLES
from repairs.demo.stories import STORIES
from repairs.knowledge.articles import article_head
from repairs.knowledge.models import Article
from repairs.models import Kind, QuoteState, Rating, ReturnVisit, Ticket, TicketEvent, VisitState
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
        assert [t.text for t in tickets if t.parent_id is None] == [story.text for story in STORIES]
        (parent,) = (t for t in tickets if t.joined_count)
        joined = [t for t in tickets if t.parent_id == parent.id]
        assert [(t.state, t.assignee_id) for t in joined] == [(parent.state, parent.assignee_id)] * 2
        assert len({t.home_id for t in joined} | {None}) == 3
        for ticket in tickets:
            query = select(TicketEvent).where(TicketEvent.ticket_id == ticket.id).order_by(TicketEvent.seq)
            events = uow.session.scalars(query).all()
            assert events[-1].to_state is ticket.state
            assert ticket.parent_id or replay(Action(e.action) for e in events[1:]) is ticket.state
            assert all(one.happened_at <= next_.happened_at <= next_.recorded_at for one, next_ in pairwise(events))
        assert {t.state for t in tickets} == {
            State.CLOSED,
            State.ON_HOLD,
            State.RESOLVED,
            State.IN_PROGRESS,
            State.ACCEPTED,
            State.ASSIGNED,
        }
        assert [t.quote_cents for t in tickets if t.quote_state is QuoteState.OFFERED] == [2 * 3850 + 2 * 1800 + 4000]
        assert tickets[-1].assignee_id is not None


def test_the_demo_has_questions_in_every_state_and_articles_that_answer(seeded: Flask) -> None:
    relay.drain(seeded)
    with seeded.app_context(), unit_of_work(Actor.system("test"), read_only=True) as uow:
        asked = uow.session.scalars(select(Consultation).order_by(Consultation.created_at)).all()
        assert [c.state for c in asked] == ["waiting", "closed", "answered", "waiting"]
        assert [c.answer_due_at is not None and c.answer_due_at > c.created_at for c in asked] == [True, False, False, True]
        for consultation in asked:
            said = uow.session.scalars(select(ConsultationMessage.created_at).filter_by(consultation_id=consultation.id)).all()
            assert sorted(said) == list(said)
            assert consultation.created_at == said[0] <= said[-1] == consultation.updated_at <= uow.now
        articles = uow.session.scalars(select(Article)).all()
        assert {article.title for article in articles} == {text.title for text in ARTICLES}
        assert all(article.state == "published" and len(article.body) > 150 for article in articles)


@pytest.mark.parametrize(
    ("q", "title"),
    [
        ("厨房天花板一直滴水怎么办", "家里漏水怎么办"),
        ("下周装修什么时候可以施工", "装修要办哪些手续"),
        ("电瓶车可以推进电梯吗", "电动自行车停放和充电"),
        ("月卡怎么换车牌", "停车月卡和访客停车"),
        ("楼上晚上很吵", "邻居太吵，怎么处理"),
        ("老人的门禁卡丢了", "门禁卡、手机开门和访客通行"),
        ("物业费的发票", "物业费怎么交、怎么查、怎么开票"),
        ("台风天地下车库", "台风、暴雨来临前后要做什么"),
    ],
)
def test_what_people_would_ask_brings_up_the_right_article_first(app: Flask, q: str, title: str) -> None:
    with app.app_context(), unit_of_work(Actor.system("test")) as uow:
        for number, text in enumerate(ARTICLES):
            search.index(uow.session, Kind.ARTICLE, UUID(int=number), head=article_head(text), body=text.body)
        hits = search.resembles(uow.session, Kind.ARTICLE, q)
        best = uow.session.scalars(select(hits.c.subject_id).order_by(hits.c.rank).limit(1)).one()
        assert ARTICLES[best.int].title == title


def test_the_demo_has_a_rating_with_a_reply_and_return_visits_due_and_done(seeded: Flask) -> None:
    """The platform plans the visits itself once it runs, and finds the one that was made already."""
    relay.drain(seeded)
    with seeded.app_context(), unit_of_work(Actor.system("test"), read_only=True) as uow:
        visits = uow.session.scalars(select(ReturnVisit.state)).all()
        assert sorted(visits) == [VisitState.DONE, VisitState.DUE]
        ratings = uow.session.scalars(select(Rating)).all()
        assert all(rating.tags for rating in ratings)
        assert [bool(rating.reply) for rating in ratings].count(True) == 1
