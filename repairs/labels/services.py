"""Making labels, mending what they say, and taking them out of use."""

import secrets
from typing import Any
from uuid import UUID

from community import queries as community_queries
from community.core.auth import Place
from community.core.db import LOCKED
from community.core.errors import NotFound
from community.core.ids import new_id
from community.core.uow import UnitOfWork
from repairs import queries as repairs_queries
from repairs.errors import UnknownPlace
from repairs.labels.models import PlaceLabel
from repairs.labels.queries import find_label
from repairs.sites import insist_on_floor, place_words

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is mistaken for another when it is read off a sticker
LENGTH = 8


def add_label(uow: UnitOfWork, *, community_id: UUID, **given: Any) -> PlaceLabel:
    """Make a label for a place; raises UnknownPlace, UnknownFloor and UnknownCategory."""
    uow.actor.require("labels.create", Place(community_id=community_id))
    label = PlaceLabel(
        id=new_id(), community_id=community_id, code=_fresh_code(), created_at=uow.now, retired=False, building_id=None,
        entrance_id=None, floor=None, category_id=None,
    )  # fmt: skip
    _write(uow, label, given)
    uow.session.add(label)
    uow.audit("label.create", subject=("place_label", label.id), community_id=community_id, code=label.code)
    return label


def change_label(uow: UnitOfWork, code: str, **changes: Any) -> PlaceLabel:
    """Mend what a label says, or take it out of use and back; the stickers that hang stay good. Raises as `add_label` does."""
    found = find_label(uow.session, code)
    uow.actor.require("labels.update", found.place)
    label = uow.session.get_one(PlaceLabel, found.id, **LOCKED)
    _write(uow, label, changes)
    uow.audit("label.update", subject=("place_label", label.id), community_id=label.community_id, changed=sorted(changes))
    return label


def _write(uow: UnitOfWork, label: PlaceLabel, given: dict[str, Any]) -> None:
    for name, value in given.items():
        setattr(label, name, value)
    try:
        site = community_queries.public_site(uow.session, label.community_id, label.building_id, label.entrance_id)
    except NotFound:
        raise UnknownPlace from None
    insist_on_floor(uow.session, site, label.floor)
    label.building_id = site.building_id
    label.place_label = place_words(site.label, label.floor, label.spot)
    if given.get("category_id") is not None:
        label.category_id = repairs_queries.usable_category(uow.session, given["category_id"], label.community_id).id


def _fresh_code() -> str:
    """Draw a code: among 31^8 two alike are not to be expected, and the constraint would refuse the second."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
