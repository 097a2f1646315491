"""The demo estate's tickets, articles and questions, made by the same services that people use.

They happened when their histories say and were recorded when the demo was seeded, which the histories say too.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from community.core.uow import UnitOfWork
from community.demo.estate import Demo, DemoCommunity
from repairs.catalogue import default_id, ensure_catalogue
from repairs.demo.acting import acting_as
from repairs.demo.counter import knowledge, questions
from repairs.demo.stories import STORIES, Deed, Story
from repairs.demo.terms import settle
from repairs.services import act, submit

__all__ = ["knowledge", "questions", "tickets"]


def tickets(uow: UnitOfWork, demo: Demo) -> None:
    """Add the categories, settle the main community's hours and ladder, and let its people report and work."""
    ensure_catalogue(uow)
    settle(uow, demo.main.community.id)
    for story in STORIES:
        _tell(uow, demo.main, story)


def _tell(uow: UnitOfWork, estate: DemoCommunity, story: Story) -> None:
    reported = uow.now - timedelta(hours=story.hours_ago)
    with acting_as(uow, estate.people[story.by]):
        where = _where(estate, story.place)
        category_id = default_id(story.category)
        ticket = submit(uow, category_id=category_id, text=story.text, happened_at=reported, **where)
    for deed in story.deeds:
        with acting_as(uow, estate.people[deed.who]):
            _do(uow, estate, ticket.id, deed, reported)


def _where(estate: DemoCommunity, place: str) -> dict[str, Any]:
    if home := estate.homes.get(place):
        return {"home_id": home.id}
    return {"community_id": estate.community.id, "entrance_id": estate.entrances[place].id}


def _do(uow: UnitOfWork, estate: DemoCommunity, ticket_id: UUID, deed: Deed, reported: datetime) -> None:
    data = dict(deed.data)
    if "assignee_id" in data:
        data["assignee_id"] = estate.people[data["assignee_id"]].id
    if "until" in data:
        data["until"] = reported + timedelta(minutes=data["until"])
    act(uow, ticket_id, deed.action, happened_at=reported + timedelta(minutes=deed.minutes), **data)
