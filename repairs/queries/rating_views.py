"""A rating as people see it, out of the columns that lists and single tickets read."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from repairs import tags
from repairs.models import Category, Purpose, Rating, Ticket

View = dict[str, Any]

RATING_COLUMNS = (
    Rating.id.label("rating_id"),
    Rating.speed,
    Rating.quality,
    Rating.manner,
    Rating.tags,
    Rating.words,
    Rating.created_at.label("rated_at"),
    Rating.worker_id.label("rated_worker_id"),
    Rating.reply,
    Rating.replied_at,
)


def rating_view(row: Any, photos: Iterable[View], names: Mapping[UUID, str], language: str) -> View:
    """Return a rating; `photos` are all of its ticket, `names` those of the people in the list."""
    return {
        "id": row.rating_id,
        "speed": row.speed,
        "quality": row.quality,
        "manner": row.manner,
        "tags": tags.views(row.tags, language),
        "words": row.words,
        "created_at": row.rated_at,
        "attachments": [photo for photo in photos if photo["purpose"] is Purpose.RATING],
        "reply": _reply(row, names),
    }


def _reply(row: Any, names: Mapping[UUID, str]) -> View | None:
    if row.replied_at is None:
        return None
    return {"text": row.reply, "author_name": names.get(row.rated_worker_id, ""), "created_at": row.replied_at}


TICKET_COLUMNS = (
    Ticket.id.label("ticket_id"),
    Ticket.number,
    Ticket.place_label,
    Ticket.state.label("ticket_state"),
    Ticket.text,
    Category.name,
    Category.name_en,
    Category.icon,
)


def ticket_in_short(row: Any, language: str) -> View:
    """Return of a ticket what tells whoever has seen it before which one it is; `row` has the columns above."""
    return {
        "id": row.ticket_id,
        "number": row.number,
        "place_label": row.place_label,
        "state": row.ticket_state,
        "text": row.text,
        "category_name": row.name_en if language == "en" else row.name,
        "icon": row.icon,
    }
