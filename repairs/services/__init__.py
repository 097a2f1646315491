"""What can be done with tickets. Every function takes the unit of work first and never commits."""

from repairs.services.actions import act, assign
from repairs.services.categories import add_category, change_category, retire_category
from repairs.services.comments import comment
from repairs.services.counting import count, count_missed, recount
from repairs.services.keeping import keep_promises
from repairs.services.settling import settle_calendar, settle_policy
from repairs.services.submission import Behalf, submit

__all__ = [
    "Behalf",
    "act",
    "add_category",
    "assign",
    "change_category",
    "comment",
    "count",
    "count_missed",
    "keep_promises",
    "recount",
    "retire_category",
    "settle_calendar",
    "settle_policy",
    "submit",
]
