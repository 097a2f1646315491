"""Ratings: what may be ticked, the list, the worker's reply, and rating by a link without a sign-in."""

import io
from datetime import timedelta
from typing import Any
from uuid import UUID

import segno

from community.core import ratelimit
from community.core.auth import Actor
from community.core.http import Blueprint, client_address
from community.core.kernel import kernel
from community.core.paging import Page
from community.core.problems import language
from community.core.uow import UnitOfWork, unit_of_work
from repairs import queries, services, tags
from repairs.schemas import (
    LinkedOut,
    LinkUsedOut,
    LinkUseIn,
    RatingLinkIn,
    RatingLinkOut,
    RatingListed,
    RatingQuery,
    RatingReplyIn,
    RatingTagsOut,
)

blp = Blueprint("ratings", __name__, url_prefix="/api/v1", description="Ratings, replies, and rating by link")
QUARTER = timedelta(minutes=15)
PER_ADDRESS = 100  # looks and uses in a quarter of an hour; a whole estate may share one address


@blp.get("/rating-tags", operation="rating_tags.list", returns=RatingTagsOut)
def rating_tags(uow: UnitOfWork) -> dict[str, Any]:
    """The words that may be ticked beside the scores, with the scores for which each is offered."""
    return {"items": tags.catalogue(language()), "most": tags.MOST}


@blp.get("/ratings", operation="ratings.list", query=RatingQuery, returns=RatingListed, page=True)
def ratings(uow: UnitOfWork, query: dict[str, Any]) -> Page[dict[str, Any]]:
    """Ratings, the newest first: workers see those of their own work, the office those of its community."""
    worker = query.pop("assignee", None)
    return queries.ratings(uow, language(), worker_id=uow.actor.person_id if worker == "me" else worker, **query)


@blp.post("/ratings/<uuid:rating_id>/reply", operation="ratings.reply", body=RatingReplyIn, returns=RatingListed)
def reply(uow: UnitOfWork, rating_id: UUID, data: dict[str, Any]) -> dict[str, Any]:
    """Answer a rating of one's own work, once; the resident reads it under the rating."""
    services.reply(uow, rating_id, **data)
    return queries.one_rating(uow, rating_id, language())


# Not idempotent: the answer holds a secret, and answers under a key are kept for 30 days. A second link voids the first.
@blp.post(
    "/tickets/<uuid:ticket_id>/rating-link",
    operation="tickets.rating_link",
    body=RatingLinkIn,
    returns=(201, RatingLinkOut),
    idempotent=False,
)
def make_link(uow: UnitOfWork, ticket_id: UUID, data: dict[str, Any]) -> dict[str, Any]:
    """Make a link by which somebody without the app confirms and rates, once within seven days; earlier ones are void.

    Whose work it is never sees the link, and can only have it sent (403 `rating_link.by_text_only` without `sms`).
    """
    public_url = kernel().settings.public_url
    link = services.make_link(uow, ticket_id, public_url=public_url, **data)
    url = f"{public_url}/rate/{link.token}" if link.token else None
    return {"url": url, "qr_svg": _qr(url) if url else None, "expires_at": link.expires_at, "sent_to": link.sent_to}


@blp.get("/rating-links/<token>", operation="rating_links.read", returns=LinkedOut, own_transactions=True)
def linked(_actor: Actor, token: str) -> dict[str, Any]:
    """What the link is about. 410 `rating_link.over` for every link that cannot be used, whatever the cause."""
    _count()
    with unit_of_work(services.guest(), read_only=True) as uow:
        return queries.linked_view(uow, *services.linked_ticket(uow, token), language())


@blp.post(
    "/rating-links/<token>",
    operation="rating_links.use",
    body=LinkUseIn,
    returns=LinkUsedOut,
    own_transactions=True,
    idempotent=False,
)
def use_link(_actor: Actor, token: str, data: dict[str, Any]) -> dict[str, Any]:
    """Confirm and rate, or say that it is not fixed; the link is used up."""
    _count()
    with unit_of_work(services.guest()) as uow:
        services.use_link(uow, token, **data)
    return {"fixed": data["fixed"]}


def _count() -> None:
    ratelimit.hit(f"rating-link:{client_address()}", PER_ADDRESS, QUARTER)


def _qr(text: str) -> str:
    """Return an SVG picture with its quiet zone."""
    out = io.BytesIO()
    segno.make_qr(text, error="m").save(out, kind="svg", border=4, xmldecl=False)
    return out.getvalue().decode()
