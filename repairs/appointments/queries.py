"""What is offered for a visit, and what the office has settled about it."""

from datetime import timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.core.auth import Place
from community.core.uow import UnitOfWork
from repairs.appointments.models import AppointmentSettings, AppointmentSlot
from repairs.appointments.slots import DEFAULT, Pattern, Slot, offered, read_weekly, write_weekly
from repairs.queries.categories import usable_category
from repairs.terms import Terms, terms_of

View = dict[str, Any]
MOST_OFFERS = 200


def pattern_of(session: Session, community_id: UUID) -> Pattern:
    """Return what a community offers; what has never been settled is as everywhere."""
    return read_pattern(session.get(AppointmentSettings, community_id))


def read_pattern(row: AppointmentSettings | None) -> Pattern:
    """Return the pattern of a stored row."""
    if row is None:
        return DEFAULT
    return Pattern(read_weekly(row.weekly), row.days_ahead, timedelta(minutes=row.lead_minutes))


def slots(uow: UnitOfWork, *, community_id: UUID, category_id: UUID | None = None, days: int | None = None) -> list[View]:
    """Return what can be chosen now, full windows too; for what concerns shared areas alone nobody has to be in, so nothing."""
    uow.actor.require("appointment_slots.list", Place(community_id=community_id))
    if category_id is not None and usable_category(uow.session, category_id, community_id).scope == "public":
        return []
    return offers(uow, community_id, terms_of(uow.session, community_id), days)


def offers(uow: UnitOfWork, community_id: UUID, terms: Terms, days: int | None = None) -> list[View]:
    """Return the windows of the next `days` days (all, by default) with the places left in each."""
    pattern = pattern_of(uow.session, community_id)
    if days is not None:
        pattern = pattern._replace(days_ahead=min(days, pattern.days_ahead))
    found = list(islice(offered(pattern, terms.calendar, uow.now), MOST_OFFERS))
    if not found:
        return []
    first, last = found[0].starts_at, found[-1].starts_at
    rows = select(AppointmentSlot.starts_at, AppointmentSlot.taken)
    rows = rows.where(AppointmentSlot.community_id == community_id, AppointmentSlot.starts_at.between(first, last))
    taken = {row.starts_at: row.taken for row in uow.session.execute(rows)}
    return [_offer(slot, taken.get(slot.starts_at, 0)) for slot in found]


def settings(uow: UnitOfWork, community_id: UUID) -> View:
    """Return which windows the office offers; version 0 are those that an office begins with."""
    uow.actor.require("appointment_settings.read", Place(community_id=community_id))
    return settings_view(community_id, uow.session.get(AppointmentSettings, community_id))


def settings_view(community_id: UUID, row: AppointmentSettings | None) -> View:
    """Return settings as the API shows them."""
    pattern = read_pattern(row)
    return {
        "community_id": community_id,
        "weekly": write_weekly(pattern.weekly),
        "days_ahead": pattern.days_ahead,
        "lead_minutes": pattern.lead // timedelta(minutes=1),
        "version": row.version if row else 0,
    }


def _offer(slot: Slot, taken: int) -> View:
    left = max(0, slot.capacity - taken)
    return {"starts_at": slot.starts_at, "ends_at": slot.ends_at, "capacity": slot.capacity, "left": left, "full": left == 0}
