"""The demo estate's articles, standard answers and questions, made by the same services that people use."""

from datetime import datetime, timedelta

from community.core.uow import UnitOfWork
from community.demo.estate import Demo, DemoCommunity
from repairs.consultations import services as consultations
from repairs.consultations.models import Consultation
from repairs.demo.acting import acting_as
from repairs.demo.articles import ARTICLES, QUICK_ANSWERS
from repairs.demo.questions import QUESTIONS, Question, Turn
from repairs.knowledge import articles, quick_answers


def knowledge(uow: UnitOfWork, demo: Demo) -> None:
    """Let the main community's manager, and the platform's administrator, write down what the office knows."""
    here = demo.main.community.id
    for text in ARTICLES:
        with acting_as(uow, demo.people["admin"] if text.everywhere else demo.main.people["manager"]):
            articles.write(
                uow,
                community_id=None if text.everywhere else here,
                title=text.title,
                category=text.category,
                keywords=text.keywords,
                body=text.body,
                publish=True,
            )
    with acting_as(uow, demo.main.people["manager"]):
        for title, words in QUICK_ANSWERS:
            quick_answers.add(uow, community_id=here, title=title, text=words)


def questions(uow: UnitOfWork, demo: Demo) -> None:
    """Let the people of the main community ask and answer."""
    for question in QUESTIONS:
        _tell(uow, demo.main, question)


def _tell(uow: UnitOfWork, estate: DemoCommunity, question: Question) -> None:
    begun = uow.now - timedelta(hours=question.hours_ago)
    with acting_as(uow, estate.people[question.by]):
        here = estate.community.id
        asked = consultations.ask(uow, community_id=here, subject=question.subject, text=question.text, happened_at=begun)
    for turn in question.turns:
        with acting_as(uow, estate.people[turn.who]):
            _take(uow, estate, asked, turn, begun + timedelta(minutes=turn.minutes))


def _take(uow: UnitOfWork, estate: DemoCommunity, asked: Consultation, turn: Turn, moment: datetime) -> None:
    data = dict(turn.data)
    if turn.action == "write":
        consultations.write(uow, asked.id, text=turn.text, happened_at=moment, **data)
        return
    if "assignee_id" in data:
        data["assignee_id"] = estate.people[data["assignee_id"]].id
    consultations.act(uow, asked.id, turn.action, reason=turn.text, happened_at=moment, **data)
