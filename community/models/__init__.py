"""Tables of the community slice: places, people, memberships, sign-in and imports."""

from community.models.imports import Import, ImportStatus
from community.models.people import OPEN_STATUSES, Membership, MembershipStatus, Person, Title
from community.models.places import Building, Community, District, Entrance, Home
from community.models.signin import LoginCode, RefreshToken, SignInSession

__all__ = [
    "OPEN_STATUSES",
    "Building",
    "Community",
    "District",
    "Entrance",
    "Home",
    "Import",
    "ImportStatus",
    "LoginCode",
    "Membership",
    "MembershipStatus",
    "Person",
    "RefreshToken",
    "SignInSession",
    "Title",
]
