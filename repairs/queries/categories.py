"""The tree of what can be reported, as one community has it."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from community.core.auth import Place
from community.core.uow import UnitOfWork
from repairs.errors import UnknownCategory
from repairs.models import Category

_AS_THEY_ARE = (
    "id", "community_id", "code", "name_en", "icon", "sort", "scope", "keywords", "requires", "response_minutes", "arrive_minutes",
    "resolve_minutes", "urgent_response_minutes", "urgent_arrive_minutes", "urgent_resolve_minutes", "around_clock", "retired",
    "origin_id", "version",
)  # fmt: skip


class Tree:
    """The categories that a community has: its own rows, and of the shared defaults those in whose place none of them stands."""

    def __init__(self, rows: Iterable[Category]) -> None:
        found = list(rows)
        self._instead = {row.origin_id: row for row in found if row.origin_id is not None}
        self.rows = [row for row in found if row.id not in self._instead]
        self._by_id = {row.id: row for row in self.rows}

    def find(self, category_id: UUID | None) -> Category | None:
        """Return what an id means here; a default's id means the row in its place."""
        return self._instead.get(category_id) or self._by_id.get(category_id)  # type: ignore[arg-type]

    def parent(self, row: Category) -> Category | None:
        """Return the parent as this community has it."""
        return self.find(row.parent_id) if row.parent_id else None

    def children(self, parent: Category | None) -> list[Category]:
        """Return what hangs below a category, or the roots."""
        return [row for row in self.rows if self.parent(row) is parent]

    def below(self, row: Category) -> list[Category]:
        """Return a category and everything below it."""
        return [row, *(found for child in self.children(row) for found in self.below(child))]

    def ancestors(self, row: Category) -> list[Category]:
        """Return the way from the root to a category, itself included."""
        parent = self.parent(row)
        return [*(self.ancestors(parent) if parent else ()), row]


def load_tree(session: Session, community_id: UUID | None) -> Tree:
    """Return the tree of a community, or of the shared defaults."""
    whose = or_(Category.community_id == community_id, Category.community_id.is_(None))
    return Tree(session.scalars(select(Category).where(whose).order_by(Category.sort, Category.code)))


def category_tree(uow: UnitOfWork, language: str, community_id: UUID, *, retired: bool = False) -> list[dict[str, Any]]:
    """Return a community's categories as a tree, with the retired ones if asked for."""
    uow.actor.require("categories.list", Place(community_id=community_id))
    tree = load_tree(uow.session, community_id)
    return _branches(tree, tree.children(None), language, [], retired)


def category_view(uow: UnitOfWork, category: Category, language: str) -> dict[str, Any]:
    """Return one category with everything below it, as the tree shows it."""
    tree = load_tree(uow.session, category.community_id)
    names = [_name(one, language) for one in tree.ancestors(category)[:-1]]
    return _branches(tree, [category], language, names, True)[0]


def usable_category(session: Session, category_id: UUID, community_id: UUID) -> Category:
    """Return the category that an id means in this community, for a new ticket; raises UnknownCategory."""
    means = or_(Category.id == category_id, and_(Category.community_id == community_id, Category.origin_id == category_id))
    found = session.scalars(select(Category).where(means).order_by(Category.origin_id.is_(None))).first()
    if found is None or found.retired or found.community_id not in (None, community_id):
        raise UnknownCategory
    return found


def _branches(tree: Tree, rows: Sequence[Category], language: str, path: list[str], retired: bool) -> list[dict[str, Any]]:
    return [_branch(tree, row, language, path, retired) for row in rows if retired or not row.retired]


def _branch(tree: Tree, row: Category, language: str, path: list[str], retired: bool) -> dict[str, Any]:
    name = _name(row, language)
    here = [*path, name]
    return {key: getattr(row, key) for key in _AS_THEY_ARE} | {
        "name": name,
        "name_zh": row.name,
        "path": here,
        "proof_required": "proof" in row.requires,
        "children": _branches(tree, tree.children(row), language, here, retired),
    }


def _name(row: Category, language: str) -> str:
    return row.name_en if language == "en" else row.name
