"""Articles by their id, for whoever may see or change them."""

from uuid import UUID

from community.core.auth import Place
from community.core.db import find
from community.core.errors import Forbidden, NotFound
from community.core.uow import UnitOfWork
from repairs.knowledge.models import Article, ArticleState


def readable(uow: UnitOfWork, article_id: UUID) -> Article:
    """Return an article if the actor may read it; a draft exists for those alone who may edit it."""
    article = find(uow.session, Article, article_id)
    uow.actor.require("articles.read", article.place(uow.actor.person_id))
    if article.state is not ArticleState.PUBLISHED and not may_edit(uow, article):
        raise NotFound
    return article


def may_edit(uow: UnitOfWork, article: Article) -> bool:
    """Say whether the actor may change an article."""
    return uow.actor.may("articles.update", article.place())


def require_to_edit(uow: UnitOfWork, operation: str, community_id: UUID | None) -> None:
    """Ask for the right to edit in a community; what is for all of them is visible to others, and not theirs to edit."""
    place = Place(community_id=community_id)
    if community_id is None and not uow.actor.may(operation, place):
        raise Forbidden
    uow.actor.require(operation, place)
