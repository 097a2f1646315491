"""The outbox: events committed with the change they tell of, handed on at least once, in order per aggregate.

Each subscriber runs in a transaction of its own, together with a receipt row, so its effect on the database happens exactly once.
A failing one is tried again with growing pauses and ends, visible, as a dead letter; it never holds up other aggregates.
"""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, Integer, String, and_, exists, or_, select, text, update
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from community.core.clock import now
from community.core.db import ROW_LOCK, Model

LEASE = timedelta(seconds=4)
"""How long a relay may take over what it has claimed. If it dies meanwhile, somebody waits for that long: an alarm 5 s at most
(R6). A relay that is slower loses time, not truth: receipts keep the effect to one."""
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
    leased_until: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(500))
    trace: Mapped[str | None] = mapped_column(String(64))


class OutboxReceipt(Model):
    """A subscriber has dealt with an event; written in the transaction of its effect."""

    __tablename__ = "outbox_receipt"

    event_id: Mapped[int] = mapped_column(BigId, ForeignKey("outbox_event.id", ondelete="CASCADE"), primary_key=True)
    subscriber: Mapped[str] = mapped_column(String(100), primary_key=True)


class Claim(NamedTuple):
    """An event leased to one relay until a moment, which also tells its lease from a later one."""

    event_id: int
    name: str
    payload: dict[str, Any]
    trace: str | None
    recorded_at: datetime
    until: datetime


def claim(session: Session, limit: int = 50) -> list[Claim]:
    """Lease the oldest deliverable events, at most one per aggregate; other relays skip them meanwhile."""
    moment = now()
    earlier = aliased(OutboxEvent)
    blocked = exists().where(
        and_(earlier.aggregate == OutboxEvent.aggregate, earlier.state == "pending", earlier.id < OutboxEvent.id)
    )
    due = (
        select(OutboxEvent)
        .where(
            OutboxEvent.state == "pending",
            OutboxEvent.next_try_at <= moment,
            or_(OutboxEvent.leased_until.is_(None), OutboxEvent.leased_until < moment),
            ~blocked,
        )
        .order_by(OutboxEvent.id)
        .limit(limit)
        .with_for_update(**ROW_LOCK, skip_locked=True)
    )
    events = list(session.scalars(due))
    for event in events:
        event.leased_until = moment + LEASE
    return [Claim(e.id, e.name, e.payload, e.trace, e.recorded_at, moment + LEASE) for e in events]


def received(session: Session, event_id: int) -> set[str]:
    """Return the names of the subscribers that have dealt with an event."""
    return set(session.scalars(select(OutboxReceipt.subscriber).where(OutboxReceipt.event_id == event_id)))


def settle(session: Session, claimed: Claim, errors: list[str]) -> str:
    """Note the outcome of one round of deliveries and return the event's new state.

    A relay that was slower than its lease has no say any more: the event belongs to whoever claimed it since.
    """
    event = session.get_one(OutboxEvent, claimed.event_id, with_for_update=ROW_LOCK, populate_existing=True)
    if event.state != "pending" or event.leased_until != claimed.until:
        return event.state
    event.leased_until = None
    if not errors:
        event.state, event.done_at, event.last_error = "done", now(), None
        return event.state
    event.attempts += 1
    event.last_error = "; ".join(errors)[:500]
    if event.attempts >= ATTEMPTS:
        event.state = "dead"
    else:
        event.next_try_at = now() + timedelta(seconds=min(2**event.attempts * 0.5, 300))
    return event.state


def replay(session: Session, event_id: int | None = None) -> int:
    """Put dead letters (all, or one) back into delivery; subscribers that had received them are not called again."""
    dead = update(OutboxEvent).where(OutboxEvent.state == "dead")
    if event_id is not None:
        dead = dead.where(OutboxEvent.id == event_id)
    values = dead.values(state="pending", attempts=0, next_try_at=now(), leased_until=None)
    return len(session.scalars(values.returning(OutboxEvent.id)).all())
