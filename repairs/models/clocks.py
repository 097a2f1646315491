"""What a ticket has been promised, what of it has come true, and who is to be told when."""

from sqlalchemy.orm import Mapped, mapped_column

from community.core.db import Timestamp


class Clocked:
    """The clocks of a ticket.

    Three promises run from `clock_from`: `response_due_at`, `arrive_due_at` and `due_at` (resolved); `responded_at`, `arrived_at`
    and `resolved_at` say when they came true. While the clock stands (on hold, or an offer waits for the resident), `held_at` is
    the moment for which it was last set; when it runs on, what is still open, `clock_from` included, is moved by the working time
    since. So the working time from `clock_from` to an open deadline is always what was promised. `unassigned_since` is set while
    the ticket waits for a worker. The levels count the rungs of the ladder that have been climbed per promise, and
    `next_escalation_at` is when somebody must look again: null when nothing will happen by itself.
    """

    clock_from: Mapped[Timestamp]
    response_due_at: Mapped[Timestamp]
    arrive_due_at: Mapped[Timestamp]
    due_at: Mapped[Timestamp]
    responded_at: Mapped[Timestamp | None]
    arrived_at: Mapped[Timestamp | None]
    resolved_at: Mapped[Timestamp | None]
    held_at: Mapped[Timestamp | None]
    on_hold_until: Mapped[Timestamp | None]
    unassigned_since: Mapped[Timestamp | None]
    assignment_level: Mapped[int] = mapped_column(default=0)
    response_level: Mapped[int] = mapped_column(default=0)
    arrive_level: Mapped[int] = mapped_column(default=0)
    resolve_level: Mapped[int] = mapped_column(default=0)
    next_escalation_at: Mapped[Timestamp | None]
