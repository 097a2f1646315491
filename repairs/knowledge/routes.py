"""Articles and standard answers."""

from typing import Any
from uuid import UUID

from community.core.http import Blueprint
from community.core.paging import Page
from community.core.uow import UnitOfWork
from community.core.versions import Seen
from repairs.knowledge import articles, queries, quick_answers
from repairs.knowledge.models import QuickAnswer
from repairs.knowledge.schemas import (
    ArticleCategoriesOut,
    ArticleCategoriesQuery,
    ArticleChangeIn,
    ArticleIn,
    ArticleItemOut,
    ArticleOut,
    ArticleQuery,
    ArticleSuggestionsOut,
    ArticleSuggestQuery,
    ArticleVersionOut,
    QuickAnswerChangeIn,
    QuickAnswerIn,
    QuickAnswerOut,
    QuickAnswerQuery,
    UsefulIn,
)

blp = Blueprint("articles", __name__, url_prefix="/api/v1/articles", description="What the office knows, for residents to read")
answers = Blueprint("quick_answers", __name__, url_prefix="/api/v1/quick-answers", description="Standard answers for staff")


@blp.get("/", operation="articles.list", query=ArticleQuery, returns=ArticleItemOut, page=True)
def list_(uow: UnitOfWork, query: dict[str, Any]) -> Page[dict[str, Any]]:
    """Articles that the asker may read: with `q` the best first, otherwise the last changed first. Drafts for editors only."""
    return queries.articles(uow, **query)


@blp.get("/suggest", operation="articles.suggest", query=ArticleSuggestQuery, returns=ArticleSuggestionsOut)
def suggest(uow: UnitOfWork, query: dict[str, Any]) -> dict[str, Any]:
    """Up to five articles that a sentence seems to be about, while it is being written."""
    return {"items": queries.suggestions(uow, **query)}


@blp.get("/categories", operation="articles.categories", query=ArticleCategoriesQuery, returns=ArticleCategoriesOut)
def categories(uow: UnitOfWork, query: dict[str, Any]) -> dict[str, Any]:
    """The categories of the articles that the asker may read, with how many there are in each."""
    return {"items": queries.categories(uow, **query)}


@blp.post("/", operation="articles.create", body=ArticleIn, returns=(201, ArticleOut), versioned=True)
def create(uow: UnitOfWork, data: dict[str, Any]) -> dict[str, Any]:
    """Write an article for a community (manager) or for all (administrator of the platform)."""
    return queries.view(uow, articles.write(uow, **data))


@blp.get("/<uuid:article_id>", operation="articles.read", returns=ArticleOut, versioned=True)
def read(uow: UnitOfWork, article_id: UUID) -> dict[str, Any]:
    """One article."""
    return queries.read(uow, article_id)


@blp.patch("/<uuid:article_id>", operation="articles.update", body=ArticleChangeIn, returns=ArticleOut, versioned=True)
def update(uow: UnitOfWork, article_id: UUID, data: dict[str, Any], seen: Seen) -> dict[str, Any]:
    """Change what an article says; what it said is kept as a version."""
    return queries.view(uow, articles.change(uow, article_id, seen, **data))


@blp.get("/<uuid:article_id>/versions", operation="articles.versions", returns=ArticleVersionOut, page=True)
def versions(uow: UnitOfWork, article_id: UUID, query: dict[str, Any]) -> Page[dict[str, Any]]:
    """What an article has said, when, by whom; the newest first."""
    return queries.versions(uow, article_id, **query)


@blp.post("/<uuid:article_id>/publish", operation="articles.publish", returns=ArticleOut, versioned=True)
def publish(uow: UnitOfWork, article_id: UUID) -> dict[str, Any]:
    """Show an article to everybody whom it is for."""
    return queries.view(uow, articles.publish(uow, article_id))


@blp.post("/<uuid:article_id>/unpublish", operation="articles.unpublish", returns=ArticleOut, versioned=True)
def unpublish(uow: UnitOfWork, article_id: UUID) -> dict[str, Any]:
    """Make an article a draft again."""
    return queries.view(uow, articles.unpublish(uow, article_id))


@blp.post("/<uuid:article_id>/useful", operation="articles.useful", body=UsefulIn, returns=ArticleOut, versioned=True)
def useful(uow: UnitOfWork, article_id: UUID, data: dict[str, Any]) -> dict[str, Any]:
    """Say whether an article was of use; one word per person, the last one counts."""
    return queries.view(uow, articles.vote(uow, article_id, **data))


@answers.get("/", operation="quick_answers.list", query=QuickAnswerQuery, returns=QuickAnswerOut, page=True)
def list_answers(uow: UnitOfWork, query: dict[str, Any]) -> Page[QuickAnswer]:
    """Standard answers for staff, by title."""
    return queries.quick_answers(uow, **query)


@answers.post("/", operation="quick_answers.create", body=QuickAnswerIn, returns=(201, QuickAnswerOut))
def add_answer(uow: UnitOfWork, data: dict[str, Any]) -> QuickAnswer:
    """Add a standard answer for a community (manager) or for all (administrator of the platform)."""
    return quick_answers.add(uow, **data)


@answers.patch(
    "/<uuid:quick_answer_id>", operation="quick_answers.update", body=QuickAnswerChangeIn, returns=QuickAnswerOut, versioned=True
)
def change_answer(uow: UnitOfWork, quick_answer_id: UUID, data: dict[str, Any], seen: Seen) -> QuickAnswer:
    """Change a standard answer."""
    return quick_answers.change(uow, quick_answer_id, seen, **data)


@answers.delete("/<uuid:quick_answer_id>", operation="quick_answers.delete")
def remove_answer(uow: UnitOfWork, quick_answer_id: UUID) -> None:
    """Remove a standard answer."""
    quick_answers.remove(uow, quick_answer_id)
