"""What an office offers, and how much of it has been taken. A ticket itself keeps the window that it has."""

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from community.core.db import Model, Timestamp


class AppointmentSettings(Model):
    """One row per community that has settled its windows; who has none offers the defaults in `slots`.

    `weekly` is windows by weekday as the API writes them. `version` counts the changes, for those who make them at the same time.
    """

    __tablename__ = "appointment_settings"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"), primary_key=True)
    weekly: Mapped[dict[str, Any]]
    days_ahead: Mapped[int]
    lead_minutes: Mapped[int]
    version: Mapped[int]


class AppointmentSlot(Model):
    """How many tickets hold a place in the window of a community that begins then."""

    __tablename__ = "appointment_slot"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"), primary_key=True)
    starts_at: Mapped[Timestamp] = mapped_column(primary_key=True)
    taken: Mapped[int]
