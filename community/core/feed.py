"""The feed: what a person should see at once, as a numbered list per person that a phone can resume after being away.

The number is taken from the person's cursor row at the very end of a transaction, and the row stays locked until the commit; so
numbers become visible in order and a reader that asks for "everything after n" misses nothing.
"""

import functools
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import orjson
from flask import current_app
from sqlalchemy import BigInteger, Index, String, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from community.core.clock import now
from community.core.db import Id, Model, insert_for
from community.core.uow import UnitOfWork

KEPT = timedelta(days=14)
Post = tuple[set[uuid.UUID], str, dict[str, Any]]


class FeedCursor(Model):
    """The last number given out to a person."""

    __tablename__ = "feed_cursor"

    person_id: Mapped[Id]
    seq: Mapped[int] = mapped_column(BigInteger)


class FeedEntry(Model):
    """One thing a person should see."""

    __tablename__ = "feed_entry"
    __table_args__ = (Index(None, "recorded_at"),)

    person_id: Mapped[Id]
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    kind: Mapped[str] = mapped_column(String(64))
    data: Mapped[dict[str, Any]]
    recorded_at: Mapped[datetime]


def post(uow: UnitOfWork, person_ids: Iterable[uuid.UUID], kind: str, data: dict[str, Any]) -> None:
    """Append one entry for each person, in this transaction; streams are woken after the commit."""
    people = set(person_ids)
    if people:
        uow.collect(_write, (people, kind, orjson.loads(orjson.dumps(data, option=orjson.OPT_UTC_Z))))


def wake(uow: UnitOfWork, people: Iterable[uuid.UUID]) -> None:
    """Have these people's streams look after the commit: for news, and whether they may still go on."""
    bus, names = current_app.extensions["linli"].bus, [str(p) for p in people]
    uow.after_commit(lambda: bus.notify("feed", names))


def position(session: Session, person_id: uuid.UUID) -> int:
    """Return the number of the person's newest entry; 0 if there never was one."""
    return session.scalar(select(FeedCursor.seq).where(FeedCursor.person_id == person_id)) or 0


def oldest(session: Session, person_id: uuid.UUID) -> int | None:
    """Return the number of the oldest entry that is still kept, or None."""
    return session.scalar(select(func.min(FeedEntry.seq)).where(FeedEntry.person_id == person_id))


def after(session: Session, person_id: uuid.UUID, seq: int, limit: int = 200) -> Sequence[FeedEntry]:
    """Return the entries after a number, oldest first."""
    query = select(FeedEntry).where(FeedEntry.person_id == person_id, FeedEntry.seq > seq)
    return session.scalars(query.order_by(FeedEntry.seq).limit(limit)).all()


def missed_some(session: Session, person_id: uuid.UUID, seq: int) -> bool:
    """Say whether entries after this number have been cleared away (or the number was never given out)."""
    newest = position(session, person_id)
    if seq >= newest:
        return seq > newest
    first = oldest(session, person_id)
    return first is None or first > seq + 1


def purge(uow: UnitOfWork) -> None:
    """Clear away what is older than the feed keeps (a job)."""
    uow.session.execute(delete(FeedEntry).where(FeedEntry.recorded_at < uow.now - KEPT))


def _write(uow: UnitOfWork, posts: list[Post]) -> None:
    """Number and insert all entries of a transaction, and wake the streams after it."""
    counts = Counter(person for people, _, _ in posts for person in people)
    numbers = _take_numbers(uow.session, sorted(counts.items()))
    moment = now()  # not uow.now: times must rise with the numbers, or clearing away could leave a hole
    rows = [
        {"person_id": person, "seq": next(numbers[person]), "kind": kind, "data": data, "recorded_at": moment}
        for people, kind, data in posts
        for person in people
    ]
    uow.insert(FeedEntry, rows)
    wake(uow, counts)


def _take_numbers(session: Session, counts: Sequence[tuple[uuid.UUID, int]]) -> dict[uuid.UUID, Iterator[int]]:
    """Take as many numbers per person as wanted; people in one order everywhere, so that nobody waits in a circle."""
    wanted = [{"person_id": person, "seq": count} for person, count in counts]
    taken = session.connection().execute(_taking(session.get_bind().dialect.name), wanted)
    last = {row.person_id: row.seq for row in taken}
    return {person: iter(range(last[person] - count + 1, last[person] + 1)) for person, count in counts}


@functools.cache
def _taking(dialect: str) -> Any:
    entry = insert_for(dialect, FeedCursor)
    added = entry.on_conflict_do_update(index_elements=["person_id"], set_={"seq": FeedCursor.seq + entry.excluded.seq})
    return added.returning(FeedCursor.person_id, FeedCursor.seq)
