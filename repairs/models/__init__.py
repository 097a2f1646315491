"""Tables of the repairs slice: categories, tickets with their history, talk, photos and ratings, and what all of it adds up to."""

from repairs.models.categories import Category
from repairs.models.ratings import Rating
from repairs.models.rollups import TicketRollup
from repairs.models.search import Kind, SearchEntry
from repairs.models.talk import Attachment, AttachmentState, Comment, Purpose
from repairs.models.tickets import Ticket, TicketCounter, TicketEvent, Urgency

__all__ = [
    "Attachment",
    "AttachmentState",
    "Category",
    "Comment",
    "Kind",
    "Purpose",
    "Rating",
    "SearchEntry",
    "Ticket",
    "TicketCounter",
    "TicketEvent",
    "TicketRollup",
    "Urgency",
]
