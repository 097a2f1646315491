"""Reports of one matter: the parent is worked on, its children go along with it.

A child has its own number, history, thread, confirmation and rating; what happens to the work happens to its parent, and to it in
the same transaction. It has the parent's state, worker and clocks while it waits for the work; once that is done each child is
confirmed, said not to be fixed, rated or closed for itself.

Locks are taken from a parent to its children, these by id, and family after family by the parent's id, so that nobody waits in a
circle. What a child's people say about their own report alone locks the child alone.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update

from community.core.auth import Place
from community.core.db import ROW_LOCK, find
from community.core.uow import UnitOfWork
from repairs import deadlines, ladder
from repairs.errors import IsMerged, MergedInCircle, MergedOverBoundary, TicketChanged, TicketIsMended
from repairs.models import Ticket
from repairs.models.clocks import Clocked
from repairs.services.recording import Before, Deed, before, write_down
from repairs.terms import Terms, terms_of
from repairs.words import WITHDRAWN_PARENT
from repairs.workflow import ENDED, RESIDENT, UNRESOLVED, Action, Party, State, is_followed, is_its_own

FAMILY_ORDER = (func.coalesce(Ticket.parent_id, Ticket.id), Ticket.parent_id.is_not(None), Ticket.id)
"""An order in which many tickets can be locked: parents before their children."""

CLOCKS = tuple(Clocked.__annotations__)
LIFTED = frozenset({Action.REJECT, Action.REOPEN, Action.CANCEL, Action.SPLIT})  # a child's steps that change its parent
TOLD = ("assignee_id", "assignee_name", "until", "reason", "measure", "cause", "parts", "note", "notes")


def lock(uow: UnitOfWork, ticket: Ticket, action: Action, into_id: UUID | None = None) -> None:
    """Lock a ticket and whatever else the action changes. Raises TicketChanged if it changes its family at this moment."""
    known = ticket.parent_id
    roots = {known} if known and action in LIFTED else set()
    if action is Action.MERGE and into_id is not None:
        into = root_of(uow, into_id)
        uow.actor.require("tickets.me_too", Place(community_id=into.community_id))
        roots |= {ticket.id, into.id}
    for root_id in sorted(roots):
        children(uow, find(uow.session, Ticket, root_id, lock=True))
    uow.session.refresh(ticket, with_for_update=ROW_LOCK)
    if ticket.parent_id != known:
        raise TicketChanged
    if not roots:
        children(uow, ticket)


def lock_parent(uow: UnitOfWork, ticket_id: UUID) -> None:
    """Lock what the comeback of a ticket would change besides it, before somebody locks the ticket itself."""
    ticket = find(uow.session, Ticket, ticket_id)
    if ticket.parent_id is not None:
        children(uow, find(uow.session, Ticket, ticket.parent_id, lock=True))


def children(uow: UnitOfWork, parent: Ticket) -> Sequence[Ticket]:
    """Return the tickets that go along with a locked one, locked as well, but not the withdrawn ones; none costs nothing."""
    if not parent.joined_count:
        return ()
    query = select(Ticket).where(Ticket.parent_id == parent.id, Ticket.state != State.CANCELLED).order_by(Ticket.id)
    return uow.session.scalars(query.with_for_update(key_share=True).execution_options(populate_existing=True)).all()


def root_of(uow: UnitOfWork, ticket_id: UUID) -> Ticket:
    """Return the ticket that is worked on for this one: itself, or its parent. Raises NotFound."""
    ticket = find(uow.session, Ticket, ticket_id)
    return parent_of(uow, ticket) if ticket.parent_id else ticket


def parent_of(uow: UnitOfWork, child: Ticket) -> Ticket:
    """Return the ticket that a child goes along with."""
    return uow.session.get_one(Ticket, child.parent_id)


def insist_on_own_step(uow: UnitOfWork, ticket: Ticket, action: Action) -> None:
    """A child is worked on with its parent, and only a child can be split off; raises IsMerged or TicketChanged."""
    if ticket.parent_id is not None and not is_its_own(ticket.state, action):
        raise IsMerged(parent_id=str(ticket.parent_id), number=parent_of(uow, ticket).number)
    if ticket.parent_id is None and action is Action.SPLIT:
        raise TicketChanged


def bind(uow: UnitOfWork, ticket: Ticket, deed: Deed, data: dict[str, Any]) -> dict[str, Any]:
    """Do to the family what the step does to it; return what the history is to know of that."""
    match deed.action:
        case Action.MERGE:
            return _tie(uow, ticket, deed, root_of(uow, data.pop("into_id")))
        case Action.SPLIT:
            parent = parent_of(uow, ticket)
            untie(ticket, parent)
            _go_alone(ticket, terms_of(uow.session, ticket.community_id), deed)
            return {"from": parent.number}
        case Action.CANCEL if ticket.parent_id is not None:
            parent_of(uow, ticket).joined_count -= 1
        case Action.CANCEL if ticket.joined_count:
            _hand_on(uow, ticket, deed)
    return {}


def go_along(child: Ticket, parent: Ticket, terms: Terms) -> None:
    """Make a child what its parent is: state, worker, clocks."""
    for name in ("state", "assignee_id", "ended_at", *CLOCKS):
        setattr(child, name, getattr(parent, name))
    ladder.schedule(child, terms)


def follow(uow: UnitOfWork, parent: Ticket, deed: Deed, was: Before, data: dict[str, Any], spare: Ticket | None) -> None:
    """Let the children go along with a step that their parent has just taken, or at least with its clocks."""
    if not parent.joined_count:
        return
    terms, along = terms_of(uow.session, parent.community_id), is_followed(was.state, deed.action)
    for child in children_at(uow, parent, deed.action):
        if along and child is not spare:
            _step_along(uow, child, parent, deed, data, terms)
        elif child.state is parent.state and child.state in UNRESOLVED:
            go_along(child, parent, terms)


def children_at(uow: UnitOfWork, parent: Ticket, action: Action) -> Sequence[Ticket]:
    """Return the children whom a step of the parent concerns: the open ones, and on reopening those that were closed with it."""
    uow.session.flush()
    back = {State.CLOSED_UNFIXED} if action is Action.REOPEN else set()
    return [child for child in children(uow, parent) if child.state not in set(ENDED) - back]


def untie(child: Ticket, parent: Ticket) -> None:
    """Let a child go its own way from where it is."""
    child.parent_id = None
    parent.joined_count -= child.state is not State.CANCELLED


def _go_alone(ticket: Ticket, terms: Terms, deed: Deed) -> None:
    """Set the clocks of a ticket that is worked on for itself from here: whom its parent has warned is not warned again."""
    hours = terms.hours(ticket.category.around_clock)
    deadlines.go_on(ticket, deed.moment, hours)
    deadlines.reckon(ticket, hours)
    if deadlines.stands(ticket):
        deadlines.stop(ticket, deed.moment)
    ladder.overlook(ticket, terms, deed.moment)
    ladder.schedule(ticket, terms)


def _step_along(uow: UnitOfWork, child: Ticket, parent: Ticket, deed: Deed, data: dict[str, Any], terms: Terms) -> None:
    was, own = before(child), told(deed)._replace(moment=max(deed.moment, child.updated_at))
    go_along(child, parent, terms)
    _stamp(child, own)
    words = {name: data[name] for name in TOLD if name in data and own.role is not Party.NEIGHBOUR}
    write_down(uow, child, own, was, words | {"follows": parent.number}, follows=True)


def told(deed: Deed) -> Deed:
    """Return a deed as other households are told of it: what one of them does is done by a neighbour."""
    return deed._replace(role=Party.NEIGHBOUR) if deed.role in RESIDENT else deed


def _stamp(ticket: Ticket, deed: Deed) -> None:
    ticket.version += 1
    ticket.updated_at = deed.moment


def _tie(uow: UnitOfWork, ticket: Ticket, deed: Deed, parent: Ticket) -> dict[str, Any]:
    """Let a ticket, and all that go along with it, go along with another."""
    _insist_on_a_match(uow, ticket, parent)
    with_it = children_at(uow, ticket, deed.action)
    parent.joined_count += 1 + ticket.joined_count
    everybody = update(Ticket).where(Ticket.parent_id == ticket.id).values(parent_id=parent.id)
    uow.session.execute(everybody, execution_options={"synchronize_session": False})
    ticket.parent_id, ticket.joined_count = parent.id, 0
    terms = terms_of(uow.session, ticket.community_id)
    for child in with_it:
        _pass_over(uow, child, parent, deed, terms)
    return {"into": parent.number, "assignee_id": parent.assignee_id}


def _insist_on_a_match(uow: UnitOfWork, ticket: Ticket, parent: Ticket) -> None:
    if parent.parent_id is not None:
        raise TicketChanged
    if parent.community_id != ticket.community_id:
        raise MergedOverBoundary
    if parent is ticket:
        raise MergedInCircle
    if parent.state not in UNRESOLVED:
        raise TicketIsMended


def _pass_over(uow: UnitOfWork, child: Ticket, parent: Ticket, deed: Deed, terms: Terms) -> None:
    """Write down that a child goes along with another ticket from now on."""
    was, own = before(child), deed._replace(action=Action.MERGE, moment=max(deed.moment, child.updated_at))
    child.parent_id = parent.id
    go_along(child, parent, terms)
    _stamp(child, own)
    write_down(uow, child, own, was, {"into": parent.number, "assignee_id": parent.assignee_id}, follows=True)


def _hand_on(uow: UnitOfWork, ticket: Ticket, deed: Deed) -> None:
    """A withdrawn report takes nobody's repair away: the next that waits stands in its place."""
    waiting = children_at(uow, ticket, deed.action)
    if not waiting:
        return
    heir, terms = waiting[0], terms_of(uow.session, ticket.community_id)
    own = told(deed)._replace(action=Action.SPLIT, moment=max(deed.moment, heir.updated_at))
    others = update(Ticket).where(Ticket.parent_id == ticket.id, Ticket.id != heir.id).values(parent_id=heir.id)
    uow.session.execute(others, execution_options={"synchronize_session": False})
    heir.joined_count, ticket.joined_count, heir.parent_id = ticket.joined_count - 1, 0, None
    _go_alone(heir, terms, own)
    _stamp(heir, own)
    write_down(uow, heir, own, before(heir), {"reason": WITHDRAWN_PARENT["zh"], "notes": WITHDRAWN_PARENT, "from": ticket.number})
    for child in waiting[1:]:
        _pass_over(uow, child, heir, own, terms)
