"""Shapes of what goes in and out; rules live in the services."""

from repairs.schemas.actions import BODIES
from repairs.schemas.categories import CategoriesOut, CategoryIn, CategoryOut, CategoryPatch, CategoryQuery, CategoryRetireIn
from repairs.schemas.figures import RepairStatisticsOut, TicketStatisticsOut
from repairs.schemas.inputs import (
    RepairStatisticsQuery,
    TicketCommentIn,
    TicketIn,
    TicketStatisticsQuery,
    UploadFiles,
    UploadForm,
)
from repairs.schemas.lists import (
    TicketBulkIn,
    TicketBulkOut,
    TicketExportQuery,
    TicketQuery,
    TicketViewIn,
    TicketViewOut,
    TicketViewPatch,
    TicketViewQuery,
    TicketViewsOut,
)
from repairs.schemas.outputs import AttachmentOut, CommentOut, TicketContactOut, TicketEventOut, TicketOut
from repairs.schemas.quotes import PriceItemIn, PriceItemOut, PriceItemPatch, PriceItemQuery, QuotesOut
from repairs.schemas.terms import CalendarIn, CalendarOut, PolicyIn, PolicyOut, PreviewIn, PreviewOut, TicketDetailOut

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
    "PreviewIn",
    "PreviewOut",
    "PriceItemIn",
    "PriceItemOut",
    "PriceItemPatch",
    "PriceItemQuery",
    "QuotesOut",
    "RepairStatisticsOut",
    "RepairStatisticsQuery",
    "TicketBulkIn",
    "TicketBulkOut",
    "TicketCommentIn",
    "TicketContactOut",
    "TicketDetailOut",
    "TicketEventOut",
    "TicketExportQuery",
    "TicketIn",
    "TicketOut",
    "TicketQuery",
    "TicketStatisticsOut",
    "TicketStatisticsQuery",
    "TicketViewIn",
    "TicketViewOut",
    "TicketViewPatch",
    "TicketViewQuery",
    "TicketViewsOut",
    "UploadFiles",
    "UploadForm",
]
