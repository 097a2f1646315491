"""The outbox: events committed with the change they tell of, handed on at least once, in order per aggregate.

An event is delivered and marked as delivered in one transaction, so its effect on the database happens exactly once and a relay
that dies leaves nothing half done. Each subscriber runs inside a savepoint: one that fails undoes its own effect alone. It is
tried again with growing pauses (what the others did is known by their receipts) and ends, visible, as a dead letter; it
never holds up other aggregates.
"""

import functools
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    exists,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from community.core.clock import now
from community.core.db import ROW_LOCK, Model

KEPT = timedelta(days=7)
ATTEMPTS = 10
BigId = BigInteger().with_variant(Integer(), "sqlite")


class OutboxEvent(Model):
    """One recorded event and how far its delivery is: pending, done or dead."""

    __tablename__ = "outbox_event"
    __table_args__ = (
        Index(
            "ix_outbox_event_pending",
            "next_try_at",
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
        Index(
            "ix_outbox_event_undelivered",
            "state",
            sqlite_where=text("state <> 'done'"),
            postgresql_where=text("state <> 'done'"),
        ),
        Index(
            "ix_outbox_event_aggregate_pending",
            "aggregate",
            "id",
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, Identity(), primary_key=True)
    name: Mapped[str] = mapped_column(String(64))
    aggregate: Mapped[str] = mapped_column(String(100))
    payload: Mapped[dict[str, Any]]
    recorded_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(8), default="pending")
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(500))
    trace: Mapped[str | None] = mapped_column(String(64))


class OutboxReceipt(Model):
    """A subscriber has dealt with an event that another one failed to take."""

    __tablename__ = "outbox_receipt"

    event_id: Mapped[int] = mapped_column(BigId, ForeignKey("outbox_event.id", ondelete="CASCADE"), primary_key=True)
    subscriber: Mapped[str] = mapped_column(String(100), primary_key=True)


def due(session: Session) -> OutboxEvent | None:
    """Lock and return the oldest deliverable event; none whose aggregate has an earlier one, and none that another relay holds."""
    return session.scalar(_due(), {"moment": now()})


@functools.cache
def _due() -> Select[OutboxEvent]:
    """Asked all the time, and so built once: putting it together costs more than running it."""
    earlier = aliased(OutboxEvent)
    blocked = exists().where(
        and_(earlier.aggregate == OutboxEvent.aggregate, earlier.state == "pending", earlier.id < OutboxEvent.id)
    )
    return (
        select(OutboxEvent)
        .where(OutboxEvent.state == "pending", OutboxEvent.next_try_at <= bindparam("moment"), ~blocked)
        .order_by(OutboxEvent.id)
        .limit(1)
        .with_for_update(**ROW_LOCK, skip_locked=True)
    )


def received(session: Session, event: OutboxEvent) -> set[str]:
    """Return the names of the subscribers that have dealt with an event; receipts are left by tries that failed."""
    if event.last_error is None:
        return set()
    return set(session.scalars(select(OutboxReceipt.subscriber).where(OutboxReceipt.event_id == event.id)))


def note_delivered(event: OutboxEvent) -> None:
    """All subscribers have dealt with the event."""
    event.state, event.done_at, event.last_error = "done", now(), None


def note_failed(session: Session, event: OutboxEvent, errors: Sequence[str], succeeded: Iterable[str]) -> None:
    """Some subscribers failed: try those again later, or give the event up as a dead letter."""
    session.add_all(OutboxReceipt(event_id=event.id, subscriber=name) for name in succeeded)
    event.attempts += 1
    event.last_error = "; ".join(errors)[:500]
    if event.attempts >= ATTEMPTS:
        event.state = "dead"
    else:
        event.next_try_at = now() + timedelta(seconds=min(2**event.attempts * 0.5, 300))


def replay(session: Session, event_id: int | None = None) -> int:
    """Put dead letters (all, or one) back into delivery; subscribers that had received them are not called again."""
    dead = update(OutboxEvent).where(OutboxEvent.state == "dead")
    if event_id is not None:
        dead = dead.where(OutboxEvent.id == event_id)
    values = dead.values(state="pending", attempts=0, next_try_at=now())
    return len(session.scalars(values.returning(OutboxEvent.id)).all())
