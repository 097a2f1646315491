"""Shapes of what goes in and out; rules live in the services."""

from repairs.schemas.actions import BODIES
from repairs.schemas.categories import CategoriesOut, CategoryIn, CategoryOut, CategoryPatch, CategoryQuery, CategoryRetireIn
from repairs.schemas.figures import RepairStatisticsOut, TicketStatisticsOut
from repairs.schemas.inputs import (
    RepairStatisticsQuery,
    TicketCommentIn,
    TicketIn,
    TicketQuery,
    TicketStatisticsQuery,
    UploadFiles,
    UploadForm,
)
from repairs.schemas.outputs import AttachmentOut, CommentOut, TicketEventOut, TicketOut
from repairs.schemas.terms import CalendarIn, CalendarOut, PolicyIn, PolicyOut, TicketDetailOut

__all__ = [
    "BODIES",
    "AttachmentOut",
    "CalendarIn",
    "CalendarOut",
    "CategoriesOut",
    "CategoryIn",
    "CategoryOut",
    "CategoryPatch",
    "CategoryQuery",
    "CategoryRetireIn",
    "CommentOut",
    "PolicyIn",
    "PolicyOut",
    "RepairStatisticsOut",
    "RepairStatisticsQuery",
    "TicketCommentIn",
    "TicketDetailOut",
    "TicketEventOut",
    "TicketIn",
    "TicketOut",
    "TicketQuery",
    "TicketStatisticsOut",
    "TicketStatisticsQuery",
    "UploadFiles",
    "UploadForm",
]
