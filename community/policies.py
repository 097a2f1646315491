"""Roles, and who may do what with places, people, memberships and imports."""

from enum import StrEnum

from community.core.auth import ANY, COMMUNITY, DISTRICT, HOME, PUBLIC, SIGNED_IN, allow


class Role(StrEnum):
    """What a person is in a place; each membership carries one."""

    RESIDENT = "resident"
    GRID_WORKER = "grid_worker"
    PROPERTY_MANAGER = "property_manager"
    CONTROL_ROOM = "control_room"
    DISTRICT_OFFICER = "district_officer"
    AUDITOR = "auditor"
    PLATFORM_ADMIN = "platform_admin"


COMMUNITY_STAFF = (Role.GRID_WORKER, Role.PROPERTY_MANAGER, Role.CONTROL_ROOM)
DISTRICT_STAFF = (Role.DISTRICT_OFFICER, Role.AUDITOR)
STAFF = (*COMMUNITY_STAFF, *DISTRICT_STAFF, Role.PLATFORM_ADMIN)

# Which face of the product a role opens.
FACES = {
    Role.RESIDENT: "resident",
    Role.GRID_WORKER: "worker",
    Role.PROPERTY_MANAGER: "manage",
    Role.DISTRICT_OFFICER: "manage",
    Role.AUDITOR: "manage",
    Role.PLATFORM_ADMIN: "manage",
    Role.CONTROL_ROOM: "control",
}

_EVERYBODY_THERE = allow(
    resident=COMMUNITY,
    grid_worker=COMMUNITY,
    property_manager=COMMUNITY,
    control_room=COMMUNITY,
    district_officer=DISTRICT,
    auditor=DISTRICT,
    platform_admin=ANY,
)
_HOMES = allow(
    resident=HOME,
    grid_worker=COMMUNITY,
    property_manager=COMMUNITY,
    control_room=COMMUNITY,
    platform_admin=ANY,
)
_MANAGERS = allow(property_manager=COMMUNITY, platform_admin=ANY)
_MEMBERSHIPS = allow(resident=HOME, property_manager=COMMUNITY, platform_admin=ANY)

OPERATIONS = {
    "feed.read": SIGNED_IN,
    "auth.login": PUBLIC,
    "auth.code": PUBLIC,
    "auth.refresh": PUBLIC,
    "auth.logout": SIGNED_IN,
    "me.read": SIGNED_IN,
    "me.update": SIGNED_IN,
    "me.password": SIGNED_IN,
    "me.reveals": SIGNED_IN,
    # A list shows what its reader may read: nothing to a person without a membership in force.
    "communities.list": SIGNED_IN,
    "communities.read": _EVERYBODY_THERE,
    "communities.lookup": SIGNED_IN,
    "buildings.list": _EVERYBODY_THERE,
    "homes.list": _HOMES,
    "homes.read": _HOMES,
    "homes.lookup": SIGNED_IN,
    "memberships.request": SIGNED_IN,
    # One's own are always among them, so that an asker without any right yet sees what became of the request.
    "memberships.list": SIGNED_IN,
    "memberships.read": _MEMBERSHIPS,
    # A resident decides only for the home, and only as its owner: the service looks.
    "memberships.approve": allow(resident=HOME, property_manager=COMMUNITY),
    "memberships.reject": allow(resident=HOME, property_manager=COMMUNITY),
    "memberships.end": _MEMBERSHIPS,
    "memberships.withdraw": SIGNED_IN,
    "memberships.staff": _MANAGERS,
    "people.list": _MANAGERS,
    "people.reveal": allow(property_manager=COMMUNITY, control_room=COMMUNITY),
    "imports.template": _MANAGERS,
    "imports.create": _MANAGERS,
    "imports.read": _MANAGERS,
    "imports.apply": _MANAGERS,
    "audit.list": allow(property_manager=COMMUNITY, auditor=DISTRICT, platform_admin=ANY),
}
