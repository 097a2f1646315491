"""The unit of work: one transaction per entrance (request, message, job, command), with its news and its after-effects."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from flask import current_app
from sqlalchemy import Table, insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from community.core.audit import AuditEntry
from community.core.auth import Actor
from community.core.clock import now
from community.core.db import Model, db, is_duplicate
from community.core.errors import DomainError
from community.core.events import Event
from community.core.failpoints import fail_point
from community.core.logging import get_logger, trace
from community.core.outbox import OutboxEvent

log = get_logger(__name__)
Write = Callable[["UnitOfWork", list[Any]], None]


class UnitOfWork:
    """What a service needs: the session, the actor, one moment for everything, and a place to record news."""

    def __init__(self, session: Session, actor: Actor, read_only: bool = False) -> None:
        self.session = session
        self._read_only = read_only
        self.now: datetime = now()
        self._after: list[Callable[[], Any]] = []
        self._collected: dict[Write, list[Any]] = {}
        self.actor = actor

    @property
    def actor(self) -> Actor:
        """Who acts. An actor that is put here looks up places in this transaction, and only while it lasts."""
        return self._actor

    @actor.setter
    def actor(self, actor: Actor) -> None:
        self._actor = actor
        if actor.kind != "system":  # the platform's own actors are shared between threads and need no look-up
            actor.session = lambda: self.session

    def record(self, event: Event) -> None:
        """Put an event into the outbox, in this same transaction."""
        row = {
            "name": event.name,
            "aggregate": event.aggregate[:100],
            "payload": event.to_json(),
            "recorded_at": self.now,
            "next_try_at": self.now,
            "trace": trace() or None,
        }
        self.collect(_write_events, row)

    def audit(
        self,
        action: str,
        *,
        subject: tuple[str, Any],
        community_id: UUID | None = None,
        reason: str | None = None,
        **data: Any,
    ) -> None:
        """Write an audit row in this transaction: no act without its trace, no trace without its act."""
        row = {
            "at": self.now,
            "actor_kind": self.actor.kind,
            "actor_id": str(self.actor.id) if self.actor.id else None,
            "actor_name": self.actor.name,
            "action": action,
            "subject_type": subject[0],
            "subject_id": str(subject[1]),
            "community_id": community_id,
            "reason": reason,
            "data": data,
            "trace": trace() or None,
        }
        self.collect(_write_audit, row)

    def collect(self, write: "Write", item: Any) -> None:
        """Have `write(uow, items)` called once, right before the commit, with everything that was collected for it.

        Rows that nobody looks at within the transaction are written together: many at once cost little more than one, and
        whatever locks they need are held for the shortest time, in one order.
        """
        if self._read_only:
            raise RuntimeError("a unit of work that only reads records, audits and tells nothing")
        self._collected.setdefault(write, []).append(item)

    def insert(self, model: type[Model], rows: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> None:
        """Insert past the ORM, which would take three times as long for rows that nobody looks at again."""
        self.session.connection().execute(insert(cast(Table, model.__table__)), rows)

    def after_commit(self, call: Callable[[], Any]) -> None:
        """Call this after a successful commit."""
        self._after.append(call)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo what happens inside if it fails, news, trace and after-effects included; the error is passed on."""
        collected, after = {write: len(items) for write, items in self._collected.items()}, len(self._after)
        try:
            with self.session.begin_nested():
                yield
        except BaseException:
            self._collected = {write: items[: collected.get(write, 0)] for write, items in self._collected.items()}
            del self._after[after:]
            raise

    @contextmanager
    def unless_taken(self, error: DomainError) -> Iterator[None]:
        """Write what stands inside, or undo it and raise `error` where a row like it is there already.

        The database judges, so that of two at once one is told. Nothing else that it may refuse is taken for this.
        """
        try:
            with self.savepoint():
                yield
                self.session.flush()
        except IntegrityError as refusal:
            if not is_duplicate(refusal):
                raise
            raise error from None

    def write_collected(self) -> bool:
        """Write what was collected; returns whether there is news for the relay."""
        for write, items in self._collected.items():
            if items:
                write(self, items)
        return bool(self._collected.get(_write_events))

    def finish(self) -> None:
        """Run what was to happen after the commit. A failure is logged and does not undo what is committed."""
        for call in self._after:
            try:
                call()
            except Exception:
                log.exception("after_commit_failed", call=getattr(call, "__qualname__", repr(call)))

    def release(self) -> None:
        """Let go of the session: an actor that outlives this transaction must not reach into it."""
        self.actor.session = None


@contextmanager
def unit_of_work(
    actor: Actor, *, read_only: bool = False, durable: bool = True, wake: Callable[[], Any] | None = None
) -> Iterator[UnitOfWork]:
    """Open one transaction, commit it at the end, roll it back on any error.

    A read-only one never commits. One that is not `durable` is as atomic as any and outlives every process, but the disk is not
    waited for: after a power cut it may never have been, so it is for what would then be done again. `wake` is called after
    the commit if events were recorded (default: the relay's bell).
    """
    session = db.session()
    if session.in_transaction():
        raise RuntimeError("a unit of work is open already; only an entrance opens one")
    uow: UnitOfWork | None = None
    try:
        session.connection(execution_options=_options(actor, read_only, durable))
        if not durable and session.get_bind().dialect.name == "postgresql":
            session.connection().exec_driver_sql("SET LOCAL synchronous_commit TO off")
        uow = UnitOfWork(session, actor, read_only)
        yield uow
        if read_only:
            return
        news = uow.write_collected()
        fail_point("before_commit")
        session.commit()
        fail_point("after_commit")
    except BaseException:
        session.rollback()
        raise
    finally:
        if uow is not None:
            uow.release()
        db.session.remove()
    if news:
        uow.after_commit(wake or _ring)
    uow.finish()


def _options(actor: Actor, read_only: bool, durable: bool) -> dict[str, bool]:
    """What the databases need to know at the start: on SQLite the platform's own work gives way to people's."""
    ours = actor.kind == "system"
    return {"will_write": not read_only, "gives_way": ours, "durable": durable, "postgresql_readonly": read_only}


def _write_events(uow: UnitOfWork, rows: list[dict[str, Any]]) -> None:
    uow.insert(OutboxEvent, rows)


def _write_audit(uow: UnitOfWork, rows: list[dict[str, Any]]) -> None:
    uow.insert(AuditEntry, rows)


def _ring() -> None:
    current_app.extensions["linli"].bus.notify("outbox")
