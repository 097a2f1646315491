"""What can be reported."""

from typing import Any

from community.core.http import Blueprint
from community.core.problems import language
from community.core.uow import UnitOfWork
from repairs import queries
from repairs.schemas import CategoriesOut, CategoryQuery

blp = Blueprint("categories", __name__, url_prefix="/api/v1/categories", description="What can be reported")


@blp.get("/", operation="categories.list", query=CategoryQuery, returns=CategoriesOut)
def categories(uow: UnitOfWork, query: dict[str, Any]) -> dict[str, Any]:
    """The tree of categories of a community, with how long an answer and the repair may take."""
    return {"items": queries.category_tree(uow, language(), **query)}
