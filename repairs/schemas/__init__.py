"""Shapes of what goes in and out; rules live in the services."""

from repairs.schemas.actions import BODIES
from repairs.schemas.figures import RepairStatisticsOut, TicketStatisticsOut
from repairs.schemas.inputs import (
    CategoryQuery,
    RepairStatisticsQuery,
    TicketCommentIn,
    TicketIn,
    TicketQuery,
    TicketStatisticsQuery,
    UploadFiles,
    UploadForm,
)
from repairs.schemas.outputs import AttachmentOut, CategoriesOut, CommentOut, TicketEventOut, TicketOut

__all__ = [
    "BODIES",
    "AttachmentOut",
    "CategoriesOut",
    "CategoryQuery",
    "CommentOut",
    "RepairStatisticsOut",
    "RepairStatisticsQuery",
    "TicketCommentIn",
    "TicketEventOut",
    "TicketIn",
    "TicketOut",
    "TicketQuery",
    "TicketStatisticsOut",
    "TicketStatisticsQuery",
    "UploadFiles",
    "UploadForm",
]
