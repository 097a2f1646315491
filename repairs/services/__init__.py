"""What can be done with tickets. Every function takes the unit of work first and never commits."""

from repairs.services.actions import act, assign
from repairs.services.comments import comment
from repairs.services.counting import count, count_missed, recount
from repairs.services.submission import Behalf, submit

__all__ = ["Behalf", "act", "assign", "comment", "count", "count_missed", "recount", "submit"]
