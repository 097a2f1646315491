"""Builds the places of the demo estate."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from community.models import Building, Community, District, Entrance, Home


@dataclass(frozen=True)
class Plan:
    """One building: how many entrances, floors, and homes a floor behind each entrance."""

    entrances: int
    floors: int
    per_floor: int


# 302 homes, as an inner-city estate of the nineties has them; and a small neighbour.
MAIN_PLANS = (Plan(2, 12, 3), Plan(2, 12, 2), Plan(3, 6, 2), Plan(2, 11, 2), Plan(2, 9, 3), Plan(3, 8, 2))
OTHER_PLANS = (Plan(2, 6, 2), Plan(1, 6, 2))


def build(session: Session, district: District, name: str, address: str, office_phone: str, plans: tuple[Plan, ...]) -> Community:
    """Add a community with its buildings, entrances and homes."""
    community = Community(district=district, name=name, address=address, office_phone=office_phone)
    session.add(community)
    session.flush()
    for number, plan in enumerate(plans, start=1):
        building = Building(community_id=community.id, name=f"{number}栋", floors=plan.floors, sort=number)
        session.add(building)
        session.flush()
        for unit in range(1, plan.entrances + 1):
            _add_entrance(session, building, unit, plan)
    return community


def _add_entrance(session: Session, building: Building, unit: int, plan: Plan) -> None:
    entrance = Entrance(community_id=building.community_id, building=building, name=f"{unit}单元", sort=unit)
    session.add(entrance)
    session.flush()
    session.add_all(
        Home(
            community_id=building.community_id,
            building=building,
            entrance=entrance,
            number=f"{floor}{door:02d}",
            floor=floor,
        )
        for floor in range(1, plan.floors + 1)
        for door in range(1, plan.per_floor + 1)
    )
    session.flush()
