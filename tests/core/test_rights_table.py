"""Rights: for every relation and every place, what a list shows and what each thing allows are the same."""

import itertools
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from community.core.auth import (
    ANY,
    BUILDING,
    COMMUNITY,
    DISTRICT,
    HOME,
    OWN,
    PUBLIC,
    SIGNED_IN,
    Actor,
    Grant,
    Place,
    Relation,
    Rule,
    allow,
)
from community.core.clock import now
from community.core.errors import Forbidden, NotFound, Unauthenticated
from community.core.ids import new_id
from community.core.kernel import Kernel
from community.core.uow import UnitOfWork, unit_of_work
from tests.core.sandbox import Note
from tests.support.estate import Estate, Neighbourhood

COLUMNS = {"community": Note.community_id, "building": Note.building_id, "home": Note.home_id, "owner": Note.owner_id}
RELATIONS = (OWN, HOME, BUILDING, COMMUNITY, DISTRICT, ANY)
GENERATED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def places(estate: Estate) -> Iterator[dict[str, UUID | None]]:
    """Every sensible place: in both communities, at every level, owned by somebody or nobody."""
    for at, owner in itertools.product((estate, estate.foreign), (None, estate.resident, estate.foreign.resident)):
        yield {"community_id": at.community_id, "building_id": None, "home_id": None, "owner_id": owner}
        yield {"community_id": at.community_id, "building_id": at.building_id, "home_id": None, "owner_id": owner}
        for home in (at.home_id, at.neighbour_home_id):
            yield {"community_id": at.community_id, "building_id": at.building_id, "home_id": home, "owner_id": owner}
    yield {"community_id": None, "building_id": None, "home_id": None, "owner_id": estate.resident}
    yield {"community_id": None, "building_id": None, "home_id": None, "owner_id": None}


def grants(at: Neighbourhood) -> list[Grant]:
    """A role at every level of the estate."""
    return [
        Grant("home", community_id=at.community_id, building_id=at.building_id, home_id=at.home_id),
        Grant("community", community_id=at.community_id),
        Grant("district", district_id=at.district_id),
        Grant("platform"),
    ]


@pytest.fixture
def notes(board: Flask, estate: Estate) -> None:
    with board.app_context(), unit_of_work(Actor.system("test")) as uow:
        uow.session.add_all(Note(id=new_id(), text="", at=now(), **place) for place in places(estate))


def seen_and_allowed(board: Flask, kernel: Kernel, actor: Actor) -> tuple[set[UUID], set[UUID]]:
    with board.app_context(), unit_of_work(actor, read_only=True) as uow:
        actor.directory = kernel.directory
        seen = set(uow.session.scalars(select(Note.id).where(actor.scope("things", **COLUMNS))))
        allowed = {note.id for note in uow.session.scalars(select(Note)) if actor.may("things", note.place)}
        return seen, allowed


@pytest.mark.usefixtures("notes")
@GENERATED
@given(data=st.data())
def test_a_list_shows_exactly_the_things_that_each_allow_it(board: Flask, kernel: Kernel, estate: Estate, data: Any) -> None:
    all_grants = grants(estate) + grants(estate.foreign)
    held = data.draw(st.lists(st.sampled_from(all_grants), max_size=3, unique=True), label="grants")
    relations = st.lists(st.sampled_from(RELATIONS), min_size=1, max_size=2, unique=True).map(tuple)
    row = data.draw(
        st.dictionaries(st.sampled_from(["home", "community", "district", "platform"]), relations, min_size=1), label="row"
    )
    actor = Actor("person", estate.resident, "王芳", grants=tuple(held), table={"things": allow(**row)})
    seen, allowed = seen_and_allowed(board, kernel, actor)
    assert seen == allowed


@pytest.mark.usefixtures("notes")
@pytest.mark.parametrize(
    ("relation", "level", "number"),
    [
        (OWN, "home", 5),  # four in one's own community, one that stands nowhere
        (OWN, "district", 9),  # a role without a community has its own things everywhere
        (HOME, "home", 3),
        (HOME, "community", 0),
        (BUILDING, "home", 9),
        (COMMUNITY, "home", 12),
        (COMMUNITY, "community", 12),
        (COMMUNITY, "district", 0),
        (DISTRICT, "district", 12),
        (DISTRICT, "community", 0),
        (ANY, "platform", 26),
        (HOME, "platform", 0),
    ],
)
def test_each_relation_reaches_just_so_far(
    board: Flask, kernel: Kernel, estate: Estate, relation: Relation, level: str, number: int
) -> None:
    (grant,) = [grant for grant in grants(estate) if grant.role == level]
    actor = Actor("person", estate.resident, "", grants=(grant,), table={"things": allow(**{level: relation})})
    seen, allowed = seen_and_allowed(board, kernel, actor)
    assert (len(seen), len(allowed)) == (number, number)


@pytest.mark.usefixtures("notes")
@pytest.mark.parametrize("relation", RELATIONS)
def test_a_role_that_the_row_does_not_name_reaches_nothing(
    board: Flask, kernel: Kernel, estate: Estate, relation: Relation
) -> None:
    row = allow(somebody_else=relation)
    actor = Actor("person", estate.resident, "", grants=tuple(grants(estate)), table={"things": row})
    assert seen_and_allowed(board, kernel, actor) == (set(), set())


