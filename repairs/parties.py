"""What an actor is to a ticket: the people side of the workflow table."""

from typing import NamedTuple, Protocol
from uuid import UUID

from community.core.auth import Actor, Place
from repairs.workflow import DECISIONS, UNROUTED, WORK, Action, Party, State, is_its_own, open_to

# Two questions that the table of rights already answers: who may close any ticket here, who may look at any home here.
MANAGES = "tickets.close"
WORKS_HERE = "homes.read"
# As what the platform, and the holder of a rating link, sign in histories; and what is read there in English.
SYSTEM, GUEST = "系统", "业主（评价链接）"
IN_ENGLISH = {SYSTEM: "System", GUEST: "Resident (rating link)"}


class Concerned(Protocol):
    """What of a ticket decides who is who; the model and the rows of lists both have it."""

    @property
    def reporter_id(self) -> UUID: ...
    @property
    def assignee_id(self) -> UUID | None: ...
    @property
    def home_id(self) -> UUID | None: ...


class Standing(NamedTuple):
    """What an actor is in a community, whatever the ticket."""

    manager: bool
    staff: bool


def standing(actor: Actor, community_id: UUID) -> Standing:
    """Return the actor's standing. Staff may read and write internal comments."""
    here = Place(community_id=community_id)
    return Standing(actor.may(MANAGES, here), actor.may(WORKS_HERE, here))


def parties(actor: Actor, ticket: Concerned, manager: bool) -> frozenset[Party]:
    """Return everything that the actor is to the ticket; empty for a stranger."""
    if actor.kind == "system":
        return frozenset({Party.SYSTEM})
    if actor.kind == "guest":  # who holds a link to this ticket speaks for its resident side
        return frozenset({Party.REPORTER})
    found = {Party.MANAGER} if manager else set()
    if ticket.assignee_id == actor.id:
        return frozenset(found | {Party.ASSIGNEE})
    if ticket.reporter_id == actor.id:
        found.add(Party.REPORTER)
    if ticket.home_id is not None and any(g.home_id == ticket.home_id for g in actor.grants):
        found.add(Party.HOUSEHOLD)
    return frozenset(found)


def actions(state: State, who: frozenset[Party], *, ratable: bool, offered: bool, merged: bool) -> tuple[Action, ...]:
    """Return what somebody may ask for now.

    A rating is given once and in time, work waits while a quote is `offered`, and a `merged` ticket is worked on with its parent.
    """
    hidden = (WORK if offered else DECISIONS) | frozenset(UNROUTED) | (frozenset() if ratable else {Action.RATE})
    if not merged:
        return tuple(action for action in open_to(state, who) if action not in hidden and action is not Action.SPLIT)
    return tuple(action for action in open_to(state, who) if action not in hidden and is_its_own(state, action))


def role_of(who: frozenset[Party]) -> Party:
    """Return as what somebody acts who could as several, for the history."""
    return next(party for party in Party if party in who)


def name_of(actor: Actor) -> str:
    """Return the actor's name as people read it; a job or subscriber signs as the system, the holder of a link as its guest."""
    return SYSTEM if actor.kind == "system" else actor.name
