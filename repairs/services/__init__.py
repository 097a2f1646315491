"""What can be done with tickets. Every function takes the unit of work first and never commits."""

from repairs.services.actions import act, assign
from repairs.services.bulk import act_on_many
from repairs.services.categories import add_category, change_category, retire_category
from repairs.services.comments import comment
from repairs.services.contact import contact
from repairs.services.counting import count, count_missed, recount
from repairs.services.exporting import export
from repairs.services.exporting_figures import export_figures
from repairs.services.joining import join
from repairs.services.keeping import keep_promises
from repairs.services.links import guest, linked_ticket, make_link, use_link
from repairs.services.quotes import add_price_item, change_price_item
from repairs.services.ratings import reply
from repairs.services.settling import settle_calendar, settle_policy
from repairs.services.submission import Behalf, submit
from repairs.services.views import change_view, remove_view, save_view
from repairs.services.visits import complete, follow, plan, visit_contact
from repairs.services.wording import index, index_missing

__all__ = [
    "Behalf",
    "act",
    "act_on_many",
    "add_category",
    "add_price_item",
    "assign",
    "change_category",
    "change_price_item",
    "change_view",
    "comment",
    "complete",
    "contact",
    "count",
    "count_missed",
    "export",
    "export_figures",
    "follow",
    "guest",
    "index",
    "index_missing",
    "join",
    "keep_promises",
    "linked_ticket",
    "make_link",
    "plan",
    "recount",
    "remove_view",
    "reply",
    "retire_category",
    "save_view",
    "settle_calendar",
    "settle_policy",
    "submit",
    "use_link",
    "visit_contact",
]
