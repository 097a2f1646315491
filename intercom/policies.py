"""Who may see and take calls: members of the home that is called; the community's office sees them in its list."""

from community.core.auth import COMMUNITY, HOME, allow

_SEEN_BY = allow(resident=HOME, property_manager=COMMUNITY, control_room=COMMUNITY)
_TAKEN_BY = allow(resident=HOME)

#: Roles that see the calls of their community.
STAFF = ("property_manager", "control_room")

OPERATIONS = {
    "calls.list": _SEEN_BY,
    "calls.read": _SEEN_BY,
    "calls.statistics": allow(property_manager=COMMUNITY, control_room=COMMUNITY),
    "calls.accept": _TAKEN_BY,
    "calls.decline": _TAKEN_BY,
    "calls.hangup": _TAKEN_BY,
    "calls.unlock": _TAKEN_BY,
    "calls.seen": _TAKEN_BY,
}
