"""Settling a community's working hours and policy. Whoever changes them says which version they have seen."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from community import queries as community_queries
from community.core.auth import Place
from community.core.db import find_or_enter
from community.core.uow import UnitOfWork
from community.core.versions import Seen
from repairs import ladder
from repairs.models import RepairTerms, Ticket
from repairs.services.families import FAMILY_ORDER
from repairs.terms import Terms, read_calendar, read_ladder, read_terms

Settled = tuple[RepairTerms, Terms]


def settle_calendar(uow: UnitOfWork, community_id: UUID, seen: Seen, *, weekly: dict[str, Any], days: dict[str, Any]) -> Settled:
    """Set the office's hours. Deadlines that have been promised stay; what is counted from now on is counted by the new hours.

    Raises BadCalendar, and VersionNeeded or VersionStale if `seen` is not the present version.
    """
    uow.actor.require("calendars.replace", Place(community_id=community_id))
    zone = community_queries.public_site(uow.session, community_id).time_zone
    read_calendar(zone, weekly, days)
    row = _lock(uow, community_id)
    seen.insist(row.calendar_version)
    row.weekly, row.days, row.calendar_version = weekly, days, row.calendar_version + 1
    uow.audit("calendar.settled", subject=("community", community_id), community_id=community_id, version=row.calendar_version)
    terms = read_terms(row, zone)
    _look_again(uow, community_id, lambda ticket: ladder.schedule(ticket, terms))
    return row, terms


def settle_policy(
    uow: UnitOfWork,
    community_id: UUID,
    seen: Seen,
    *,
    ladder: list[dict[str, Any]],
    auto_close_days: int | None,
    return_visit: str,
    answer_minutes: int,
) -> Settled:
    """Set the ladder, the days until a resolved ticket closes by itself, after which tickets the office asks how it was, and
    within how much working time it answers questions (those from now on).

    A new ladder warns of what is to come: rungs that lie in the past already are passed over. Raises BadLadder, VersionNeeded
    and VersionStale.
    """
    uow.actor.require("promises.replace", Place(community_id=community_id))
    zone = community_queries.public_site(uow.session, community_id).time_zone
    rungs = [rung.as_json() for rung in read_ladder(ladder)]
    row = _lock(uow, community_id)
    seen.insist(row.policy_version)
    row.ladder, row.auto_close_days, row.return_visit = rungs, auto_close_days, return_visit
    row.answer_minutes = answer_minutes
    row.policy_version += 1
    uow.audit("promises.settled", subject=("community", community_id), community_id=community_id, version=row.policy_version)
    terms = read_terms(row, zone)
    _look_again(uow, community_id, lambda ticket: _climb(uow, ticket, terms))
    return row, terms


def _lock(uow: UnitOfWork, community_id: UUID) -> RepairTerms:
    blank = {"calendar_version": 0, "policy_version": 0, "return_visit": "none"}
    return find_or_enter(uow.session, RepairTerms, community_id=community_id, **blank)


def _climb(uow: UnitOfWork, ticket: Ticket, terms: Terms) -> None:
    ladder.overlook(ticket, terms, uow.now)
    ladder.schedule(ticket, terms)


def _look_again(uow: UnitOfWork, community_id: UUID, change: Callable[[Ticket], None]) -> None:
    """Set anew when the community's open tickets are looked at next."""
    is_open = Ticket.ended_at.is_(None)
    query = select(Ticket).where(Ticket.community_id == community_id, is_open).options(joinedload(Ticket.category))
    query = query.order_by(*FAMILY_ORDER).with_for_update(key_share=True, of=Ticket)
    for ticket in uow.session.scalars(query.execution_options(populate_existing=True)):
        change(ticket)
