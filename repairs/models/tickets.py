"""A ticket, which keeps only its newest state, and its history, which is appended and never edited."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.core.auth import Place
from community.core.clock import now
from community.core.db import Id, JsonDict, Model, Timestamp
from repairs.models.categories import Category
from repairs.models.clocks import Clocked
from repairs.models.quotes import QuoteState
from repairs.models.ratings import Rating
from repairs.workflow import State

_IS_OPEN = text("ended_at IS NULL")
_UNCOUNTED = text("counted_version < version")
_IS_CHILD = text("parent_id IS NOT NULL")
_IS_OPEN_WORK = text("ended_at IS NULL AND parent_id IS NULL")
_WATCHED = text("next_escalation_at IS NOT NULL")


class Urgency(StrEnum):
    NORMAL = "normal"
    URGENT = "urgent"


class Ticket(Clocked, Model):
    """A report of something broken, and how far its repair is.

    `version` starts at 1 and grows by one with each entry of the history. `ended_at` is set exactly in the states of
    `workflow.ENDED`, `held_at` exactly while its clock stands. `comment_count` counts what everybody may read,
    `internal_count` what staff may. `counted_version` is how far its history has gone into the figures of `TicketRollup`.
    `floor` is set for public places alone and counts as people do: 1 is the ground, -1 the first basement. A ticket with
    a `parent_id` goes along with that one, which is worked on for both and has no parent itself; `joined_count` counts
    those that go along, without the withdrawn ones.
    """

    __tablename__ = "ticket"

    id: Mapped[Id]
    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    number: Mapped[str] = mapped_column(String(24))
    building_id: Mapped[UUID | None] = mapped_column(ForeignKey("building.id"))
    entrance_id: Mapped[UUID | None] = mapped_column(ForeignKey("entrance.id"))
    home_id: Mapped[UUID | None] = mapped_column(ForeignKey("home.id"))
    home_label: Mapped[str | None] = mapped_column(String(100))
    place_label: Mapped[str] = mapped_column(String(250))
    floor: Mapped[int | None]
    spot: Mapped[str | None] = mapped_column(String(100))
    category_id: Mapped[UUID] = mapped_column(ForeignKey("category.id"))
    text: Mapped[str] = mapped_column(Text)
    urgency: Mapped[Urgency]
    contact_phone: Mapped[str | None] = mapped_column(String(20))
    reporter_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    assignee_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    state: Mapped[State] = mapped_column(default=State.SUBMITTED)
    version: Mapped[int] = mapped_column(default=1)
    counted_version: Mapped[int] = mapped_column(default=0)
    comment_count: Mapped[int] = mapped_column(default=0)
    internal_count: Mapped[int] = mapped_column(default=0)
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("ticket.id"))
    joined_count: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[Timestamp]
    updated_at: Mapped[Timestamp]
    ended_at: Mapped[Timestamp | None]
    urged_at: Mapped[Timestamp | None]
    quote_id: Mapped[UUID | None]
    """The newest quote, and in the next two what became of it and its total; None where there never was one."""
    quote_state: Mapped[QuoteState | None]
    quote_cents: Mapped[int | None]
    appointment_starts_at: Mapped[Timestamp | None]
    """The window in which somebody is to come, and below its end; what holds its place is `AppointmentSlot`."""
    appointment_ends_at: Mapped[Timestamp | None]

    category: Mapped[Category] = relationship()
    events: Mapped[list["TicketEvent"]] = relationship(back_populates="ticket", order_by="TicketEvent.seq")
    rating: Mapped[Rating | None] = relationship()

    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        Index("ix_ticket_community_created", "community_id", "created_at", "id"),
        Index(
            "ix_ticket_community_open_due",
            "community_id",
            "due_at",
            "id",
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
        Index("ix_ticket_community_ended", "community_id", "ended_at"),
        Index("ix_ticket_assignee_open_due", "assignee_id", "due_at", sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN),
        Index("ix_ticket_uncounted", "updated_at", sqlite_where=_UNCOUNTED, postgresql_where=_UNCOUNTED),
        Index(
            "ix_ticket_next_escalation",
            "next_escalation_at",
            sqlite_where=_WATCHED,
            postgresql_where=_WATCHED,
        ),
        Index("ix_ticket_parent", "parent_id", "id", sqlite_where=_IS_CHILD, postgresql_where=_IS_CHILD),
        Index(
            "ix_ticket_community_open_building",
            "community_id",
            "building_id",
            "ended_at",  # always NULL here: one column more that is given tells SQLite to prefer this index to the history's
            "created_at",
            sqlite_where=_IS_OPEN_WORK,
            postgresql_where=_IS_OPEN_WORK,
        ),
        *(Index(f"ix_ticket_{name.removesuffix('_id')}_created", name, "created_at", "id") for name in ("reporter_id", "home_id")),
        *(
            Index(f"ix_ticket_community_{name.removesuffix('_id')}_created", "community_id", name, "created_at", "id")
            for name in ("state", "category_id", "urgency", "building_id", "entrance_id", "assignee_id")
        ),
        Index("ix_ticket_community_due", "community_id", "due_at", "id"),
        Index("ix_ticket_community_updated", "community_id", "updated_at", "id"),
    )

    @property
    def place(self) -> Place:
        """Where it stands; its owners are the one who reported it and the one who works on it."""
        return Place(
            community_id=self.community_id,
            building_id=self.building_id,
            home_id=self.home_id,
            owners=frozenset({self.reporter_id, self.assignee_id} - {None}),
        )


class TicketEvent(Model):
    """One entry of a ticket's history, with the two times: when it happened and when it was recorded.

    `seq` equals the ticket's version after it.
    """

    __tablename__ = "ticket_event"

    id: Mapped[Id]
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id"))
    seq: Mapped[int]
    action: Mapped[str] = mapped_column(String(16))
    from_state: Mapped[State | None]
    to_state: Mapped[State]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    actor_name: Mapped[str] = mapped_column(String(64))
    actor_role: Mapped[str] = mapped_column(String(16))
    happened_at: Mapped[Timestamp]
    recorded_at: Mapped[Timestamp] = mapped_column(default=now)
    note: Mapped[str | None] = mapped_column(Text)
    data: Mapped[JsonDict] = mapped_column(default=dict)

    ticket: Mapped[Ticket] = relationship(back_populates="events")

    __table_args__ = (UniqueConstraint("ticket_id", "seq"),)


class TicketCounter(Model):
    """The last ticket number given in a community on a day of its calendar."""

    __tablename__ = "ticket_counter"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    last: Mapped[int]
