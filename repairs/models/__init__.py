"""Tables of the repairs slice: categories, terms, tickets with history, talk, photos, quotes, ratings, and what it adds up to."""

from repairs.models.categories import Category
from repairs.models.quotes import PriceItem, PriceKind, Quote, QuoteLine, QuoteState
from repairs.models.ratings import Rating, RatingLink
from repairs.models.rollups import TicketRollup
from repairs.models.search import Kind, SearchEntry
from repairs.models.talk import Attachment, AttachmentState, Comment, MediaKind, MediaState, Purpose
from repairs.models.terms import RepairTerms
from repairs.models.tickets import Ticket, TicketCounter, TicketEvent, Urgency
from repairs.models.views import TicketView
from repairs.models.visits import ReturnVisit, VisitOutcome, VisitReason, VisitState

__all__ = [
    "Attachment",
    "AttachmentState",
    "Category",
    "Comment",
    "Kind",
    "MediaKind",
    "MediaState",
    "PriceItem",
    "PriceKind",
    "Purpose",
    "Quote",
    "QuoteLine",
    "QuoteState",
    "Rating",
    "RatingLink",
    "RepairTerms",
    "ReturnVisit",
    "SearchEntry",
    "Ticket",
    "TicketCounter",
    "TicketEvent",
    "TicketRollup",
    "TicketView",
    "Urgency",
    "VisitOutcome",
    "VisitReason",
    "VisitState",
]
