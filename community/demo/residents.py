"""Fills the demo estate with people: households, staff, and one request that waits for a decision."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from community import passwords, phones
from community.core.uow import UnitOfWork
from community.demo import names
from community.demo.sign_ins import COLLEAGUES, SIGN_INS, SignIn
from community.models import Community, District, Entrance, Home, Membership, MembershipStatus, Person, Title
from community.policies import DISTRICT_STAFF, Role

LIVED_IN = 0.85  # of the homes, in an estate of this age


def add_named(uow: UnitOfWork, district: District, communities: dict[str, Community]) -> None:
    """Add the people who can sign in."""
    hashed = passwords.hash_password(SIGN_INS[0].password)
    for sign_in in (*SIGN_INS, *COLLEAGUES):
        person = _person(uow, sign_in.name, sign_in.phone, hashed)
        community = communities.get(sign_in.community or "")
        membership = Membership(
            person=person,
            role=sign_in.role,
            title=sign_in.title,
            status=MembershipStatus.ACTIVE,
            community_id=community.id if community else None,
            district_id=district.id if sign_in.role in DISTRICT_STAFF else None,
            home=_home(uow, community, sign_in) if community else None,
            requested_at=uow.now - timedelta(days=400),
            decided_at=uow.now - timedelta(days=399),
        )
        uow.session.add(membership)
    uow.session.flush()


def add_households(uow: UnitOfWork, community: Community, numbers: Iterator[str], random: Random) -> None:
    """Add households to most of the homes in which nobody lives yet."""
    taken = select(Membership.home_id).where(Membership.home_id.is_not(None))
    homes = uow.session.scalars(
        select(Home).where(Home.community_id == community.id, Home.id.not_in(taken)).order_by(Home.id)
    ).all()
    for home in homes:
        if random.random() < LIVED_IN:
            since = uow.now - timedelta(days=random.randint(30, 1500))
            for name, title in _household(random):
                person = _person(uow, name, next(numbers))
                uow.session.add(_resident(person, home, title, since))
    uow.session.flush()


def add_request(uow: UnitOfWork, home: Home, name: str, phone: str) -> None:
    """Add somebody who asked to be bound to a home and waits for a second person's decision."""
    person = _person(uow, name, phone)
    waiting = _resident(person, home, Title.TENANT, uow.now - timedelta(hours=3))
    waiting.status, waiting.decided_at, waiting.requested_by = MembershipStatus.PENDING, None, person
    uow.session.add(waiting)
    uow.session.flush()


def _household(random: Random) -> Sequence[tuple[str, Title]]:
    """Draw who lives in a home: an owner with or without family, or an owner elsewhere and a tenant."""
    owner = names.adult(random)
    kind = random.random()
    if kind < 0.22:
        return [(owner, Title.OWNER), (names.adult(random), Title.TENANT)]
    if kind < 0.45:
        return [(owner, Title.OWNER)]
    family = [names.adult(random)] + [names.child_of(random, owner) for _ in range(random.choice((0, 0, 1, 1, 2)))]
    return [(owner, Title.OWNER), *((name, Title.FAMILY) for name in family)]


def _person(uow: UnitOfWork, name: str, phone: str, hashed: str | None = None) -> Person:
    person = Person(name=name, phone=phones.normalise(phone), password_hash=hashed, created_at=uow.now)
    uow.session.add(person)
    return person


def _resident(person: Person, home: Home, title: Title, since: object) -> Membership:
    return Membership(
        person=person,
        role=Role.RESIDENT,
        title=title,
        status=MembershipStatus.ACTIVE,
        community_id=home.community_id,
        home=home,
        requested_at=since,
        decided_at=since,
    )


def _home(uow: UnitOfWork, community: Community, sign_in: SignIn) -> Home | None:
    if sign_in.home is None:
        return None
    number = sign_in.home.rpartition("单元")[2]
    found = uow.session.scalars(
        select(Home)
        .options(joinedload(Home.entrance).joinedload(Entrance.building))
        .where(Home.community_id == community.id, Home.number == number)
    )
    return next(home for home in found if home.label == sign_in.home)
