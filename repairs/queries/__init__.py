"""What can be asked about tickets."""

from repairs.queries.attachments import visible_attachment
from repairs.queries.categories import category_tree, category_view, usable_category
from repairs.queries.details import comment_view, comments, history, read, view
from repairs.queries.figures import statistics
from repairs.queries.filters import SORTS, TicketFilter
from repairs.queries.links import linked_view
from repairs.queries.lists import tickets
from repairs.queries.performance import BY, MOST_DAYS, USUAL_DAYS, repairs
from repairs.queries.preview import preview
from repairs.queries.quotes import price_items, quotes
from repairs.queries.ratings import one_rating, ratings
from repairs.queries.saved import find_view, saved_view, saved_views
from repairs.queries.settled import calendar, calendar_view, policy, policy_view
from repairs.queries.similar import like, similar
from repairs.queries.views import attachment_view, fresh_view
from repairs.queries.visits import one_visit, return_visits
from repairs.queries.workers import open_counts, queue, waiting

__all__ = [
    "BY",
    "MOST_DAYS",
    "SORTS",
    "USUAL_DAYS",
    "TicketFilter",
    "attachment_view",
    "calendar",
    "calendar_view",
    "category_tree",
    "category_view",
    "comment_view",
    "comments",
    "find_view",
    "fresh_view",
    "history",
    "like",
    "linked_view",
    "one_rating",
    "one_visit",
    "open_counts",
    "policy",
    "policy_view",
    "preview",
    "price_items",
    "queue",
    "quotes",
    "ratings",
    "read",
    "repairs",
    "return_visits",
    "saved_view",
    "saved_views",
    "similar",
    "statistics",
    "tickets",
    "usable_category",
    "view",
    "visible_attachment",
    "waiting",
]
