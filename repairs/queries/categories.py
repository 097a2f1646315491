"""The tree of what can be reported."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from community.core.auth import Place
from community.core.uow import UnitOfWork
from repairs.errors import UnknownCategory
from repairs.models import Category


def category_tree(uow: UnitOfWork, language: str, community_id: UUID) -> list[dict[str, Any]]:
    """Return a community's categories as a tree: its own, or the shared defaults if it has none."""
    uow.actor.require("categories.list", Place(community_id=community_id))
    return _branches(_categories(uow.session, community_id), None, language)


def usable_category(session: Session, category_id: UUID, community_id: UUID) -> Category:
    """Return a category that a ticket of this community may have; raises UnknownCategory."""
    category = session.get(Category, category_id)
    if category is None or category.retired or category.community_id not in (None, community_id):
        raise UnknownCategory
    return category


def _categories(session: Session, community_id: UUID) -> Sequence[Category]:
    own = session.scalar(select(exists().where(Category.community_id == community_id)))
    whose = Category.community_id == community_id if own else Category.community_id.is_(None)
    return session.scalars(select(Category).where(whose, ~Category.retired).order_by(Category.sort, Category.code)).all()


def _branches(found: Sequence[Category], parent_id: UUID | None, language: str) -> list[dict[str, Any]]:
    return [
        {
            "id": category.id,
            "code": category.code,
            "name": category.name_en if language == "en" else category.name,
            "name_en": category.name_en,
            "icon": category.icon,
            "response_minutes": category.response_minutes,
            "resolve_minutes": category.resolve_minutes,
            "proof_required": category.proof_required,
            "children": _branches(found, category.id, language),
        }
        for category in found
        if category.parent_id == parent_id
    ]
