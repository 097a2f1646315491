"""A small estate for tests: two communities in two districts, every role in each, two entrances, four homes.

Every text column of the second community carries CANARY, which must never be seen by anybody of the first.
"""

from dataclasses import dataclass, field
from uuid import UUID

from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from community.core.db import db
from community.core.ids import new_id
from community.models import Building, Community, District, Entrance, Home, Membership, MembershipStatus, Person, Title
from community.policies import Role

CANARY = "金丝雀"
PASSWORD = "linli-test-2026"


@dataclass
class Neighbourhood:
    """The ids of one community's places and people."""

    mark: str
    district_id: UUID = field(default_factory=new_id)
    community_id: UUID = field(default_factory=new_id)
    building_id: UUID = field(default_factory=new_id)
    entrance_id: UUID = field(default_factory=new_id)
    other_entrance_id: UUID = field(default_factory=new_id)
    home_id: UUID = field(default_factory=new_id)  # 1栋1单元1203: resident (owner) and relative (family)
    neighbour_home_id: UUID = field(default_factory=new_id)  # 1栋1单元1204: neighbour
    other_entrance_home_id: UUID = field(default_factory=new_id)  # 1栋2单元301: distant
    empty_home_id: UUID = field(default_factory=new_id)  # 1栋2单元302: nobody
    resident: UUID = field(default_factory=new_id)
    relative: UUID = field(default_factory=new_id)
    neighbour: UUID = field(default_factory=new_id)
    distant: UUID = field(default_factory=new_id)
    worker: UUID = field(default_factory=new_id)
    second_worker: UUID = field(default_factory=new_id)
    manager: UUID = field(default_factory=new_id)
    second_manager: UUID = field(default_factory=new_id)
    operator: UUID = field(default_factory=new_id)
    officer: UUID = field(default_factory=new_id)
    auditor: UUID = field(default_factory=new_id)


@dataclass
class Estate(Neighbourhood):
    """The community that tests stand in, and the other one that must stay apart."""

    mark: str = ""
    foreign: Neighbourhood = field(default_factory=lambda: Neighbourhood(CANARY))
    admin: UUID = field(default_factory=new_id)
    stranger: UUID = field(default_factory=new_id)  # signed in, but nowhere a member
    password: str = PASSWORD
    phones: dict[UUID, str] = field(default_factory=dict)


RESIDENTS = {
    "resident": ("home_id", Title.OWNER, "王芳"),
    "relative": ("home_id", Title.FAMILY, "王小明"),
    "neighbour": ("neighbour_home_id", Title.OWNER, "李强"),
    "distant": ("other_entrance_home_id", Title.TENANT, "欧阳雪"),
}
STAFF = {
    "worker": (Role.GRID_WORKER, "赵师傅"),
    "second_worker": (Role.GRID_WORKER, "钱师傅"),
    "manager": (Role.PROPERTY_MANAGER, "孙经理"),
    "second_manager": (Role.PROPERTY_MANAGER, "周经理"),
    "operator": (Role.CONTROL_ROOM, "吴中控"),
}


def build_estate() -> Estate:
    """Create all tables and fill in the estate."""
    db.create_all()
    estate = Estate()
    numbers = iter(range(13800000001, 13800001000))
    password = PasswordHasher().hash(PASSWORD)
    with Session(db.engine) as session:
        session.connection(execution_options={"will_write": True})
        for place in (estate, estate.foreign):
            _add_places(session, place)
            _add_people(session, estate, place, numbers, password)
        for person, name in ((estate.admin, "平台管理员"), (estate.stranger, "郑路人")):
            _add_person(session, estate, person, name, numbers, password)
        session.add(Membership(person_id=estate.admin, role=Role.PLATFORM_ADMIN, status=MembershipStatus.ACTIVE))
        session.commit()
    return estate


def _add_places(session: Session, at: Neighbourhood) -> None:
    mark = at.mark
    session.add(District(id=at.district_id, name=f"渝中区{mark}"))
    session.flush()
    session.add(Community(id=at.community_id, district_id=at.district_id, name=f"白象街1号{mark}", address=f"白象街{mark}"))
    session.flush()
    session.add(Building(id=at.building_id, community_id=at.community_id, name=f"1栋{mark}", floors=18))
    session.flush()
    for entrance_id, name in ((at.entrance_id, "1单元"), (at.other_entrance_id, "2单元")):
        session.add(Entrance(id=entrance_id, community_id=at.community_id, building_id=at.building_id, name=f"{name}{mark}"))
    session.flush()
    for home_id, entrance_id, number in (
        (at.home_id, at.entrance_id, "1203"),
        (at.neighbour_home_id, at.entrance_id, "1204"),
        (at.other_entrance_home_id, at.other_entrance_id, "301"),
        (at.empty_home_id, at.other_entrance_id, "302"),
    ):
        session.add(
            Home(
                id=home_id,
                community_id=at.community_id,
                building_id=at.building_id,
                entrance_id=entrance_id,
                number=number,
                floor=int(number[:-2]),
            )
        )
    session.flush()


def _add_people(session: Session, estate: Estate, at: Neighbourhood, numbers: "object", password: str) -> None:
    for attribute, (home, title, name) in RESIDENTS.items():
        person = getattr(at, attribute)
        _add_person(session, estate, person, name + at.mark, numbers, password)
        place = {"community_id": at.community_id, "home_id": getattr(at, home), "title": title}
        session.add(Membership(person_id=person, role=Role.RESIDENT, status=MembershipStatus.ACTIVE, **place))
    for attribute, (role, name) in STAFF.items():
        person = getattr(at, attribute)
        _add_person(session, estate, person, name + at.mark, numbers, password)
        session.add(Membership(person_id=person, role=role, status=MembershipStatus.ACTIVE, community_id=at.community_id))
    for person, role, name in ((at.officer, Role.DISTRICT_OFFICER, "冯科员"), (at.auditor, Role.AUDITOR, "陈审计")):
        _add_person(session, estate, person, name + at.mark, numbers, password)
        session.add(Membership(person_id=person, role=role, status=MembershipStatus.ACTIVE, district_id=at.district_id))
    session.flush()


def _add_person(session: Session, estate: Estate, person: UUID, name: str, numbers: "object", password: str) -> None:
    phone = estate.phones[person] = f"+86{next(numbers)}"
    session.add(Person(id=person, phone=phone, name=name, password_hash=password))
    session.flush()
