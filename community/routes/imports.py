"""Importing an estate list: template, preview, apply."""

from typing import Any
from uuid import UUID

from flask import Response

from community.core.auth import Actor
from community.core.http import Begin, Blueprint
from community.core.problems import language
from community.core.uow import UnitOfWork, unit_of_work
from community.estate_list.rows import read_rows
from community.estate_list.template import write_template
from community.estate_list.texts import detail
from community.estate_list.workbook import MOST_BYTES, read_cells
from community.models import Import
from community.routes.places import communities
from community.schemas.imports import ImportFiles, ImportOut
from community.services import imports

blp = Blueprint("imports", __name__, url_prefix="/api/v1/imports", description="Estate lists from Excel")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@communities.get("/<uuid:community_id>/imports/template", operation="imports.template")
def template(uow: UnitOfWork, community_id: UUID) -> Response:
    """Download the empty list (.xlsx)."""
    imports.require_may_import(uow, community_id, "imports.template")
    headers = {"Content-Disposition": "attachment; filename*=UTF-8''%E4%BD%8F%E6%88%B7%E6%B8%85%E5%8D%95.xlsx"}
    return Response(write_template(), content_type=XLSX, headers=headers)


@communities.post(
    "/<uuid:community_id>/imports",
    operation="imports.create",
    files=ImportFiles,
    returns=(201, ImportOut),
    begins_late=True,
)
def create(actor: Actor, begin: Begin, files: dict[str, Any], community_id: UUID) -> dict[str, Any]:
    """Upload a list and see, row by row, what is wrong with it and what it would make. Nothing is changed yet."""
    with unit_of_work(actor, read_only=True) as uow:
        imports.require_may_import(uow, community_id)
    file = files["file"]
    # Between the transactions: reading a large sheet must not hold the database's write lock.
    found = read_rows(read_cells(file.stream.read(MOST_BYTES + 1)))
    return _shown(imports.preview(begin(), community_id, file_name=file.filename or "", found=found))


@blp.get("/<uuid:import_id>", operation="imports.read", returns=ImportOut)
def read(uow: UnitOfWork, import_id: UUID) -> dict[str, Any]:
    """Read a preview or the result of an applied list."""
    return _shown(imports.read(uow, import_id))


@blp.post("/<uuid:import_id>/apply", operation="imports.apply", returns=ImportOut)
def apply(uow: UnitOfWork, import_id: UUID) -> dict[str, Any]:
    """Carry the list out, as a whole or not at all. Asked again, it answers the same and changes nothing."""
    return _shown(imports.apply(uow, import_id))


def _shown(kept: Import) -> dict[str, Any]:
    fields = ("id", "community_id", "file_name", "status", "error_count", "summary", "created", "created_at", "applied_at")
    errors = [{**error, "detail": detail(error, language())} for error in kept.errors]
    counts = {"rows": kept.row_count, "valid": kept.valid_count, "errors": errors}
    return {name: getattr(kept, name) for name in fields} | counts
