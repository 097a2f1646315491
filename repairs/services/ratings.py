"""Rating the work, and the worker's one reply to it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from community.core.db import find
from community.core.ids import new_id
from community.core.uow import UnitOfWork
from repairs import tags
from repairs.attachments.services import take
from repairs.deadlines import RATE_WITHIN, ratable
from repairs.errors import AlreadyRated, RatedTooLate, RepliedAlready, TagUnfit
from repairs.events import RatingReplied
from repairs.models import Purpose, Rating, Ticket

SCORES = ("speed", "quality", "manner")


def rate(uow: UnitOfWork, ticket: Ticket, moment: datetime, data: dict[str, Any]) -> dict[str, Any]:
    """Keep the rating (an effect of the workflow: `actions.act` has judged and locked the ticket).

    Once per ticket and until a time after its end; raises AlreadyRated, RatedTooLate, TagUnfit and UnknownAttachment.
    """
    if ticket.rating is not None:
        raise AlreadyRated
    if not ratable(ticket, moment):
        raise RatedTooLate(days=RATE_WITHIN.days)
    ticket.rating = Rating(
        id=new_id(),
        community_id=ticket.community_id,
        rater_id=None if uow.actor.kind == "guest" else uow.actor.person_id,
        worker_id=ticket.assignee_id,
        tags=_fitting(data),
        words=data.get("words") or "",
        created_at=moment,
        **{score: data[score] for score in SCORES},
    )
    take(uow, data.get("attachment_ids") or [], Purpose.RATING, ticket)
    return {}


def reply(uow: UnitOfWork, rating_id: UUID, *, text: str) -> Rating:
    """Answer a rating of the actor's own work, once; whoever rated is told. Raises RepliedAlready."""
    rating = find(uow.session, Rating, rating_id, lock=True)
    uow.actor.require("ratings.reply", rating.place)
    if rating.replied_at is not None:
        raise RepliedAlready
    rating.reply, rating.replied_at = text, uow.now
    ticket = find(uow.session, Ticket, rating.ticket_id)
    uow.record(
        RatingReplied(
            rating_id=rating.id,
            ticket_id=ticket.id,
            number=ticket.number,
            community_id=rating.community_id,
            author_name=uow.actor.name,
            rater_id=rating.rater_id,
        )
    )
    return rating


def _fitting(data: dict[str, Any]) -> list[str]:
    wanted = data.get("tags") or []
    if unfit := next((code for code in wanted if not tags.offered(code, data)), None):
        raise TagUnfit(tag=unfit)
    return list(wanted)
