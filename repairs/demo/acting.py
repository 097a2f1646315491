"""Acting as the people of the demo estate."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol
from uuid import UUID

from community.core.auth import Actor
from community.core.kernel import kernel
from community.core.uow import UnitOfWork
from community.directory import grants_of


class Person(Protocol):
    """What of a demo person it takes to act as them."""

    @property
    def id(self) -> UUID: ...
    @property
    def name(self) -> str: ...


@contextmanager
def acting_as(uow: UnitOfWork, person: Person) -> Iterator[None]:
    """Act as a person of the demo, with that person's rights."""
    core, before = kernel(), uow.actor
    uow.actor = Actor(
        "person",
        person.id,
        person.name,
        grants=grants_of(uow.session, person.id),
        table=core.operations,
        directory=core.directory,
        session=lambda: uow.session,
    )
    try:
        yield
    finally:
        uow.actor = before
