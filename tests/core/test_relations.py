"""A role that may by one of several relations: its home's things, or its own."""

from uuid import UUID

import pytest

from community.core.auth import HOME, OWN, Actor, Grant, Place, allow
from community.core.errors import Forbidden, NotFound
from community.core.ids import new_id

HERE, ELSEWHERE, MY_HOME = new_id(), new_id(), new_id()
TABLE = {"things.read": allow(resident=(HOME, OWN))}


@pytest.fixture
def resident() -> Actor:
    grant = Grant("resident", community_id=HERE, home_id=MY_HOME)
    return Actor("person", new_id(), "王芳", grants=(grant,), table=TABLE)


def place(owner: UUID | None = None, home: UUID | None = None, community: UUID = HERE) -> Place:
    return Place(community_id=community, home_id=home, owners=frozenset({owner} - {None}))


def test_each_of_several_relations_suffices(resident: Actor) -> None:
    assert resident.may("things.read", place(home=MY_HOME))
    assert resident.may("things.read", place(owner=resident.id))


def test_without_any_of_them_the_answer_is_no(resident: Actor) -> None:
    with pytest.raises(Forbidden):
        resident.require("things.read", place(owner=new_id(), home=new_id()))
    with pytest.raises(NotFound):
        resident.require("things.read", place(owner=resident.id, community=ELSEWHERE))


def test_the_document_names_all_of_them() -> None:
    assert TABLE["things.read"].describe() == {"resident": "home or own"}
