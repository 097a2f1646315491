"""Changing what can be reported. A shared default is never changed by a community: it gets a row of its own in its place."""

from typing import Any
from uuid import UUID

from community.core.auth import Place
from community.core.db import find
from community.core.errors import NotFound
from community.core.ids import new_id
from community.core.uow import UnitOfWork
from community.core.versions import Seen
from repairs.errors import BadMinutes, BadParent, CategoryCodeTaken
from repairs.models import Category
from repairs.queries.categories import Tree, load_tree

LEVELS = 3  # place, matter, problem
TIMES = ("response_minutes", "arrive_minutes", "resolve_minutes")
INHERITED = ("icon", "scope", "requires", "around_clock", *TIMES, *(f"urgent_{name}" for name in TIMES))
ROOT: dict[str, Any] = {
    "icon": "more", "scope": "both", "requires": ["measure"], "around_clock": False, "response_minutes": 120, "arrive_minutes": 540,
    "resolve_minutes": 1080, "urgent_response_minutes": 60, "urgent_arrive_minutes": 270, "urgent_resolve_minutes": 540,
}  # fmt: skip


def add_category(uow: UnitOfWork, *, community_id: UUID | None = None, parent_id: UUID | None = None, **given: Any) -> Category:
    """Add a category, to a community or (for the platform's administrators) to the shared defaults, as the last of its level.

    What is not given is as with the parent. Raises BadParent, BadMinutes and CategoryCodeTaken.
    """
    uow.actor.require("categories.create", Place(community_id=community_id))
    tree = load_tree(uow.session, community_id)
    parent = _parent(tree, parent_id)
    parent_key = parent.id if parent else None
    category = Category(id=new_id(), community_id=community_id, parent_id=parent_key, version=1, keywords=[])
    category.sort = max((sibling.sort for sibling in tree.children(parent)), default=-1) + 1
    category.code = given.pop("code", None) or f"own-{category.id.hex[-12:]}"
    if any(row.code == category.code and row.community_id == community_id for row in tree.rows):
        raise CategoryCodeTaken(category_code=category.code)
    inherited = {name: getattr(parent, name) for name in INHERITED} if parent else ROOT
    return _put(uow, category, {"name_en": given["name"]} | inherited | given)


def change_category(uow: UnitOfWork, category_id: UUID, seen: Seen, *, community_id: UUID | None = None, **given: Any) -> Category:
    """Change a category for one community and return it; the id is a new one when a shared default is changed for the first time.

    Without a community, the default itself is changed for all (by the platform's administrators). What has been promised of
    open tickets stays promised. Raises NotFound, BadParent (back from retirement below a retired parent), BadMinutes, and
    VersionNeeded or VersionStale if `seen` is not what stands there now.
    """
    tree, category = _own(uow, "categories.update", category_id, community_id)
    seen.insist(category.version)
    parent = tree.parent(category)
    if given.get("retired") is False and parent is not None and parent.retired:
        raise BadParent
    return _put(uow, category, given | {"version": category.version + 1})


def retire_category(uow: UnitOfWork, category_id: UUID, *, community_id: UUID | None = None) -> Category:
    """Take a category and all below it out of use; tickets that have one keep it."""
    tree, category = _own(uow, "categories.retire", category_id, community_id)
    for row in tree.below(category):
        own = _copy(uow, row, category.community_id)
        own.retired, own.version = True, Category.version + 1  # counted where it is stored
    uow.session.flush()
    return category


def _own(uow: UnitOfWork, operation: str, category_id: UUID, community_id: UUID | None) -> tuple[Tree, Category]:
    """Return the tree and the locked row that may be changed; it stands in the default's place if that is what the id means."""
    found = find(uow.session, Category, category_id)
    if found.community_id is not None and community_id not in (None, found.community_id):
        raise NotFound
    where = found.community_id or community_id
    uow.actor.require(operation, Place(community_id=where))
    find(uow.session, Category, category_id, lock=True)  # of two who change a default at once, one makes the row in its place
    meant = load_tree(uow.session, where).find(category_id) or found
    find(uow.session, Category, meant.id, lock=True)
    own = _copy(uow, meant, where)
    return load_tree(uow.session, where), own


def _copy(uow: UnitOfWork, row: Category, community_id: UUID | None) -> Category:
    """Return the row itself if it is the community's, or a new one of the community's in its place."""
    if row.community_id == community_id:
        return row
    columns = {column.key: getattr(row, column.key) for column in Category.__table__.columns}
    own = Category(**columns | {"id": new_id(), "community_id": community_id, "origin_id": row.id})
    uow.session.add(own)
    uow.session.flush()
    return own


def _parent(tree: Tree, parent_id: UUID | None) -> Category | None:
    if parent_id is None:
        return None
    parent = tree.find(parent_id)
    if parent is None or parent.retired or len(tree.ancestors(parent)) >= LEVELS:
        raise BadParent
    return parent


def _put(uow: UnitOfWork, category: Category, values: dict[str, Any]) -> Category:
    for name, value in values.items():
        setattr(category, name, value)
    for kind in ("", "urgent_"):
        times = [getattr(category, f"{kind}{name}") for name in TIMES]
        if times != sorted(times):
            raise BadMinutes
    uow.session.add(category)
    uow.session.flush()
    return category
