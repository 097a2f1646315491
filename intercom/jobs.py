"""What the clock does to calls."""

from community.core.uow import UnitOfWork
from intercom.calling import end_overdue


def end_overdue_calls(uow: UnitOfWork) -> None:
    """End calls that rang for 30 s without an answer, and talks beyond their limit."""
    end_overdue(uow)
