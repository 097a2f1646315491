"""The unit of work: one transaction per entrance (request, message, job, command), with its news and its after-effects."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from flask import current_app
from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from community.core.audit import AuditEntry
from community.core.auth import Actor
from community.core.clock import now
from community.core.db import Model, db
from community.core.events import Event
from community.core.failpoints import fail_point
from community.core.logging import get_logger, trace
from community.core.outbox import OutboxEvent

log = get_logger(__name__)


class UnitOfWork:
    """What a service needs: the session, the actor, one moment for everything, and a place to record news."""

    def __init__(self, session: Session, actor: Actor, read_only: bool = False) -> None:
        self.session = session
        self._read_only = read_only
        self.now: datetime = now()
        self._after: list[Callable[[], Any]] = []
        self._once: set[str] = set()
        self.recorded = 0
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
        self.recorded += 1
        self._insert(
            OutboxEvent,
            name=event.name,
            aggregate=event.aggregate[:100],
            payload=event.to_json(),
            recorded_at=self.now,
            next_try_at=self.now,
            trace=trace() or None,
        )

    def after_commit(self, call: Callable[[], Any], *, once: str | None = None) -> None:
        """Call this after a successful commit; calls with the same `once` key are made a single time."""
        if once is not None:
            if once in self._once:
                return
            self._once.add(once)
        self._after.append(call)

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
        self._insert(
            AuditEntry,
            at=self.now,
            actor_kind=self.actor.kind,
            actor_id=str(self.actor.id) if self.actor.id else None,
            actor_name=self.actor.name,
            action=action,
            subject_type=subject[0],
            subject_id=str(subject[1]),
            community_id=community_id,
            reason=reason,
            data=data,
            trace=trace() or None,
        )

    def _insert(self, model: type[Model], **values: Any) -> None:
        """Insert at once and past the ORM, which would take three times as long for a row that nobody looks at again."""
        if self._read_only:
            raise RuntimeError("a unit of work that only reads records and audits nothing")
        self.session.connection().execute(insert(cast(Table, model.__table__)), values)

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
def unit_of_work(actor: Actor, *, read_only: bool = False, wake: Callable[[], Any] | None = None) -> Iterator[UnitOfWork]:
    """Open one transaction, commit it at the end, roll it back on any error.

    A read-only one never commits. `wake` is called after the commit if events were recorded (default: the relay's bell).
    """
    session = db.session()
    if session.in_transaction():
        raise RuntimeError("a unit of work is open already; only an entrance opens one")
    uow: UnitOfWork | None = None
    try:
        session.connection(execution_options={"will_write": not read_only, "postgresql_readonly": read_only})
        uow = UnitOfWork(session, actor, read_only)
        yield uow
        if read_only:
            return
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
    if uow.recorded:
        uow.after_commit(wake or _ring)
    uow.finish()


def _ring() -> None:
    current_app.extensions["linli"].bus.notify("outbox")
