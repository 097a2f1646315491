"""Rating by a link without a sign-in: one use, seven days, and nothing kept of it but a digest."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select, update

from community.core.auth import Actor
from community.core.db import ROW_LOCK, find
from community.core.ids import new_id
from community.core.uow import UnitOfWork
from community.services.texts import send_text
from repairs import words
from repairs.deadlines import RATE_WITHIN, ratable
from repairs.errors import AlreadyRated, LinkByTextOnly, LinkOver, NotYourPart, RatedTooLate
from repairs.models import RatingLink, Ticket
from repairs.parties import GUEST, parties, standing
from repairs.services.actions import act
from repairs.services.families import lock_parent
from repairs.workflow import RATED_IN, Action, Party, State, step

LASTS = timedelta(days=7)
MAKERS = frozenset({Party.ASSIGNEE, Party.MANAGER})
TAKES = (Action.CONFIRM, Action.REJECT, Action.REOPEN, Action.RATE)


class NewLink(NamedTuple):
    """A link just made: the only time its token is known, and not to whom it would rate.

    `sent_to` is the masked number a text goes to, if one does.
    """

    token: str | None
    expires_at: datetime
    sent_to: str | None


def guest() -> Actor:
    """Return whoever holds a link, as the history is to name them."""
    return Actor.guest(GUEST, (f"tickets.{action}" for action in TAKES))


def make_link(uow: UnitOfWork, ticket_id: UUID, *, public_url: str, sms: bool = False) -> NewLink:
    """Make a link to rate a repaired ticket; any earlier one is void. With `sms` it is sent to the reporter after the commit.

    For the office, and for the worker who has the ticket; but nobody rates their own work, so the worker can only have it sent and
    never sees it. Raises NotYourPart, LinkByTextOnly, WrongState, AlreadyRated, RatedTooLate, SmsOff.
    """
    ticket = find(uow.session, Ticket, ticket_id)
    uow.actor.require("tickets.rating_link", ticket.place)
    uow.session.refresh(ticket, with_for_update=ROW_LOCK)
    who = parties(uow.actor, ticket, standing(uow.actor, ticket.community_id).manager)
    if who.isdisjoint(MAKERS):
        raise NotYourPart
    own_work = Party.ASSIGNEE in who
    if own_work and not sms:
        raise LinkByTextOnly
    _insist_on_ratable(uow, ticket)
    _end(uow, ticket.id)
    token = secrets.token_urlsafe(32)
    link = RatingLink(
        id=new_id(),
        ticket_id=ticket.id,
        hash=_digest(token),
        created_by_id=uow.actor.person_id,
        created_at=uow.now,
        expires_at=uow.now + LASTS,
    )
    uow.session.add(link)
    uow.audit("tickets.rating_link", subject=("ticket", ticket.id), community_id=ticket.community_id, sms=sms)
    text = words.rating_link(ticket.category.name, f"{public_url}/rate/{token}", LASTS.days)
    sent_to = send_text(uow, ticket.reporter_id, text, given=ticket.contact_phone) if sms else None
    return NewLink(None if own_work else token, link.expires_at, sent_to)


def linked_ticket(uow: UnitOfWork, token: str) -> tuple[RatingLink, Ticket]:
    """Return a link that can be used, and its ticket; raises LinkOver for every other."""
    link = uow.session.scalar(select(RatingLink).where(RatingLink.hash == _digest(token)))
    if link is None:
        raise LinkOver
    ticket = find(uow.session, Ticket, link.ticket_id)
    _insist_on_usable(uow, link, ticket)
    return link, ticket


def use_link(uow: UnitOfWork, token: str, *, fixed: bool, reason: str = "", **rating: Any) -> None:
    """Confirm and rate, or say what is not fixed, as the link's holder; the link is used up. Raises LinkOver and Missing."""
    link, ticket = linked_ticket(uow, token)
    lock_parent(uow, ticket.id)
    uow.session.refresh(ticket, with_for_update=ROW_LOCK)
    uow.session.refresh(link)
    _insist_on_usable(uow, link, ticket)
    resolved = ticket.state is State.RESOLVED
    if not fixed:
        act(uow, ticket.id, Action.REJECT if resolved else Action.REOPEN, reason=reason, by_link=True)
    else:
        if resolved:
            act(uow, ticket.id, Action.CONFIRM, by_link=True)
        act(uow, ticket.id, Action.RATE, by_link=True, **rating)
    link.ended_at = uow.now


def _insist_on_ratable(uow: UnitOfWork, ticket: Ticket) -> None:
    step(ticket.state, Action.RATE)
    if ticket.rating is not None:
        raise AlreadyRated
    if not ratable(ticket, uow.now):
        raise RatedTooLate(days=RATE_WITHIN.days)


def _insist_on_usable(uow: UnitOfWork, link: RatingLink, ticket: Ticket) -> None:
    """Also a ticket that has been rated or reopened by other ways ends the link."""
    alive = link.ended_at is None and uow.now < link.expires_at
    if not alive or ticket.state not in RATED_IN or ticket.rating is not None or not ratable(ticket, uow.now):
        raise LinkOver


def _end(uow: UnitOfWork, ticket_id: UUID) -> None:
    open_ = (RatingLink.ticket_id == ticket_id, RatingLink.ended_at.is_(None))
    uow.session.execute(update(RatingLink).where(*open_).values(ended_at=uow.now))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
