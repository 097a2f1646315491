"""Writing articles, publishing them, and saying whether they were of use."""

from collections.abc import Sequence
from typing import Any, Protocol
from uuid import UUID

from community.core.db import ROW_LOCK, find
from community.core.ids import new_id
from community.core.uow import UnitOfWork
from community.core.versions import Seen
from repairs import search
from repairs.attachments.services import attach
from repairs.knowledge import queries
from repairs.knowledge.errors import NotPublished
from repairs.knowledge.finding import require_to_edit
from repairs.knowledge.models import Article, ArticleState, ArticleVersion, ArticleVote
from repairs.models import Kind, Purpose


def write(
    uow: UnitOfWork,
    *,
    title: str,
    body: str,
    category: str,
    community_id: UUID | None = None,
    keywords: str = "",
    attachment_ids: Sequence[UUID] = (),
    publish: bool = False,
) -> Article:
    """Write an article for a community, or (without one) for all; it is a draft unless `publish` says otherwise."""
    require_to_edit(uow, "articles.create", community_id)
    article = Article(
        id=new_id(),
        community_id=community_id,
        title=title,
        body=body,
        category=category,
        keywords=keywords,
        pictures=[str(picture) for picture in attachment_ids],
        state=ArticleState.PUBLISHED if publish else ArticleState.DRAFT,
        version=0,
        useful_count=0,
        useless_count=0,
        created_at=uow.now,
        published_at=uow.now if publish else None,
    )
    uow.session.add(_keep(uow, article))
    uow.session.flush()
    attach(uow, attachment_ids, Purpose.ARTICLE, article_id=article.id)
    return article


def change(uow: UnitOfWork, article_id: UUID, seen: Seen, *, attachment_ids: Sequence[UUID] | None = None, **new: Any) -> Article:
    """Change what an article says; what it said before is kept as a version. Raises VersionStale after another's change.

    `attachment_ids` are all the pictures it shall have, in order: its own, earlier ones of its own, or fresh ones of the actor.
    """
    article = _to_edit(uow, article_id, "articles.update")
    seen.insist(article.version)
    if not new and attachment_ids is None:
        return article
    for name, value in new.items():
        setattr(article, name, value)
    if attachment_ids is not None:
        attach(uow, _fresh(uow, article, attachment_ids), Purpose.ARTICLE, article_id=article.id)
        article.pictures = [str(picture) for picture in attachment_ids]
    return _keep(uow, article)


def publish(uow: UnitOfWork, article_id: UUID) -> Article:
    """Show an article to everybody whom it is for; it is so already after the first time."""
    article = _to_edit(uow, article_id, "articles.publish")
    if article.state is ArticleState.PUBLISHED:
        return article
    article.state, article.published_at = ArticleState.PUBLISHED, uow.now
    return _keep(uow, article)


def unpublish(uow: UnitOfWork, article_id: UUID) -> Article:
    """Make an article a draft again."""
    article = _to_edit(uow, article_id, "articles.unpublish")
    if article.state is ArticleState.DRAFT:
        return article
    article.state, article.published_at = ArticleState.DRAFT, None
    return _keep(uow, article)


def vote(uow: UnitOfWork, article_id: UUID, useful: bool) -> Article:
    """Say whether an article was of use: one word per person, the last one counts. It is no change of the article."""
    article = find(uow.session, Article, article_id)
    uow.actor.require("articles.useful", article.place(uow.actor.person_id))
    if article.state is not ArticleState.PUBLISHED:
        raise NotPublished
    uow.session.refresh(article, with_for_update=ROW_LOCK)
    before = uow.session.get(ArticleVote, (article.id, uow.actor.person_id))
    if before is None:
        uow.session.add(ArticleVote(article_id=article.id, person_id=uow.actor.person_id, useful=useful, voted_at=uow.now))
        _count(article, useful, 1)
    elif before.useful is not useful:
        before.useful, before.voted_at = useful, uow.now
        _count(article, useful, 1)
        _count(article, not useful, -1)
    return article


class Titled(Protocol):
    """What of an article weighs most when it is looked for."""

    @property
    def title(self) -> str: ...
    @property
    def keywords(self) -> str: ...
    @property
    def category(self) -> str: ...


def article_head(article: Titled) -> str:
    """Return the words under which an article is found first."""
    return f"{article.title}\n{article.keywords}\n{article.category}"


def _to_edit(uow: UnitOfWork, article_id: UUID, operation: str) -> Article:
    article = find(uow.session, Article, article_id)
    require_to_edit(uow, operation, article.community_id)
    uow.session.refresh(article, with_for_update=ROW_LOCK)
    return article


def _keep(uow: UnitOfWork, article: Article) -> Article:
    """Record what the article says now as its next version, and make it findable by that."""
    article.version += 1
    article.updated_at, article.editor_id = uow.now, uow.actor.person_id
    search.index(uow.session, Kind.ARTICLE, article.id, head=article_head(article), body=article.body)
    kept = ("version", "title", "body", "category", "keywords", "pictures", "state", "editor_id")
    said = {name: getattr(article, name) for name in kept}
    uow.session.add(ArticleVersion(article_id=article.id, created_at=uow.now, **said))
    return article


def _fresh(uow: UnitOfWork, article: Article, wanted: Sequence[UUID]) -> list[UUID]:
    """Return which of these pictures are not the article's yet."""
    own = queries.pictures_of(uow.session, article.id)
    return [picture for picture in wanted if picture not in own]


def _count(article: Article, useful: bool, more: int) -> None:
    if useful:
        article.useful_count += more
    else:
        article.useless_count += more
