"""Who may see and change grids, and whose queue and shift is whose."""

from community.core.auth import ANY, COMMUNITY, OWN, allow

_STAFF = allow(grid_worker=COMMUNITY, property_manager=COMMUNITY, control_room=COMMUNITY, platform_admin=ANY)
_OFFICE = allow(property_manager=COMMUNITY, platform_admin=ANY)
_MINE = allow(grid_worker=OWN, property_manager=OWN)

OPERATIONS = {
    "grids.list": _STAFF,
    "grids.create": _OFFICE,
    "grids.update": _OFFICE,
    "grids.delete": _OFFICE,
    "workers.list": _STAFF,
    "queue.read": _MINE,
    "shifts.read": _MINE,
    "shifts.on": _MINE,
    "shifts.off": _MINE,
}
