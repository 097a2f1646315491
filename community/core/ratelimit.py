"""Rate limits counted in the database, so that they hold over all processes and survive a rolled-back request."""

import math
from datetime import datetime, timedelta

from sqlalchemy import String, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from community.core.clock import now
from community.core.db import Model, db, upsert_into
from community.core.errors import TooMany
from community.core.uow import UnitOfWork


class RateWindow(Model):
    """How often something happened in one window of time."""

    __tablename__ = "rate_window"

    key: Mapped[str] = mapped_column(String(160), primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(primary_key=True)
    ends_at: Mapped[datetime] = mapped_column(index=True)
    count: Mapped[int]


def hit(key: str, limit: int, per: timedelta) -> None:
    """Count one more; raises TooMany with the seconds to wait once the window holds more than `limit`.

    Runs in a transaction of its own: call it where no unit of work is open (an operation with `own_transactions`).
    """
    _stand_alone()
    moment = now()
    start = datetime.fromtimestamp(moment.timestamp() // per.total_seconds() * per.total_seconds(), moment.tzinfo)
    with Session(db.engine) as session:
        session.connection(execution_options={"will_write": True})
        count = _count(session, key[:160], start, start + per)
        session.commit()
    if count > limit:
        raise TooMany(retry_after=max(1, math.ceil((start + per - moment).total_seconds())))


def forget(key: str) -> None:
    """Start counting anew, as after an attempt that succeeded; in a transaction of its own, like `hit`."""
    _stand_alone()
    with Session(db.engine) as session:
        session.connection(execution_options={"will_write": True})
        session.execute(delete(RateWindow).where(RateWindow.key == key[:160]))
        session.commit()


def purge(uow: UnitOfWork) -> None:
    """Clear away windows that are over (a job)."""
    uow.session.execute(delete(RateWindow).where(RateWindow.ends_at < uow.now))


def _stand_alone() -> None:
    """Refuse to count inside a writing transaction, which on SQLite would wait for itself."""
    session = db.session()
    if session.in_transaction() and session.connection().get_execution_options().get("will_write"):
        raise RuntimeError("a rate limit is counted outside of any unit of work that writes")


def _count(session: Session, key: str, start: datetime, end: datetime) -> int:
    upsert = upsert_into(session, RateWindow).values(key=key, starts_at=start, ends_at=end, count=1)
    upsert = upsert.on_conflict_do_update(index_elements=["key", "starts_at"], set_={"count": RateWindow.count + 1})
    return session.execute(upsert.returning(RateWindow.count)).scalar_one()
