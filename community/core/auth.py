"""Rights: who acts, what each role may do where, and the one place that says no.

Every operation has a row in the table (each slice's `policies.OPERATIONS`): per role the relation it needs between the
actor's place and the thing's place. An operation without a row is refused. Rights are loaded per request, so that an ended
membership is out at once.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_, true
from sqlalchemy.orm import Session

from community.core.errors import Forbidden, NotFound, Unauthenticated


class Relation(StrEnum):
    """How a role's place must relate to the thing's place."""

    OWN = "own"
    HOME = "home"
    BUILDING = "building"
    COMMUNITY = "community"
    DISTRICT = "district"
    ANY = "any"


OWN, HOME, BUILDING = Relation.OWN, Relation.HOME, Relation.BUILDING
COMMUNITY, DISTRICT, ANY = Relation.COMMUNITY, Relation.DISTRICT, Relation.ANY


@dataclass(frozen=True)
class Rule:
    """One row of the table. `public` needs no sign-in, `signed_in` any person; otherwise `roles` names the relations per role."""

    roles: Mapping[str, tuple[Relation, ...]] = field(default_factory=dict)
    public: bool = False
    signed_in: bool = False

    def describe(self) -> dict[str, str]:
        """Return the row as OpenAPI's `x-authz` prints it: role → relation."""
        if self.public:
            return {"*": "public"}
        if self.signed_in:
            return {"*": "signed_in"}
        return {role: " or ".join(relations) for role, relations in sorted(self.roles.items())}


PUBLIC = Rule(public=True)
SIGNED_IN = Rule(signed_in=True)


def allow(**roles: Relation | tuple[Relation, ...]) -> Rule:
    """Write one row: `allow(resident=(HOME, OWN), property_manager=COMMUNITY)`; any one of several relations will do."""
    return Rule(roles={role: (given,) if isinstance(given, Relation) else given for role, given in roles.items()})


@dataclass(frozen=True)
class Place:
    """Where a thing stands and whose it is. A level that does not apply is None; the district is looked up from the community."""

    community_id: UUID | None = None
    building_id: UUID | None = None
    home_id: UUID | None = None
    district_id: UUID | None = None
    owners: frozenset[Any] = frozenset()


@dataclass(frozen=True)
class Grant:
    """One active role of a person in one place."""

    role: str
    district_id: UUID | None = None
    community_id: UUID | None = None
    building_id: UUID | None = None
    entrance_id: UUID | None = None
    home_id: UUID | None = None


class Directory(Protocol):
    """What rights need to know about places and people; the slice that owns them provides it."""

    def principal(self, session: Session, person_id: UUID, session_id: UUID) -> "Principal | None":
        """Return the person behind a sign-in with all present grants; None if the sign-in has ended."""

    def district_of(self, session: Session, community_id: UUID) -> UUID | None:
        """Return the district in which a community stands."""

    def communities_of(self, district_ids: Iterable[UUID]) -> Select[UUID]:
        """Return a query for the ids of all communities of these districts."""


@dataclass(frozen=True)
class Principal:
    """A signed-in person as the directory knows them at this moment."""

    person_id: UUID
    session_id: UUID
    name: str
    grants: tuple[Grant, ...]


Table = Mapping[str, Rule]


