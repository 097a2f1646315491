"""The demo estate's prices, tickets, articles and questions, made by the same services that people use.

They happened when their histories say and were recorded when the demo was seeded, which the histories say too.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from community import queries as community_queries
from community.core.uow import UnitOfWork
from community.demo.estate import Demo, DemoCommunity
from repairs.catalogue import default_id, ensure_catalogue
from repairs.demo.acting import acting_as
from repairs.demo.afterwards import AFTERWARDS
from repairs.demo.counter import knowledge, questions
from repairs.demo.places import hang_labels, offer_windows, wants_visit
from repairs.demo.prices import PRICES
from repairs.demo.stories import STORIES, Deed, Story
from repairs.demo.terms import settle
from repairs.queries import price_items
from repairs.services import act, add_price_item, join, submit

__all__ = ["knowledge", "questions", "tickets"]


def tickets(uow: UnitOfWork, demo: Demo) -> None:
    """Add the categories, settle the main community's hours, ladder and prices, and let its people report and work."""
    ensure_catalogue(uow)
    settle(uow, demo.main.community.id)
    _price(uow, demo.main)
    with acting_as(uow, demo.main.people["manager"]):
        offer_windows(uow, demo.main)
        hang_labels(uow, demo.main)
    for story in STORIES:
        _tell(uow, demo.main, story)


def _price(uow: UnitOfWork, estate: DemoCommunity) -> None:
    with acting_as(uow, estate.people["manager"]):
        for kind, name, unit, cents in PRICES:
            add_price_item(uow, community_id=estate.community.id, kind=kind, name=name, unit=unit, unit_price_cents=cents)


def _tell(uow: UnitOfWork, estate: DemoCommunity, story: Story) -> None:
    reported = uow.now - timedelta(hours=story.hours_ago)
    with acting_as(uow, estate.people[story.by]):
        where = _where(estate, story.place)
        category_id = default_id(story.category)
        ticket = submit(
            uow, category_id=category_id, text=story.text, happened_at=reported, **where, **wants_visit(uow, estate, story)
        )
    for deed in story.deeds:
        if deed.action == "me_too":
            _join(uow, estate, ticket.id, deed, reported)
            continue
        with acting_as(uow, estate.people[deed.who]):
            _do(uow, estate, ticket.id, deed, reported)


def _join(uow: UnitOfWork, estate: DemoCommunity, ticket_id: UUID, deed: Deed, reported: datetime) -> None:
    """Let the first of a household say that they have it too."""
    home = estate.homes[deed.who]
    person_id = min(community_queries.people_of_home(uow.session, home.id))
    with acting_as(uow, community_queries.contacts(uow.session, [person_id])[person_id]):
        join(uow, ticket_id, home_id=home.id, happened_at=reported + timedelta(minutes=deed.minutes), **deed.data)


def _where(estate: DemoCommunity, place: str) -> dict[str, Any]:
    if home := estate.homes.get(place):
        return {"home_id": home.id}
    return {"community_id": estate.community.id, "entrance_id": estate.entrances[place].id}


def _do(uow: UnitOfWork, estate: DemoCommunity, ticket_id: UUID, deed: Deed, reported: datetime) -> None:
    if deed.action in AFTERWARDS:
        return AFTERWARDS[deed.action](uow, ticket_id, deed.data)
    data = dict(deed.data)
    if "assignee_id" in data:
        data["assignee_id"] = estate.people[data["assignee_id"]].id
    if "lines" in data:
        data["lines"] = _lines(uow, estate, data["lines"])
    if "until" in data:
        data["until"] = reported + timedelta(minutes=data["until"])
    act(uow, ticket_id, deed.action, happened_at=reported + timedelta(minutes=deed.minutes), **data)
    return None


def _lines(uow: UnitOfWork, estate: DemoCommunity, wanted: Iterable[tuple[str, int]]) -> list[dict[str, Any]]:
    """Find items of the price list by their names."""
    items = price_items(uow, community_id=estate.community.id, limit=100).items
    ids = {item.name: item.id for item in items}
    return [{"price_item_id": ids[name], "quantity": Decimal(quantity)} for name, quantity in wanted]
