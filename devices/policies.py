"""Who may do what with devices."""

from community.core.auth import ANY, COMMUNITY, DISTRICT, PUBLIC, allow

_SEEN_BY = allow(
    property_manager=COMMUNITY,
    control_room=COMMUNITY,
    district_officer=DISTRICT,
    auditor=DISTRICT,
    platform_admin=ANY,
)
_KEPT_BY = allow(property_manager=COMMUNITY, platform_admin=ANY)

OPERATIONS = {
    "devices.list": _SEEN_BY,
    "devices.read": _SEEN_BY,
    "devices.statistics": _SEEN_BY,
    "devices.create": _KEPT_BY,
    "devices.credentials": _KEPT_BY,
    "devices.retire": _KEPT_BY,
    "devices.enrol": PUBLIC,
}
