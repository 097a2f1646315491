"""Reports: made, listed, read, talked about."""

from typing import Any
from uuid import UUID

from community.core.auth import Actor
from community.core.http import Blueprint
from community.core.paging import Page
from community.core.problems import language
from community.core.uow import UnitOfWork
from repairs import queries, services
from repairs.queries import TicketFilter
from repairs.schemas import (
    CommentOut,
    TicketBulkIn,
    TicketBulkOut,
    TicketCommentIn,
    TicketContactOut,
    TicketDetailOut,
    TicketEventOut,
    TicketIn,
    TicketMeTooIn,
    TicketOut,
    TicketQuery,
    TicketSimilarQuery,
    TicketsSimilarOut,
)

blp = Blueprint("tickets", __name__, url_prefix="/api/v1/tickets", description="Repair tickets from report to rating")


@blp.post("/", operation="tickets.create", body=TicketIn, returns=(201, TicketOut), ready=True)
def create(uow: UnitOfWork, data: dict[str, Any]) -> dict[str, Any]:
    """Report something broken in a home (`home_id`) or in a public place (`community_id` with building, entrance or spot)."""
    ticket = services.submit(uow, **data)
    return queries.fresh_view(uow, ticket, language(), photos=bool(data["attachment_ids"]))


@blp.get("/", operation="tickets.list", query=TicketQuery, returns=TicketOut, page=True, ready=True)
def tickets(uow: UnitOfWork, query: dict[str, Any]) -> Page[dict[str, Any]]:
    """Tickets that the asker may see."""
    place = {name: query.pop(name) for name in ("sort", "cursor", "limit") if name in query}
    return queries.tickets(uow, language(), wanted(uow.actor, query), **place)


@blp.post("/bulk", operation="tickets.bulk", body=TicketBulkIn, returns=TicketBulkOut)
def bulk(uow: UnitOfWork, data: dict[str, Any]) -> dict[str, Any]:
    """Take one action on up to 100 tickets, each for itself: a refusal of one does not hold up the others."""
    return services.act_on_many(uow, data["ids"], data["action"], language(), data["versions"], **data["data"])


@blp.get("/similar", operation="tickets.similar", query=TicketSimilarQuery, returns=TicketsSimilarOut)
def similar(uow: UnitOfWork, query: dict[str, Any]) -> dict[str, Any]:
    """Up to five open tickets near by that look like the same matter, the likeliest first.

    Of another household's home a resident reads category, building and entrance, state, since when and how many report it.
    """
    if "ticket_id" in query:
        return {"items": queries.like(uow, query["ticket_id"], language())}
    return {"items": queries.similar(uow, language(), **query)}


@blp.get("/<uuid:ticket_id>", operation="tickets.read", returns=TicketDetailOut, ready=True)
def read(uow: UnitOfWork, ticket_id: UUID) -> dict[str, Any]:
    """One ticket, with its promises, what will happen next by itself, and what the asker may do now."""
    return queries.read(uow, ticket_id, language())


@blp.post("/<uuid:ticket_id>/me-too", operation="tickets.me_too", body=TicketMeTooIn, returns=(201, TicketOut))
def me_too(uow: UnitOfWork, ticket_id: UUID, data: dict[str, Any]) -> dict[str, Any]:
    """Report the same matter: a ticket of one's own, with its own thread and rating, that goes along with this one."""
    ticket = services.join(uow, ticket_id, **data)
    return queries.fresh_view(uow, ticket, language(), photos=bool(data["attachment_ids"]))


@blp.get("/<uuid:ticket_id>/history", operation="tickets.history", returns=TicketEventOut, page=True)
def history(uow: UnitOfWork, ticket_id: UUID, query: dict[str, Any]) -> Page[dict[str, Any]]:
    """What has happened, oldest first: when it happened, when it was recorded, by whom."""
    return queries.history(uow, ticket_id, language(), **query)


@blp.get("/<uuid:ticket_id>/comments", operation="comments.list", returns=CommentOut, page=True)
def comments(uow: UnitOfWork, ticket_id: UUID, query: dict[str, Any]) -> Page[dict[str, Any]]:
    """What has been said, oldest first; internal comments are shown to staff only."""
    return queries.comments(uow, ticket_id, **query)


@blp.post("/<uuid:ticket_id>/comments", operation="comments.create", body=TicketCommentIn, returns=(201, CommentOut))
def add_comment(uow: UnitOfWork, ticket_id: UUID, data: dict[str, Any]) -> dict[str, Any]:
    """Write about the ticket, to everybody concerned or (`internal`) to staff."""
    return queries.comment_view(services.comment(uow, ticket_id, **data), uow.actor.name, ticket_id)


# Not idempotent: the answer holds a phone number, and answers under a key are kept for 30 days.
@blp.post("/<uuid:ticket_id>/contact", operation="tickets.contact", returns=TicketContactOut, idempotent=False)
def contact(uow: UnitOfWork, ticket_id: UUID) -> dict[str, str]:
    """Show the present assignee where to reach the reporter, until the ticket has ended. The reporter can read who looked."""
    return {"phone": services.contact(uow, ticket_id)}


def wanted(actor: Actor, query: dict[str, Any]) -> TicketFilter:
    """Return the filter that a query describes."""
    states = query.pop("state", ())
    if query.get("assignee") == "none":
        query |= {"assignee": None, "unassigned": True}
    for role in ("assignee", "reporter"):
        given = query.pop(role, None)
        query[f"{role}_id"] = actor.person_id if given == "me" else given
    return TicketFilter(states=[state for state in states if state != "open"], only_open="open" in states, **query)