@pytest.mark.usefixtures("notes")
def test_who_has_no_grant_reaches_nothing_even_of_their_own(board: Flask, kernel: Kernel, estate: Estate) -> None:
    row = allow(home=RELATIONS)
    actor = Actor("person", estate.resident, "", table={"things": row})
    assert seen_and_allowed(board, kernel, actor) == (set(), set())


@pytest.mark.usefixtures("notes")
def test_the_platform_itself_reaches_everything(board: Flask, kernel: Kernel) -> None:
    seen, allowed = seen_and_allowed(board, kernel, Actor.system("job"))
    assert len(seen) == len(allowed) == 26


def test_a_column_that_a_list_does_not_have_shows_nothing_by_that_relation(board: Flask, estate: Estate) -> None:
    actor = Actor("person", estate.resident, "", grants=tuple(grants(estate)), table={"things": allow(home=HOME)})
    with board.app_context(), unit_of_work(Actor.system("test")) as uow:
        uow.session.add_all(Note(id=new_id(), text="", at=now(), **place) for place in places(estate))
        uow.session.flush()
        assert uow.session.scalars(select(Note).where(actor.scope("things", community=Note.community_id))).all() == []


def person(grant: Grant, **row: Relation) -> Actor:
    return Actor("person", new_id(), "", grants=(grant,), table={"things": allow(**row)})


def test_a_foreign_thing_is_not_found_and_one_of_the_own_community_forbidden(estate: Estate) -> None:
    actor = person(grants(estate)[0], home=HOME)
    with pytest.raises(NotFound):
        actor.require("things", Place(community_id=estate.foreign.community_id, home_id=estate.foreign.home_id))
    with pytest.raises(Forbidden):
        actor.require("things", Place(community_id=estate.community_id, home_id=estate.neighbour_home_id))
    actor.require("things", Place(community_id=estate.community_id, home_id=estate.home_id))


def test_the_district_of_a_community_is_looked_up(board: Flask, kernel: Kernel, estate: Estate) -> None:
    actor = person(Grant("district", district_id=estate.district_id), district=DISTRICT)
    with board.app_context(), unit_of_work(actor, read_only=True):
        actor.directory = kernel.directory
        actor.require("things", Place(community_id=estate.community_id))
        with pytest.raises(NotFound):
            actor.require("things", Place(community_id=estate.foreign.community_id))


def test_a_thing_of_the_own_district_is_forbidden_rather_than_not_found(board: Flask, kernel: Kernel, estate: Estate) -> None:
    actor = person(Grant("district", district_id=estate.district_id), somebody_else=DISTRICT)
    with board.app_context(), unit_of_work(actor, read_only=True):
        actor.directory = kernel.directory
        with pytest.raises(Forbidden):
            actor.require("things", Place(community_id=estate.community_id))


def test_an_actor_looks_places_up_in_the_present_transaction_and_in_none_after_it(board: Flask, estate: Estate) -> None:
    actor = person(Grant("district", district_id=estate.district_id), district=DISTRICT)
    with board.app_context():
        for _ in range(2):
            with unit_of_work(actor, read_only=True) as uow:
                assert actor.session is not None
                assert actor.session() is uow.session
        assert actor.session is None


def test_asking_is_noted_so_that_an_answer_without_a_question_is_found_out() -> None:
    actor = person(Grant("platform"), platform=ANY)
    assert not actor.checked
    actor.require("things", Place())
    assert actor.checked


@pytest.mark.parametrize("rule", [PUBLIC, SIGNED_IN, Rule()])
def test_a_row_without_relations_cannot_narrow_a_list(rule: Rule) -> None:
    actor = Actor("person", new_id(), table={"things": rule})
    with pytest.raises(RuntimeError, match="no relations"):
        actor.scope("things", **COLUMNS)


@pytest.mark.parametrize(
    ("kind", "public", "signed_in"), [("person", True, True), ("device", True, False), ("anonymous", True, False)]
)
def test_public_and_signed_in_need_no_relation(kind: str, public: bool, signed_in: bool) -> None:
    actor = Actor(kind, new_id(), table={"public": PUBLIC, "signed_in": SIGNED_IN})
    assert (actor.may("public", Place()), actor.may("signed_in", Place())) == (public, signed_in)


@pytest.mark.parametrize("kind", ["device", "system", "anonymous"])
def test_only_people_have_a_person_id(kind: str) -> None:
    with pytest.raises(Unauthenticated):
        _ = Actor(kind, "panel-1").person_id


def test_an_operation_may_have_one_row_only(kernel: Kernel) -> None:
    with pytest.raises(RuntimeError, match="twice"):
        kernel.allow({"notes.read": PUBLIC})


@pytest.mark.parametrize(
    ("rule", "printed"),
    [
        (PUBLIC, {"*": "public"}),
        (SIGNED_IN, {"*": "signed_in"}),
        (allow(resident=(HOME, OWN), admin=ANY), {"admin": "any", "resident": "home or own"}),
    ],
)
def test_a_row_is_printed_role_by_role(rule: Rule, printed: dict[str, str]) -> None:
    assert rule.describe() == printed


def test_a_service_sees_the_actor_of_its_unit_of_work(board: Flask, write: Callable[[Callable[[UnitOfWork], Any]], Any]) -> None:
    assert write(lambda uow: uow.actor.name) == "test"
