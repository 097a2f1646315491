"""Figures about repairs, added up as things happen, so that asking for them costs the same after ten years as after one.

One row holds the sums of one community, one span of days and one thing: everything, a category, a building or a worker. A span is a
day, a week from Monday or four weeks; a year is thereby read from some thirty rows per thing instead of 365.
"""

from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column

from community.core.db import Model

NOBODY = UUID(int=0)  # the key of what has no building or no worker, and of "everything"; a primary key cannot be null
SPANS = (28, 7, 1)  # days, the longest first, each a multiple of the next

COUNTS = (
    "reported",
    "assigned",
    "responded",
    "arrived",
    "resolved",
    "closed",
    "closed_unfixed",
    "cancelled",
    "returned",
    "reopened",
)
RATINGS = ("rated", "speed", "quality", "manner")  # how many, and the sums of their scores
DURATIONS = ("respond", "arrive", "resolve")
BOUNDS = (5, 10, 15, 30, 45, 60, 90, 120, 240, 480, 720, 1440, 2880, 4320, 7200, 14400)
"""Minutes; a bucket holds the durations below its bound and not below the one before, the last holds all longer ones."""


class Dimension(StrEnum):
    """By what figures are told apart."""

    ALL = "all"
    CATEGORY = "category"
    BUILDING = "building"
    WORKER = "worker"


def bucket(duration: str, minutes: int) -> str:
    """Return the name of the column that counts durations like this one."""
    return _bucket(duration, next((place for place, bound in enumerate(BOUNDS) if minutes < bound), len(BOUNDS)))


def buckets(duration: str) -> list[str]:
    """Return the names of a duration's columns, the shortest durations first."""
    return [_bucket(duration, place) for place in range(len(BOUNDS) + 1)]


def _bucket(duration: str, place: int) -> str:
    return f"{duration}_{place:02}"


def _of_a_duration(duration: str) -> list[str]:
    return [f"{duration}_minutes", f"{duration}_in_time", f"{duration}_late", *buckets(duration)]


MEASURES = (*COUNTS, *RATINGS, *(name for duration in DURATIONS for name in _of_a_duration(duration)))


def span_start(day: date, span: int) -> date:
    """Return the first day of the span of this length that a day belongs to; day 1 of the calendar was a Monday."""
    return day - timedelta(days=(day.toordinal() - 1) % span)


class TicketRollup(Model):
    """The sums of `MEASURES`, a column each, over what happened in `span` days from `start` of the community's calendar.

    `key` is the category, the building or the worker, and no foreign key, because it may be `NOBODY`.
    """

    __tablename__ = "ticket_rollup"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"), primary_key=True)
    dimension: Mapped[Dimension] = mapped_column(primary_key=True)
    span: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    start: Mapped[date] = mapped_column(primary_key=True)
    key: Mapped[UUID] = mapped_column(primary_key=True)


for _measure in MEASURES:
    setattr(TicketRollup, _measure, mapped_column(Integer, default=0, nullable=False))
