"""The demo estate as other slices find it: places by label, people by what they are."""

from dataclasses import dataclass
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from community import phones
from community.core.errors import NotFound
from community.demo.sign_ins import COLLEAGUES, MAIN, OTHER, SIGN_INS, SignIn
from community.models import Building, Community, Entrance, Home, Person

SEED = 20261122


@dataclass
class DemoCommunity:
    """One community: buildings by name ("1栋"), entrances ("1栋1单元") and homes ("1栋1单元1203") by label.

    `people` holds resident, worker, manager and operator; in the main community also housemate, worker2, worker3, manager2.
    """

    community: Community
    buildings: dict[str, Building]
    entrances: dict[str, Entrance]
    homes: dict[str, Home]
    people: dict[str, Person]


@dataclass
class Demo:
    """Both communities, those who stand above them (officer, auditor, admin), and a random source that repeats itself."""

    main: DemoCommunity
    other: DemoCommunity
    people: dict[str, Person]
    random: Random


def load_demo(session: Session) -> Demo:
    """Find the demo estate in the database; raises NotFound before it is seeded."""
    return Demo(
        main=_community(session, MAIN),
        other=_community(session, OTHER),
        people=_people(session, None),
        random=Random(SEED),  # noqa: S311 - the same demo each time is what is wanted
    )


def _community(session: Session, name: str) -> DemoCommunity:
    community = session.scalar(select(Community).where(Community.name == name).limit(1))
    if community is None:
        raise NotFound
    here = Building.community_id == community.id
    buildings = session.scalars(select(Building).where(here).order_by(Building.sort)).all()
    entrances = session.scalars(select(Entrance).join(Building).where(here).order_by(Building.sort, Entrance.sort)).all()
    homes = session.scalars(
        select(Home)
        .options(joinedload(Home.entrance).joinedload(Entrance.building))
        .where(Home.community_id == community.id)
        .order_by(Home.id)
    ).all()
    return DemoCommunity(
        community=community,
        buildings={b.name: b for b in buildings},
        entrances={e.label: e for e in entrances},
        homes={h.label: h for h in homes},
        people=_people(session, name),
    )


def _people(session: Session, community: str | None) -> dict[str, Person]:
    wanted: dict[str, SignIn] = {s.key: s for s in (*SIGN_INS, *COLLEAGUES) if s.community == community}
    numbers = [phones.normalise(s.phone) for s in wanted.values()]
    found = {p.phone: p for p in session.scalars(select(Person).where(Person.phone.in_(numbers)))}
    return {key: found[phones.normalise(s.phone)] for key, s in wanted.items()}
