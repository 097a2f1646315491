"""What the holder of a rating link is shown: nothing of the person, and of the place not the home."""

from typing import Any

from community import queries as community_queries
from community.core.uow import UnitOfWork
from repairs.models import RatingLink, Ticket
from repairs.workflow import State


def linked_view(uow: UnitOfWork, link: RatingLink, ticket: Ticket, language: str) -> dict[str, Any]:
    """Return what was repaired, roughly where, and when."""
    site = community_queries.public_site(uow.session, ticket.community_id, ticket.building_id, ticket.entrance_id)
    category = ticket.category
    return {
        "community_name": site.community,
        "place_label": site.label,
        "category_name": category.name_en if language == "en" else category.name,
        "icon": category.icon,
        "reported_at": ticket.created_at,
        "resolved_at": ticket.resolved_at,
        "confirmed": ticket.state is not State.RESOLVED,
        "expires_at": link.expires_at,
    }
