"""What rights need to know about people and places, registered with the core: who is signed in, which district."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, select
from sqlalchemy.orm import Session

from community.core.auth import Grant, Principal
from community.core.clock import now
from community.models import Community, Home, Membership, Person, SignInSession
from community.queries import district_of


class CommunityDirectory:
    """Reads grants from memberships at each request, so that who moved out is out with the next one."""

    def principal(self, session: Session, person_id: UUID, session_id: UUID) -> Principal | None:
        """Return the person behind a sign-in with all grants in force, in one query; None if the sign-in has ended."""
        rows = session.execute(_SIGNED_IN, {"person_id": person_id, "session_id": session_id, "at": now()}).all()
        if not rows:
            return None
        grants = tuple(_grant(row) for row in rows if row.role is not None)
        return Principal(person_id=person_id, session_id=session_id, name=rows[0].name, grants=grants)

    def district_of(self, session: Session, community_id: UUID) -> UUID | None:
        """Return the district in which a community stands."""
        return district_of(session, community_id)

    def communities_of(self, district_ids: Iterable[UUID]) -> Select[UUID]:
        """Return a query for the ids of all communities of these districts."""
        return select(Community.id).where(Community.district_id.in_(list(district_ids)))


def grants_of(session: Session, person_id: UUID) -> tuple[Grant, ...]:
    """Return the grants a person has now, without any sign-in: for subscribers that ask what somebody may see."""
    query = select(*_GRANT_COLUMNS).select_from(Membership).outerjoin(Home, Membership.home_id == Home.id)
    query = query.where(Membership.person_id == person_id, Membership.gives_rights(now()))
    return tuple(_grant(row) for row in session.execute(query))


_GRANT_COLUMNS = (
    Membership.role,
    Membership.district_id,
    Membership.community_id,
    Membership.home_id,
    Home.building_id,
    Home.entrance_id,
)


# Asked by every request, and so built once: putting it together costs more than running it.
_SIGNED_IN = (
    select(Person.name, *_GRANT_COLUMNS)
    .select_from(SignInSession)
    .join(Person, SignInSession.person_id == Person.id)
    .outerjoin(Membership, and_(Membership.person_id == Person.id, Membership.gives_rights(bindparam("at"))))
    .outerjoin(Home, Membership.home_id == Home.id)
    .where(
        SignInSession.id == bindparam("session_id"),
        SignInSession.ended_at.is_(None),
        Person.id == bindparam("person_id"),
        Person.disabled_at.is_(None),
    )
)


def _grant(row: Any) -> Grant:
    return Grant(
        role=row.role,
        district_id=row.district_id,
        community_id=row.community_id,
        building_id=row.building_id,
        entrance_id=row.entrance_id,
        home_id=row.home_id,
    )
