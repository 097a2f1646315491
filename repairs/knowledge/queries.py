"""What can be asked about articles and standard answers."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, desc, func, or_, select
from sqlalchemy.orm import Session

from community import queries as community_queries
from community.core.auth import Place
from community.core.db import find
from community.core.paging import Page, paginate
from community.core.uow import UnitOfWork
from repairs import search
from repairs.knowledge.finding import may_edit, readable, require_to_edit
from repairs.knowledge.models import Article, ArticleState, ArticleVersion, ArticleVote, QuickAnswer
from repairs.models import Attachment, Kind
from repairs.queries.views import View, attachment_view

EXCERPT = 100
SUGGESTED = 5


def find_quick_answer(session: Session, quick_answer_id: UUID) -> QuickAnswer:
    """Return a standard answer; raises NotFound. The caller asks for rights."""
    return find(session, QuickAnswer, quick_answer_id)


def read(uow: UnitOfWork, article_id: UUID) -> View:
    """Return an article that the actor may read; raises NotFound or Forbidden, for a draft always NotFound."""
    return view(uow, readable(uow, article_id))


def view(uow: UnitOfWork, article: Article) -> View:
    """Return the actor's view of an article, with pictures, its last editor, and the actor's own vote."""
    own = uow.session.get(ArticleVote, (article.id, uow.actor.person_id))
    return _item(article) | {
        "body": article.body,
        "pictures": _shown(_pictures(uow.session, [article.id]), article.pictures),
        "editor": _person(community_queries.person_names(uow.session, [article.editor_id]), article.editor_id),
        "my_vote": own.useful if own else None,
        "may_edit": may_edit(uow, article),
    }


def articles(
    uow: UnitOfWork,
    *,
    community_id: UUID | None = None,
    category: str | None = None,
    state: ArticleState | None = None,
    q: str = "",
    cursor: str | None = None,
    limit: int = 50,
) -> Page[View]:
    """Return one page of the articles that the actor may read, those for all communities among them.

    With `q` the best come first, otherwise those that were changed last.
    """
    query: Select[*tuple[Any, ...]] = select(Article, Article.id, Article.updated_at).where(_visible(uow))
    if community_id is not None:
        query = query.where(_meant_for(Article.community_id, community_id))
    if category:
        query = query.where(Article.category == category)
    if state is not None:
        query = query.where(Article.state == state)
    keys: list[Any] = [desc(Article.updated_at), desc(Article.id)]
    if q.strip():
        hits = search.matches(uow.session, Kind.ARTICLE, q)
        query = query.add_columns(hits.c.rank).join(hits, hits.c.subject_id == Article.id)
        keys = [hits.c.rank, Article.id]
    page = paginate(uow.session, query, keys, cursor, limit, rows=True)
    return Page([_item(row.Article) for row in page.items], page.next)


def categories(uow: UnitOfWork, *, community_id: UUID) -> list[View]:
    """Return the categories of the articles that the actor may read, by name, each with how many those are."""
    query = select(Article.category.label("name"), func.count().label("count"))
    query = query.where(_visible(uow), _meant_for(Article.community_id, community_id))
    found = uow.session.execute(query.group_by(Article.category).order_by(Article.category))
    return [{"name": row.name, "count": row.count} for row in found]


def suggestions(uow: UnitOfWork, *, community_id: UUID, q: str) -> list[View]:
    """Return the published articles that a sentence seems to be about, the best first, at most `SUGGESTED`."""
    uow.actor.require("articles.suggest", Place(community_id=community_id))
    hits = search.resembles(uow.session, Kind.ARTICLE, q)
    query = (
        select(Article).join(hits, hits.c.subject_id == Article.id).where(_visible(uow), Article.state == ArticleState.PUBLISHED)
    )
    query = query.where(or_(Article.community_id == community_id, Article.community_id.is_(None)))
    found = uow.session.scalars(query.order_by(hits.c.rank, Article.id).limit(SUGGESTED))
    return [_item(article) for article in found]


def versions(uow: UnitOfWork, article_id: UUID, *, cursor: str | None = None, limit: int = 50) -> Page[View]:
    """Return what an article has said, the newest first, for those who may edit it."""
    article = find(uow.session, Article, article_id)
    require_to_edit(uow, "articles.versions", article.community_id)
    query = select(ArticleVersion).where(ArticleVersion.article_id == article.id)
    page = paginate(uow.session, query, [ArticleVersion.version.desc()], cursor, limit)
    names = community_queries.person_names(uow.session, {version.editor_id for version in page.items})
    pictures = _pictures(uow.session, [article.id])
    return Page([_version(version, names, pictures) for version in page.items], page.next)


def quick_answers(
    uow: UnitOfWork, *, community_id: UUID | None = None, q: str = "", cursor: str | None = None, limit: int = 50
) -> Page[QuickAnswer]:
    """Return the standard answers that the actor may use, by title. There are dozens, so `q` needs no index."""
    mine = uow.actor.scope("quick_answers.list", community=QuickAnswer.community_id)
    query = select(QuickAnswer).where(or_(mine, QuickAnswer.community_id.is_(None)))
    if community_id is not None:
        query = query.where(_meant_for(QuickAnswer.community_id, community_id))
    if words := q.strip():
        columns = (QuickAnswer.title, QuickAnswer.text)
        query = query.where(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    return paginate(uow.session, query, [QuickAnswer.title, QuickAnswer.id], cursor, limit)


def pictures_of(session: Session, article_id: UUID) -> set[UUID]:
    """Return the ids of all pictures that an article has or has had."""
    return set(session.scalars(select(Attachment.id).where(Attachment.article_id == article_id)))


def _visible(uow: UnitOfWork) -> ColumnElement[bool]:
    """Return the condition that leaves what the actor may read: what is published here or for all, and drafts to edit."""
    here = uow.actor.scope("articles.list", community=Article.community_id)
    mine = uow.actor.scope("articles.update", community=Article.community_id)
    published = Article.state == ArticleState.PUBLISHED
    return or_(published & or_(here, Article.community_id.is_(None)), mine)


def _meant_for(column: Any, community_id: UUID) -> ColumnElement[bool]:
    return or_(column == community_id, column.is_(None))


def _item(article: Article) -> View:
    plain = ("id", "community_id", "title", "category", "keywords", "state", "version")
    times = ("created_at", "updated_at", "published_at", "useful_count", "useless_count")
    return {name: getattr(article, name) for name in plain + times} | {"excerpt": _excerpt(article.body)}


def _excerpt(body: str) -> str:
    words = " ".join(body.split())
    return words if len(words) <= EXCERPT else f"{words[: EXCERPT - 1]}…"


def _version(version: ArticleVersion, names: dict[UUID, str], pictures: dict[str, View]) -> View:
    plain = ("version", "state", "title", "body", "category", "keywords", "created_at")
    return {name: getattr(version, name) for name in plain} | {
        "editor": _person(names, version.editor_id),
        "pictures": _shown(pictures, version.pictures),
    }


def _pictures(session: Session, article_ids: Sequence[UUID]) -> dict[str, View]:
    found = session.scalars(select(Attachment).where(Attachment.article_id.in_(article_ids)))
    return {str(picture.id): attachment_view(picture) for picture in found}


def _shown(pictures: dict[str, View], wanted: Iterable[str]) -> list[View]:
    return [pictures[picture] for picture in wanted if picture in pictures]


def _person(names: dict[UUID, str], person_id: UUID) -> View:
    return {"id": person_id, "name": names.get(person_id, "")}
