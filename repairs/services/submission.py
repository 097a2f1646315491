"""Reporting something broken."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from community import queries as community_queries
from community.core.auth import Place
from community.core.errors import NotFound
from community.core.ids import new_id
from community.core.uow import UnitOfWork
from community.queries import Site
from repairs import ladder, queries
from repairs.appointments.services import book
from repairs.attachments.services import insist_on_words, take
from repairs.deadlines import deadlines
from repairs.errors import PlaceNeeded, UnknownPlace
from repairs.events import TicketSubmitted
from repairs.models import Category, Purpose, Ticket, TicketEvent, Urgency
from repairs.numbers import next_number
from repairs.services.pace import insist_on_pace
from repairs.services.recording import plain
from repairs.sites import insist_on_floor, place_words
from repairs.terms import Promise, Terms, terms_of
from repairs.workflow import SUBMIT, Party, State

LEVELS = tuple(f"{promise}_level" for promise in Promise)


class Behalf(NamedTuple):
    """For whom somebody else reports, as what, and where the report comes from (data of the history's first entry)."""

    reporter_id: UUID
    role: Party
    origin: dict[str, Any]


def submit(
    uow: UnitOfWork,
    *,
    category_id: UUID,
    text: str = "",
    urgency: Urgency = Urgency.NORMAL,
    home_id: UUID | None = None,
    community_id: UUID | None = None,
    building_id: UUID | None = None,
    entrance_id: UUID | None = None,
    floor: int | None = None,
    spot: str = "",
    attachment_ids: Sequence[UUID] = (),
    contact_phone: str | None = None,
    appointment: Mapping[str, datetime] | None = None,
    happened_at: datetime | None = None,
    behalf: Behalf | None = None,
) -> Ticket:
    """Report something broken, in a home or in a public place; return the new ticket. With `behalf`, for somebody else.

    A public place is named by its community and at least one of building, entrance and `spot` (words). `happened_at` is for a
    report that reaches us late: the ticket's times count from it. `appointment` names a window by its `starts_at`. Raises
    PlaceNeeded, UnknownPlace, UnknownFloor, UnknownCategory, UnknownAttachment, TooManyOfKind, WordsNeeded (a voice note may stand
    for the text), TooManyReports and what `book` raises.
    """
    if home_id is not None:
        site = _home(uow, home_id, (community_id, building_id, entrance_id))
    else:
        site = _public(uow, community_id, building_id, entrance_id, spot)
    insist_on_floor(uow.session, site, floor)
    category = queries.usable_category(uow.session, category_id, site.community_id)
    terms = terms_of(uow.session, site.community_id, site.time_zone)
    ticket = _ticket(uow, site, category, Urgency(urgency), happened_at or uow.now, terms)
    ticket.text, ticket.contact_phone = text, contact_phone
    ticket.floor, ticket.spot, ticket.place_label = floor, spot or None, place_words(site.label, floor, spot)
    behalf = behalf or Behalf(uow.actor.person_id, Party.REPORTER, {})
    if behalf.reporter_id == uow.actor.id:
        insist_on_pace(uow, site.community_id)
    ticket.reporter_id = behalf.reporter_id
    booked = book(uow, ticket, appointment["starts_at"], terms) if appointment else {}
    ladder.schedule(ticket, terms)
    uow.session.add_all([ticket, _first_event(uow, ticket, behalf, booked)])
    insist_on_words(text, take(uow, attachment_ids, Purpose.REPORT, ticket))
    uow.record(_news(ticket))
    return ticket


def _home(uow: UnitOfWork, home_id: UUID, claimed: tuple[UUID | None, ...]) -> Site:
    site = community_queries.site_of_home(uow.session, home_id)
    uow.actor.require("tickets.create", site.place)
    uow.actor.require("homes.read", site.place)  # one reports for a home that one may see
    true = (site.community_id, site.building_id, site.entrance_id)
    if any(said is not None and said != is_ for said, is_ in zip(claimed, true, strict=True)):
        raise UnknownPlace
    return site


def _public(uow: UnitOfWork, community_id: UUID | None, building_id: UUID | None, entrance_id: UUID | None, spot: str) -> Site:
    if community_id is None or not (building_id or entrance_id or spot):
        raise PlaceNeeded
    uow.actor.require("tickets.create", Place(community_id=community_id))
    try:
        return community_queries.public_site(uow.session, community_id, building_id, entrance_id)
    except NotFound:
        raise UnknownPlace from None


def _ticket(uow: UnitOfWork, site: Site, category: Category, urgency: Urgency, moment: datetime, terms: Terms) -> Ticket:
    day = moment.astimezone(site.time_zone).date()
    return Ticket(
        id=new_id(),
        community_id=site.community_id,
        number=next_number(uow.session, site.community_id, day),
        building_id=site.building_id,
        entrance_id=site.entrance_id,
        home_id=site.home_id,
        home_label=site.label if site.home_id else None,
        category=category,
        urgency=urgency,
        state=State.SUBMITTED,
        version=1,
        counted_version=0,
        comment_count=0,
        internal_count=0,
        joined_count=0,
        created_at=moment,
        updated_at=moment,
        clock_from=moment,
        unassigned_since=moment,
        **dict.fromkeys(LEVELS, 0),
        **deadlines(category, urgency, moment, terms.hours(category.around_clock))._asdict(),
    )


def _first_event(uow: UnitOfWork, ticket: Ticket, behalf: Behalf, booked: dict[str, Any]) -> TicketEvent:
    return TicketEvent(
        ticket_id=ticket.id,
        seq=1,
        action=SUBMIT,
        to_state=State.SUBMITTED,
        actor_id=uow.actor.person_id,
        actor_name=uow.actor.name,
        actor_role=behalf.role,
        happened_at=ticket.created_at,
        recorded_at=uow.now,
        data=behalf.origin | {name: plain(value) for name, value in booked.items()},
    )


def _news(ticket: Ticket) -> TicketSubmitted:
    return TicketSubmitted(
        ticket_id=ticket.id,
        community_id=ticket.community_id,
        building_id=ticket.building_id,
        entrance_id=ticket.entrance_id,
    )
