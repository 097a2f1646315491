"""What an actor is to a ticket: the people side of the workflow table."""

from community.core.auth import Actor, Place
from repairs.models import Ticket
from repairs.workflow import Action, Party, open_to

# Two questions that the table of rights already answers: who may close any ticket here, who may look at any home here.
MANAGES = "tickets.close"
WORKS_HERE = "homes.read"


def parties(actor: Actor, ticket: Ticket) -> frozenset[Party]:
    """Return everything that the actor is to the ticket; empty for a stranger."""
    if actor.kind == "system":
        return frozenset({Party.SYSTEM})
    found = set()
    if ticket.assignee_id == actor.id:
        found.add(Party.ASSIGNEE)
    else:
        found |= _resident_side(actor, ticket)
    if actor.may(MANAGES, ticket.place):
        found.add(Party.MANAGER)
    return frozenset(found)


def is_staff(actor: Actor, ticket: Ticket) -> bool:
    """Say whether the actor works for the ticket's community, and so may read and write internal comments."""
    return actor.may(WORKS_HERE, Place(community_id=ticket.community_id))


def actions(actor: Actor, ticket: Ticket) -> tuple[Action, ...]:
    """Return what the actor may do with the ticket now; a rating is given once."""
    found = open_to(ticket.state, parties(actor, ticket))
    return tuple(a for a in found if a is not Action.RATE) if ticket.rating else found


def role_of(actor: Actor, ticket: Ticket, who: frozenset[Party]) -> str:
    """Return as what the actor took a step that is open to `who`, for the history."""
    mine = parties(actor, ticket) & who
    return next(str(party) for party in Party if party in mine)


def name_of(actor: Actor) -> str:
    """Return the actor's name as people read it; a job or subscriber signs as the system."""
    return "系统" if actor.kind == "system" else actor.name


def _resident_side(actor: Actor, ticket: Ticket) -> set[Party]:
    found = set()
    if ticket.reporter_id == actor.id:
        found.add(Party.REPORTER)
    if ticket.home_id is not None and any(g.home_id == ticket.home_id for g in actor.grants):
        found.add(Party.HOUSEHOLD)
    return found
