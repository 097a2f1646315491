"""What other slices and the routes may ask about places and people. No function here checks rights: the caller does."""

from community.queries.people import (
    is_member,
    members_of_home,
    people_of_home,
    person_name,
    person_names,
    roles_in,
    staff_of,
)
from community.queries.places import (
    communities,
    community_of,
    district_of,
    entrance_label,
    entrance_labels,
    find_building,
    find_entrance,
    find_home,
    home_label,
    home_labels,
    homes_by_number,
    place_of_home,
)

__all__ = [
    "communities",
    "community_of",
    "district_of",
    "entrance_label",
    "entrance_labels",
    "find_building",
    "find_entrance",
    "find_home",
    "home_label",
    "home_labels",
    "homes_by_number",
    "is_member",
    "members_of_home",
    "people_of_home",
    "person_name",
    "person_names",
    "place_of_home",
    "roles_in",
    "staff_of",
]
