"""The figures of a community at this moment."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import case, func, select

from community import queries as community_queries
from community.core.auth import Place
from community.core.uow import UnitOfWork
from repairs.deadlines import overdue
from repairs.models import Rating, Ticket
from repairs.queries.filters import is_open, is_worked_on
from repairs.workflow import WAITS_FOR_WORKER, State


def statistics(uow: UnitOfWork, community_id: UUID) -> dict[str, Any]:
    """Return counts of a community's tickets, with "today" by its own clock, and the mean of all scores given so far."""
    uow.actor.require("statistics.tickets", Place(community_id=community_id))
    site = community_queries.public_site(uow.session, community_id)
    midnight = _midnight(uow.now, site.time_zone)
    return _open(uow, community_id) | _today(uow, community_id, midnight)


def _open(uow: UnitOfWork, community_id: UUID) -> dict[str, int]:
    counted = {
        "unassigned": Ticket.state.in_(WAITS_FOR_WORKER) & Ticket.assignee_id.is_(None) & is_worked_on(),
        "overdue": overdue(uow.now) & is_worked_on(),
        "waiting_confirmation": Ticket.state == State.RESOLVED,
    }
    sums = [func.coalesce(func.sum(case((condition, 1), else_=0)), 0).label(name) for name, condition in counted.items()]
    query = select(func.count().label("open"), *sums).where(Ticket.community_id == community_id, is_open())
    return dict(uow.session.execute(query).mappings().one())


def _today(uow: UnitOfWork, community_id: UUID, midnight: datetime) -> dict[str, Any]:
    here = select(func.count()).where(Ticket.community_id == community_id)
    score = select(func.avg((Rating.speed + Rating.quality + Rating.manner) / 3.0))
    query = select(
        here.where(Ticket.created_at >= midnight).scalar_subquery().label("created_today"),
        here.where(Ticket.ended_at >= midnight).scalar_subquery().label("closed_today"),
        score.where(Rating.community_id == community_id).scalar_subquery().label("average_rating"),
    )
    found = dict(uow.session.execute(query).mappings().one())
    average = found["average_rating"]
    return found | {"average_rating": None if average is None else round(float(average), 2)}


def _midnight(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
