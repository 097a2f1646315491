"""Who may see and open doors.

A resident "owns" the doors of the entrances of own homes and the gates of the community; `queries.door_place` says
so per actor. The control room and the property manager open by right of office, with a reason that residents see (D10).
"""

from community.core.auth import ANY, COMMUNITY, DISTRICT, OWN, allow

_SEEN_BY = allow(
    resident=OWN,
    grid_worker=COMMUNITY,
    property_manager=COMMUNITY,
    control_room=COMMUNITY,
    district_officer=DISTRICT,
    platform_admin=ANY,
)
_LOG_SEEN_BY = allow(resident=OWN, property_manager=COMMUNITY, control_room=COMMUNITY, auditor=DISTRICT)

#: Roles that open doors by right of office.
STAFF = ("property_manager", "control_room")

OPERATIONS = {
    "doors.list": _SEEN_BY,
    "doors.unlock": allow(resident=OWN, property_manager=COMMUNITY, control_room=COMMUNITY),
    "unlocks.read": _LOG_SEEN_BY,
    "access_events.list": _LOG_SEEN_BY,
}
