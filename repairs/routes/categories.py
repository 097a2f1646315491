"""What can be reported, and changing it."""

from typing import Any
from uuid import UUID

from community.core.http import Blueprint
from community.core.problems import language
from community.core.uow import UnitOfWork
from community.core.versions import Seen
from repairs import queries, services
from repairs.schemas import CategoriesOut, CategoryIn, CategoryOut, CategoryPatch, CategoryQuery, CategoryRetireIn

blp = Blueprint("categories", __name__, url_prefix="/api/v1/categories", description="What can be reported")


@blp.get("/", operation="categories.list", query=CategoryQuery, returns=CategoriesOut)
def categories(uow: UnitOfWork, query: dict[str, Any]) -> dict[str, Any]:
    """The tree of a community (place, matter, problem), with what is promised of each and what its resolution must come with."""
    return {"items": queries.category_tree(uow, language(), **query)}


@blp.post("/", operation="categories.create", body=CategoryIn, returns=(201, CategoryOut), versioned=True)
def add(uow: UnitOfWork, data: dict[str, Any]) -> dict[str, Any]:
    """Add a category to a community's tree; what is not given is as with the parent."""
    return queries.category_view(uow, services.add_category(uow, **data), language())


@blp.patch("/<uuid:category_id>", operation="categories.update", body=CategoryPatch, returns=CategoryOut, versioned=True)
def change(uow: UnitOfWork, category_id: UUID, data: dict[str, Any], seen: Seen) -> dict[str, Any]:
    """Change a category. A shared default that a community changes gets a row of its own there, and a new id; the old one goes on
    meaning it. Without `community_id` the platform's administrators change the default for all."""
    return queries.category_view(uow, services.change_category(uow, category_id, seen, **data), language())


@blp.post("/<uuid:category_id>/retire", operation="categories.retire", body=CategoryRetireIn, returns=CategoryOut, versioned=True)
def retire(uow: UnitOfWork, category_id: UUID, data: dict[str, Any]) -> dict[str, Any]:
    """Take a category and all below it out of use; tickets that have one keep it."""
    return queries.category_view(uow, services.retire_category(uow, category_id, **data), language())
