"""Shapes of what goes in and out; rules live in the services."""

from repairs.schemas.actions import BODIES
from repairs.schemas.inputs import (
    CategoryQuery,
    TicketCommentIn,
    TicketIn,
    TicketQuery,
    TicketStatisticsQuery,
    UploadFiles,
    UploadForm,
)
from repairs.schemas.outputs import AttachmentOut, CategoriesOut, CommentOut, TicketEventOut, TicketOut, TicketStatisticsOut

__all__ = [
    "BODIES",
    "AttachmentOut",
    "CategoriesOut",
    "CategoryQuery",
    "CommentOut",
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
