"""Articles, each with all its versions and with what people think of it, and standard answers."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from community.core.auth import Place
from community.core.db import JSON_COLUMN, Id, Model, Timestamp


class ArticleState(StrEnum):
    """A draft is for those who may edit it."""

    DRAFT = "draft"
    PUBLISHED = "published"


class Article(Model):
    """Something worth knowing; without a community it is for all of them.

    `version` grows by one with each change, and `ArticleVersion` keeps every one. `pictures` are the ids of the attachments in the
    order in which they are shown. The two counts equal the votes.
    """

    __tablename__ = "article"

    id: Mapped[Id]
    community_id: Mapped[UUID | None] = mapped_column(ForeignKey("community.id"))
    title: Mapped[str] = mapped_column(String(100))
    body: Mapped[str] = mapped_column(Text)
    category: Mapped[str] = mapped_column(String(32))
    keywords: Mapped[str] = mapped_column(String(200), default="")
    pictures: Mapped[list[str]] = mapped_column(JSON_COLUMN, default=list)
    state: Mapped[ArticleState] = mapped_column(default=ArticleState.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    editor_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    useful_count: Mapped[int] = mapped_column(default=0)
    useless_count: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[Timestamp]
    updated_at: Mapped[Timestamp]
    published_at: Mapped[Timestamp | None]

    __table_args__ = (Index("ix_article_community_updated", "community_id", "updated_at", "id"),)

    def place(self, reader: UUID | None = None) -> Place:
        """Where it stands; a published one for all communities belongs to whoever reads it."""
        everybodys = self.community_id is None and self.state is ArticleState.PUBLISHED
        return Place(community_id=self.community_id, owners=frozenset({reader} if everybodys else ()))


class ArticleVersion(Model):
    """What an article said, and in which state, from `created_at` until the next version."""

    __tablename__ = "article_version"

    id: Mapped[Id]
    article_id: Mapped[UUID] = mapped_column(ForeignKey("article.id"))
    version: Mapped[int]
    title: Mapped[str] = mapped_column(String(100))
    body: Mapped[str] = mapped_column(Text)
    category: Mapped[str] = mapped_column(String(32))
    keywords: Mapped[str] = mapped_column(String(200))
    pictures: Mapped[list[str]] = mapped_column(JSON_COLUMN)
    state: Mapped[ArticleState]
    editor_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[Timestamp]

    __table_args__ = (UniqueConstraint("article_id", "version"),)


class ArticleVote(Model):
    """Whether an article was of use to somebody; one word per person, which may be changed."""

    __tablename__ = "article_vote"

    article_id: Mapped[UUID] = mapped_column(ForeignKey("article.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    useful: Mapped[bool]
    voted_at: Mapped[Timestamp]


class QuickAnswer(Model):
    """A standard answer that staff put into their own; without a community it is for all of them."""

    __tablename__ = "quick_answer"

    id: Mapped[Id]
    community_id: Mapped[UUID | None] = mapped_column(ForeignKey("community.id"), index=True)
    title: Mapped[str] = mapped_column(String(50))
    text: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)
    editor_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    updated_at: Mapped[Timestamp]

    def place(self, reader: UUID | None = None) -> Place:
        """Where it stands; one for all communities belongs to whoever reads it."""
        return Place(community_id=self.community_id, owners=frozenset() if self.community_id else frozenset({reader}))
