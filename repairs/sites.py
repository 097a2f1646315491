"""Public places beyond what the register of buildings knows: floors and spots."""

from sqlalchemy.orm import Session

from community import queries as community_queries
from community.queries import Site
from repairs.errors import UnknownFloor


def place_words(label: str, floor: int | None, spot: str) -> str:
    """Write a place as people say it: "1栋1单元 3层 走廊"."""
    level = "" if floor is None else f"地下{-floor}层" if floor < 0 else f"{floor}层"
    return " ".join(filter(None, (label, level, spot)))


def insist_on_floor(session: Session, site: Site, floor: int | None) -> None:
    """Raise UnknownFloor unless the place's building has this floor; how deep its basements go nobody has entered.

    A home has its floor already, so none is given for it.
    """
    if floor is None:
        return
    if site.building_id is None or site.home_id is not None:
        raise UnknownFloor
    if floor > community_queries.find_building(session, site.building_id).floors:
        raise UnknownFloor
