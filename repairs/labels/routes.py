"""Labels: made and printed by the office, scanned by residents."""

from typing import Any

from flask import Response

from community.core.http import Blueprint
from community.core.paging import Page
from community.core.uow import UnitOfWork
from repairs.labels import queries, services, sheet
from repairs.labels.schemas import LabelIn, LabelOut, LabelPatch, LabelQuery, LabelSheetQuery

blp = Blueprint("labels", __name__, url_prefix="/api/v1/labels", description="QR labels at shared places")


@blp.get("/", operation="labels.list", query=LabelQuery, returns=LabelOut, page=True)
def list_(uow: UnitOfWork, query: dict[str, Any]) -> Page[dict[str, Any]]:
    """The community's labels, by name."""
    return queries.labels(uow, **query)


@blp.post("/", operation="labels.create", body=LabelIn, returns=(201, LabelOut))
def create(uow: UnitOfWork, data: dict[str, Any]) -> dict[str, Any]:
    """Make a label for a place (manager)."""
    return queries.label_view(services.add_label(uow, **data))


@blp.get("/sheet", operation="labels.sheet", query=LabelSheetQuery, returns=(200, None))
def print_(uow: UnitOfWork, query: dict[str, Any]) -> Response:
    """Labels to cut out and stick up (PDF, A4), each with its QR code and name."""
    codes = query["codes"].split(",") if "codes" in query else []
    name, labels = queries.to_print(uow, query["community_id"], codes)
    headers = {"Content-Disposition": "inline; filename=labels.pdf", "Cache-Control": "private, no-store"}
    return Response(sheet.draw(name, labels), mimetype="application/pdf", headers=headers)


@blp.get("/<label_code>", operation="labels.read", returns=LabelOut)
def read(uow: UnitOfWork, label_code: str) -> dict[str, Any]:
    """The place to which a scanned or typed code leads; 410 `label.retired` when it is out of use."""
    return queries.scan(uow, label_code)


@blp.patch("/<label_code>", operation="labels.update", body=LabelPatch, returns=LabelOut)
def update(uow: UnitOfWork, label_code: str, data: dict[str, Any]) -> dict[str, Any]:
    """Mend what a label says, or retire it (manager); its code, and the stickers that hang, stay good."""
    return queries.label_view(services.change_label(uow, label_code, **data))
