"""Questions about people and their roles that other slices ask. Ended, pending and lapsed memberships never count."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import Session

from community.core.clock import now
from community.models import Community, Membership, Person
from community.phones import mask
from community.policies import DISTRICT_STAFF, Role


class Contact(NamedTuple):
    """A person as others see them: name, and the phone number masked."""

    id: UUID
    name: str
    phone_masked: str


def people_of_home(session: Session, home_id: UUID) -> list[UUID]:
    """Return the ids of all who live in or own a home now, once each."""
    return list(session.scalars(_holders(Membership.person_id).where(Membership.home_id == home_id).distinct()))


def members_of_home(session: Session, home_id: UUID) -> Sequence[Membership]:
    """Return the memberships in force of a home, oldest first, with their titles."""
    query = _holders(Membership).where(Membership.home_id == home_id)
    return session.scalars(query.order_by(Membership.requested_at, Membership.id)).all()


def is_member(session: Session, person_id: UUID, home_id: UUID) -> bool:
    """Tell whether a person belongs to a home now."""
    query = _holders(Membership.id).where(Membership.home_id == home_id, Membership.person_id == person_id)
    return session.scalar(query.limit(1)) is not None


def staff_of(session: Session, community_id: UUID, roles: Iterable[Role | str]) -> list[UUID]:
    """Return the ids of those who hold one of `roles` for a community now, once each.

    Officers and auditors count through the community's district. Administrators of the platform belong to no community.
    """
    wanted = {Role(role) for role in roles}
    place = Membership.community_id == community_id
    if wanted & set(DISTRICT_STAFF):
        district = select(Community.district_id).where(Community.id == community_id).scalar_subquery()
        place = or_(place, Membership.district_id == district)
    return list(session.scalars(_holders(Membership.person_id).where(place, Membership.role.in_(wanted)).distinct()))


def roles_in(session: Session, person_id: UUID, community_id: UUID) -> set[Role]:
    """Return the roles that a person holds in a community now."""
    query = _holders(Membership.role).where(Membership.person_id == person_id, Membership.community_id == community_id)
    return set(session.scalars(query))


def person_name(session: Session, person_id: UUID) -> str:
    """Return a person's name, or "" for an unknown id."""
    return person_names(session, [person_id]).get(person_id, "")


def person_names(session: Session, person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of many people in one query; unknown ids are left out."""
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(set(person_ids))))
    return {row.id: row.name for row in rows}


def contacts(session: Session, person_ids: Iterable[UUID]) -> dict[UUID, Contact]:
    """Return names and masked numbers of many people in one query; unknown ids are left out."""
    rows = session.execute(_CONTACTS, {"ids": list(set(person_ids))})
    return {person_id: Contact(person_id, name, mask(phone)) for person_id, name, phone in rows}


_CONTACTS = select(Person.id, Person.name, Person.phone).where(Person.id.in_(bindparam("ids", expanding=True)))


def _holders(*what: Any) -> Select[*tuple[Any, ...]]:
    """Select from memberships in force of people whose account is not disabled."""
    query = select(*what).join(Person, Membership.person_id == Person.id)
    return query.where(Person.disabled_at.is_(None), Membership.gives_rights(now()))
