"""Imports: an estate list is previewed, with every row's errors, and then applied as a whole or not at all."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from community.core.db import LOCKED, ROW_LOCK, find
from community.core.uow import UnitOfWork
from community.errors import ImportHasErrors
from community.estate_list import plan
from community.estate_list.carrying_out import carry_out
from community.estate_list.rows import Row, RowError
from community.events import EstateImported
from community.models import Community, Import, ImportStatus

ERRORS_KEPT = 1000  # nobody corrects more at one go; all are counted


def require_may_import(uow: UnitOfWork, community_id: UUID, operation: str = "imports.create") -> Community:
    """Return the community if the actor may import into it."""
    community = find(uow.session, Community, community_id)
    uow.actor.require(operation, community.place)
    return community


def preview(uow: UnitOfWork, community_id: UUID, *, file_name: str, found: tuple[int, list[Row], list[RowError]]) -> Import:
    """Keep what was read of a list (see `rows.read_rows`), with what is wrong and what it would make. Nothing else changes."""
    require_may_import(uow, community_id)
    count, rows, errors = found
    known = plan.load_known(uow.session, community_id, rows)
    errors = _in_order([*errors, *plan.conflicts(known, rows, uow.actor.id)])
    wrong = {error.row for error in errors}
    good = [row for row in rows if row.row not in wrong]
    kept = Import(
        community_id=community_id,
        created_by_id=uow.actor.id,
        created_at=uow.now,
        file_name=file_name[:200],
        rows=[] if errors else [row.to_json() for row in rows],
        row_count=count,
        valid_count=len(good),
        error_count=len(errors),
        errors=[error.to_json() for error in errors[:ERRORS_KEPT]],
        summary=plan.count_new(known, good),
    )
    uow.session.add(kept)
    uow.session.flush()
    uow.audit("imports.create", subject=("import", kept.id), community_id=community_id, rows=count, errors=len(errors))
    return kept


def apply(uow: UnitOfWork, import_id: UUID) -> Import:
    """Carry a previewed list out in this transaction. Applied once, it is returned unchanged when asked again.

    Raises ImportHasErrors, with the errors, if the preview had any or the estate has changed since so that there are some.
    """
    kept = read(uow, import_id, "imports.apply")
    uow.session.refresh(kept, with_for_update=ROW_LOCK)
    if kept.status is ImportStatus.APPLIED:
        return kept
    if kept.error_count:
        raise _has_errors(kept.errors, kept.error_count)
    # Two lists at once would make the same building twice: the community's row lets one after the other.
    uow.session.get(Community, kept.community_id, **LOCKED)
    rows = [Row(**row) for row in kept.rows]
    known = plan.load_known(uow.session, kept.community_id, rows)
    if errors := _in_order(plan.conflicts(known, rows, uow.actor.id)):
        raise _has_errors([error.to_json() for error in errors[:ERRORS_KEPT]], len(errors))
    kept.created = carry_out(uow, kept.community_id, known, rows)
    kept.status, kept.applied_at, kept.rows = ImportStatus.APPLIED, uow.now, []
    uow.record(EstateImported(community_id=kept.community_id, import_id=kept.id))
    uow.audit("imports.apply", subject=("import", kept.id), community_id=kept.community_id, created=kept.created)
    return kept


def read(uow: UnitOfWork, import_id: UUID, operation: str = "imports.read") -> Import:
    """Return an import; raises NotFound."""
    kept = find(uow.session, Import, import_id)
    uow.actor.require(operation, kept.place)
    return kept


def _in_order(errors: Sequence[RowError]) -> list[RowError]:
    return sorted(errors, key=lambda error: error.row)


def _has_errors(errors: list[dict[str, Any]], count: int) -> ImportHasErrors:
    return ImportHasErrors(count=count, rows=errors)
