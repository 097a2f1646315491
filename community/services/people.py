"""People: finding or making an account, and showing a hidden phone number to somebody with a reason."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from community import phones
from community.core.db import LOCKED
from community.core.errors import NotFound
from community.core.uow import UnitOfWork
from community.errors import NameConflict
from community.models import OPEN_STATUSES, Membership, Person


def find_or_create(uow: UnitOfWork, *, phone: str, name: str) -> Person:
    """Return the account of a phone number (stored form), made if there is none.

    Raises NameConflict when the number belongs to somebody of another name: it is a mistyped number more often than not,
    and binding a stranger to a home would open its door to them.
    """
    person = uow.session.scalar(select(Person).where(Person.phone == phone))
    if person is None:
        person = Person(phone=phone, name=name, created_at=uow.now)
        uow.session.add(person)
        uow.session.flush()
    elif person.name != name:
        raise NameConflict
    return person


def update_me(uow: UnitOfWork, changes: dict[str, Any]) -> Person:
    """Change the actor's own name or locale."""
    person = uow.session.get_one(Person, uow.actor.person_id, **LOCKED)
    for field in ("name", "locale"):
        if field in changes:
            setattr(person, field, changes[field])
    uow.audit("me.update", subject=("person", person.id), fields=sorted(changes))
    return person


def reveal_phone(uow: UnitOfWork, *, person_id: UUID, reason: str) -> str:
    """Return a person's full number, as people dial it; the look is on record before the number is out."""
    membership = _shared_membership(uow, person_id)
    uow.actor.require("people.reveal", membership.place)
    note_reveal(uow, person_id, community_id=membership.community_id, reason=reason)
    return phones.local(membership.person.phone)


def number_of(uow: UnitOfWork, person_id: UUID, *, community_id: UUID, reason: str, given: str | None = None, **data: Any) -> str:
    """Return where to reach a person, to a caller who has authorised it by a rule of its own; the look is on record first.

    `given` is the number that the person left for this matter; without one it is the account's.
    """
    note_reveal(uow, person_id, community_id=community_id, reason=reason, **data)
    return given or phones.local(uow.session.get_one(Person, person_id).phone)


def note_reveal(uow: UnitOfWork, person_id: UUID, *, community_id: UUID | None, reason: str, **data: Any) -> None:
    """Keep that the actor sees a person's number. The row is committed before the answer goes out, and the person can read it."""
    uow.audit("people.reveal", subject=("person", person_id), community_id=community_id, reason=reason, **data)


def _shared_membership(uow: UnitOfWork, person_id: UUID) -> Membership:
    """Return the person's membership by which the actor may look, else any, so that the refusal is the right one."""
    held = uow.session.scalars(
        select(Membership).where(Membership.person_id == person_id, Membership.status.in_(OPEN_STATUSES))
    ).all()
    if not held:
        raise NotFound
    return next((m for m in held if uow.actor.may("people.reveal", m.place)), held[0])
