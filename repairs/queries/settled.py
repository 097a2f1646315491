"""What a community's office has settled, as it is shown to those who work by it."""

from typing import Any
from uuid import UUID

from community import queries as community_queries
from community.core.auth import Place
from community.core.uow import UnitOfWork
from repairs.models import RepairTerms
from repairs.terms import Terms, read_terms, write_hours

View = dict[str, Any]


def calendar(uow: UnitOfWork, community_id: UUID) -> View:
    """Return the office's hours; version 0 are those that an office begins with."""
    uow.actor.require("calendars.read", Place(community_id=community_id))
    return calendar_view(community_id, *_settled(uow, community_id))


def policy(uow: UnitOfWork, community_id: UUID) -> View:
    """Return the ladder and what goes with it; version 0 is what an office begins with."""
    uow.actor.require("promises.read", Place(community_id=community_id))
    return policy_view(community_id, *_settled(uow, community_id))


def calendar_view(community_id: UUID, row: RepairTerms | None, terms: Terms) -> View:
    """Return hours as the API shows them."""
    weekly, days = write_hours(terms.calendar)
    version = row.calendar_version if row else 0
    return {"community_id": community_id, "time_zone": terms.calendar.zone.key, "weekly": weekly, "days": days, "version": version}


def policy_view(community_id: UUID, row: RepairTerms | None, terms: Terms) -> View:
    """Return a policy as the API shows it."""
    return {
        "community_id": community_id,
        "ladder": [rung.as_json() for rung in terms.ladder],
        "auto_close_days": terms.auto_close_days,
        "return_visit": terms.return_visit,
        "answer_minutes": terms.answer_minutes,
        "version": row.policy_version if row else 0,
    }


def _settled(uow: UnitOfWork, community_id: UUID) -> tuple[RepairTerms | None, Terms]:
    zone = community_queries.public_site(uow.session, community_id).time_zone
    row = uow.session.get(RepairTerms, community_id)
    return row, read_terms(row, zone)
