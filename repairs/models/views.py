"""Queries that people keep under a name."""

from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from community.core.auth import Place
from community.core.db import Id, JsonDict, Model, Timestamp


class TicketView(Model):
    """A saved view of the list of tickets: the query as it stands in the address, of its owner or shared with all staff."""

    __tablename__ = "ticket_view"

    id: Mapped[Id]
    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(50))
    query: Mapped[JsonDict]
    shared: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[Timestamp]

    __table_args__ = (UniqueConstraint("community_id", "owner_id", "name"),)

    @property
    def place(self) -> Place:
        """Its community; it is its owner's."""
        return Place(community_id=self.community_id, owners=frozenset({self.owner_id}))
