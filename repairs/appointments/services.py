"""Holding a window for a ticket: places are counted in one row per window, so that the last of them is given once.

A place is held while the ticket waits for the visit. It comes free when the appointment is moved or cancelled, and when the ticket
is repaired or ends before the window has begun.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update

from community.core.auth import Place
from community.core.db import find_or_enter, upsert_into
from community.core.uow import UnitOfWork
from community.core.versions import Seen
from repairs import deadlines
from repairs.appointments import queries
from repairs.appointments.errors import NoAppointment, SlotFull
from repairs.appointments.models import AppointmentSettings, AppointmentSlot
from repairs.appointments.slots import Slot, read_weekly, slot_at
from repairs.models import Ticket
from repairs.terms import Terms, terms_of
from repairs.workflow import ENDED, State

OVER = (State.RESOLVED, *ENDED)  # nobody needs to come any more

Known = dict[str, Any]


def book(uow: UnitOfWork, ticket: Ticket, starts_at: datetime, terms: Terms) -> Known:
    """Hold a place in the window that begins then for a ticket without one, and promise the visit by its end.

    Returns what the history keeps of it. Raises SlotPast, SlotNotOffered and SlotFull.
    """
    pattern = queries.pattern_of(uow.session, ticket.community_id)
    slot = slot_at(pattern, terms.calendar, uow.now, starts_at)
    _take(uow, ticket.community_id, slot, terms)
    return _promise(ticket, slot, terms)


def appoint(uow: UnitOfWork, ticket: Ticket, _moment: datetime, data: Known) -> Known:
    """Make, move or (without `starts_at`) cancel a ticket's appointment; an effect of the workflow's action.

    Windows are locked in the order of time, so that two who change places do not wait for each other.
    """
    held, wanted = ticket.appointment_starts_at, data.get("starts_at")
    if wanted is None and held is None:
        raise NoAppointment
    if wanted == held:
        return {"ends_at": ticket.appointment_ends_at}
    terms = terms_of(uow.session, ticket.community_id)
    if held is not None and (wanted is None or held < wanted):
        _free(uow, ticket)
    known = book(uow, ticket, wanted, terms) if wanted else _promise(ticket, None, terms)
    if held is not None and wanted is not None and wanted < held:
        _give_back(uow, ticket.community_id, held)
    return known | ({"was": held} if held else {})


def let_go(uow: UnitOfWork, ticket: Ticket, moment: datetime) -> None:
    """Free the place of a ticket that needs no visit of its own any more; to be called when it has taken on its new state.

    Nobody comes for a report that goes along with another. A window that has begun was used, and stays with the ticket until
    somebody reopens it.
    """
    held = ticket.appointment_starts_at
    if held is not None and (ticket.state in OVER or ticket.parent_id is not None) and held > moment:
        _free(uow, ticket)


def settle(
    uow: UnitOfWork, community_id: UUID, seen: Seen, *, weekly: dict[str, Any], days_ahead: int, lead_minutes: int
) -> AppointmentSettings:
    """Set which windows are offered; appointments that have been made stay. Raises BadWindows, VersionNeeded and VersionStale."""
    uow.actor.require("appointment_settings.replace", Place(community_id=community_id))
    read_weekly(weekly)
    blank = {"weekly": {}, "days_ahead": 0, "lead_minutes": 0, "version": 0}
    row = find_or_enter(uow.session, AppointmentSettings, community_id=community_id, **blank)
    seen.insist(row.version)
    row.weekly, row.days_ahead, row.lead_minutes, row.version = weekly, days_ahead, lead_minutes, row.version + 1
    uow.audit("appointments.settled", subject=("community", community_id), community_id=community_id, version=row.version)
    return row


def _take(uow: UnitOfWork, community_id: UUID, slot: Slot, terms: Terms) -> None:
    """Count one place more, unless all are taken: judged by the database, on the locked row."""
    insert = upsert_into(uow.session, AppointmentSlot).values(community_id=community_id, starts_at=slot.starts_at, taken=1)
    insert = insert.on_conflict_do_update(
        index_elements=["community_id", "starts_at"],
        set_={"taken": AppointmentSlot.taken + 1},
        where=AppointmentSlot.taken < slot.capacity,
    )
    if uow.session.execute(insert.returning(AppointmentSlot.taken)).first() is None:
        raise SlotFull(slots=queries.offers(uow, community_id, terms))


def _free(uow: UnitOfWork, ticket: Ticket) -> None:
    if ticket.appointment_starts_at is not None:
        _give_back(uow, ticket.community_id, ticket.appointment_starts_at)
    ticket.appointment_starts_at = ticket.appointment_ends_at = None


def _give_back(uow: UnitOfWork, community_id: UUID, starts_at: datetime) -> None:
    window = (AppointmentSlot.community_id == community_id, AppointmentSlot.starts_at == starts_at)
    less = update(AppointmentSlot).where(*window, AppointmentSlot.taken > 0).values(taken=AppointmentSlot.taken - 1)
    uow.session.execute(less, execution_options={"synchronize_session": False})


def _promise(ticket: Ticket, slot: Slot | None, terms: Terms) -> Known:
    ticket.appointment_starts_at, ticket.appointment_ends_at = (slot.starts_at, slot.ends_at) if slot else (None, None)
    deadlines.reckon(ticket, terms.hours(ticket.category.around_clock))
    return {"starts_at": slot.starts_at, "ends_at": slot.ends_at} if slot else {}
