"""What time settles at doors."""

from sqlalchemy import select

from access.models import AccessUnlock
from access.proof import look_again
from community.core.db import ROW_LOCK
from community.core.uow import UnitOfWork

BATCH = 200


def settle_overdue(uow: UnitOfWork) -> None:
    """Call unsettled unlocks unknown, and say of acknowledged ones whose pulse is over that the leaf did not move."""
    due = select(AccessUnlock).where(AccessUnlock.check_at <= uow.now).order_by(AccessUnlock.check_at).limit(BATCH)
    for unlock in uow.session.scalars(due.with_for_update(**ROW_LOCK, of=AccessUnlock, skip_locked=True)):
        look_again(uow, unlock)