@dataclass
class Actor:
    """Who does something: a person, a device, the system itself, the holder of a link (guest), or nobody known (anonymous)."""

    kind: str
    id: Any = None
    name: str = ""
    session_id: UUID | None = None
    grants: tuple[Grant, ...] = ()
    table: Table = field(default_factory=dict, repr=False)
    directory: Directory | None = field(default=None, repr=False)
    session: Callable[[], Session] | None = field(default=None, repr=False)
    passes: frozenset[str] = frozenset()  # operations that a guest may do, on whatever the service hands to it
    checked: bool = False  # a question about rights was asked and answered in this request

    @classmethod
    def system(cls, name: str) -> "Actor":
        """The platform itself: a job, a subscriber, the command line. It may do everything; `name` says who it was."""
        return cls("system", None, name)

    @classmethod
    def guest(cls, name: str, passes: Iterable[str]) -> "Actor":
        """Somebody without an account who holds the secret to one thing, as a one-time link; the service sees to which thing."""
        return cls("guest", None, name, passes=frozenset(passes))

    @property
    def person_id(self) -> UUID:
        """The signed-in person's id; raises Unauthenticated for every other kind of actor."""
        if self.kind != "person":
            raise Unauthenticated
        return UUID(str(self.id))

    def roles(self) -> frozenset[str]:
        """All roles this actor holds anywhere."""
        return frozenset(grant.role for grant in self.grants)

    def may(self, operation: str, place: Place) -> bool:
        """Say whether this actor may do the operation on a thing in this place."""
        if self.kind == "system":
            return True
        if self.kind == "guest":
            return operation in self.passes
        rule = self.table[operation]
        if rule.public or (rule.signed_in and self.kind == "person"):
            return True
        return any(self._meets(relation, grant, place) for grant, relation in self._relations(rule))

    def require(self, operation: str, place: Place) -> None:
        """Pass, or raise NotFound for a thing in a foreign community and Forbidden for one in the actor's own."""
        self.checked = True
        if self.may(operation, place):
            return
        if any(self._covers(grant, place) for grant in self.grants):
            raise Forbidden
        raise NotFound

    def scope(
        self,
        operation: str,
        *,
        community: Any = None,
        building: Any = None,
        home: Any = None,
        owner: Any = None,
    ) -> ColumnElement[bool]:
        """Return the WHERE clause that leaves of a list what this actor may see, as a union over the grants."""
        self.checked = True
        if self.kind == "system":
            return true()
        rule = self.table[operation]
        if not rule.roles:  # neither all nor nothing would be what its author meant
            raise RuntimeError(f"{operation} names no relations that a list could be narrowed to")
        clauses: list[ColumnElement[bool]] = []
        wanted: dict[Relation, set[UUID | None]] = {}
        for grant, relation in self._relations(rule):
            match relation:
                case Relation.ANY:
                    return true()
                case Relation.OWN if owner is not None:
                    own = owner == self.id
                    anywhere = community is None or grant.community_id is None
                    clauses.append(own if anywhere else and_(own, or_(community == grant.community_id, community.is_(None))))
                case _:
                    wanted.setdefault(relation, set()).add(getattr(grant, f"{relation}_id", None))
        for relation, column in ((HOME, home), (BUILDING, building), (COMMUNITY, community)):
            if column is not None and (ids := wanted.get(relation, set()) - {None}):
                clauses.append(column.in_(ids))
        if community is not None and self.directory and (ids := wanted.get(DISTRICT, set()) - {None}):
            clauses.append(community.in_(self.directory.communities_of(i for i in ids if i)))
        return or_(*clauses) if clauses else false()

    def _relations(self, rule: Rule) -> Iterator[tuple[Grant, Relation]]:
        """Yield each grant with each relation that the row allows its role."""
        return ((grant, relation) for grant in self.grants for relation in rule.roles.get(grant.role, ()))

    def _meets(self, relation: Relation, grant: Grant, place: Place) -> bool:
        match relation:
            case Relation.ANY:
                return True
            case Relation.OWN:
                here = grant.community_id is None or place.community_id in (None, grant.community_id)
                return here and self.id in place.owners
            case Relation.DISTRICT:
                return grant.district_id is not None and grant.district_id == self._district(place)
        mine = getattr(grant, f"{relation}_id")
        return mine is not None and mine == getattr(place, f"{relation}_id")

    def _covers(self, grant: Grant, place: Place) -> bool:
        if grant.community_id is not None:
            return grant.community_id == place.community_id
        return grant.district_id is not None and grant.district_id == self._district(place)

    def _district(self, place: Place) -> UUID | None:
        if place.district_id or not place.community_id or not self.directory or not self.session:
            return place.district_id
        return self.directory.district_of(self.session(), place.community_id)
