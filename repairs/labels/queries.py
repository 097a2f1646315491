"""Labels as their office keeps them, and one as it is scanned."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from community import queries as community_queries
from community.core.auth import Place
from community.core.errors import Forbidden, NotFound
from community.core.kernel import kernel
from community.core.paging import Page, paginate
from community.core.uow import UnitOfWork
from repairs.labels.errors import LabelRetired, NothingToPrint, UnknownLabel
from repairs.labels.models import PlaceLabel

View = dict[str, Any]
MOST_PRINTED = 200
_AS_THEY_ARE = (
    "code", "community_id", "name", "building_id", "entrance_id", "floor", "spot", "place_label", "category_id", "retired",
    "created_at",
)  # fmt: skip


def labels(uow: UnitOfWork, *, community_id: UUID, retired: bool = False, cursor: str | None = None, limit: int = 50) -> Page[View]:
    """Return a community's labels by name: those in use, or those that are not."""
    uow.actor.require("labels.list", Place(community_id=community_id))
    query = select(PlaceLabel).where(PlaceLabel.community_id == community_id, PlaceLabel.retired.is_(retired))
    page = paginate(uow.session, query, [PlaceLabel.name, PlaceLabel.id], cursor, limit)
    return Page([label_view(label) for label in page.items], page.next)


def scan(uow: UnitOfWork, code: str) -> View:
    """Return the place to which a code leads; raises UnknownLabel, also to strangers, and LabelRetired."""
    label = find_label(uow.session, code)
    try:
        uow.actor.require("labels.read", label.place)
    except (NotFound, Forbidden):
        raise UnknownLabel from None
    if label.retired:
        raise LabelRetired
    return label_view(label)


def find_label(session: Session, code: str) -> PlaceLabel:
    """Return a label by its code, however it was typed; raises UnknownLabel. The caller asks for rights."""
    found = session.scalar(select(PlaceLabel).where(PlaceLabel.code == code.strip().upper()))
    if found is None:
        raise UnknownLabel
    return found


def label_view(label: PlaceLabel) -> View:
    """Return a label as the API shows it."""
    return {name: getattr(label, name) for name in _AS_THEY_ARE} | {"url": address(label.code)}


def address(code: str) -> str:
    """Return where a label's QR code leads."""
    return f"{kernel().settings.public_url}/report?label={code}"


def to_print(uow: UnitOfWork, community_id: UUID, codes: Sequence[str]) -> tuple[str, list[View]]:
    """Return the community's name and the labels to print, by name: those of the codes, or all in use. Raises NothingToPrint."""
    uow.actor.require("labels.sheet", Place(community_id=community_id))
    query = select(PlaceLabel).where(PlaceLabel.community_id == community_id, ~PlaceLabel.retired)
    if codes:
        query = query.where(PlaceLabel.code.in_(codes))
    found = uow.session.scalars(query.order_by(PlaceLabel.name, PlaceLabel.id).limit(MOST_PRINTED)).all()
    if not found:
        raise NothingToPrint
    return community_queries.community_of(uow.session, community_id).name, [label_view(label) for label in found]
