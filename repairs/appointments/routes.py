"""Windows for visits: settled by the office, offered to whoever reports. They are taken and changed by way of the ticket."""

from typing import Any
from uuid import UUID

from community.core.http import Blueprint
from community.core.uow import UnitOfWork
from community.core.versions import Seen
from repairs.appointments import queries, services
from repairs.appointments.schemas import (
    AppointmentSettingsIn,
    AppointmentSettingsOut,
    AppointmentSlotQuery,
    AppointmentSlotsOut,
)

blp = Blueprint("appointments", __name__, url_prefix="/api/v1", description="Windows of time for visits")
SETTINGS = "/communities/<uuid:community_id>/appointment-settings"


@blp.get(SETTINGS, operation="appointment_settings.read", returns=AppointmentSettingsOut, versioned=True)
def settings(uow: UnitOfWork, community_id: UUID) -> dict[str, Any]:
    """Which windows are offered: a week of them, each with its places, how many days ahead and until when."""
    return queries.settings(uow, community_id)


@blp.put(
    SETTINGS, operation="appointment_settings.replace", body=AppointmentSettingsIn, returns=AppointmentSettingsOut, versioned=True
)
def settle(uow: UnitOfWork, community_id: UUID, data: dict[str, Any], seen: Seen) -> dict[str, Any]:
    """Set which windows are offered. Appointments that have been made stay."""
    return queries.settings_view(community_id, services.settle(uow, community_id, seen, **data))


@blp.get("/appointment-slots", operation="appointment_slots.list", query=AppointmentSlotQuery, returns=AppointmentSlotsOut)
def slots(uow: UnitOfWork, query: dict[str, Any]) -> dict[str, Any]:
    """The windows that can be chosen now, with the places left in each; none on the calendar's holidays."""
    return {"items": queries.slots(uow, **query)}
