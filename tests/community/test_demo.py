"""The demo estate: complete, repeatable, and never by accident in production."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from community.app import create_app
from community.core.auth import Actor
from community.core.db import db
from community.core.settings import Settings
from community.core.uow import UnitOfWork, unit_of_work
from community.demo import SIGN_INS, Demo, load_demo, seed
from community.models import Home, Membership, MembershipStatus, Person, Title
from tests.support.clients import Client


def new_app(folder: Path) -> Flask:
    """Make an application on an empty database, to whose demo no other slice contributes."""
    settings = Settings(env="test", data=folder, mqtt_url="mqtt://127.0.0.1:1", log_level="error", sms="null", simulator="off")
    app = create_app(settings)
    app.extensions["linli"].demos.clear()
    with app.app_context():
        db.create_all()
    return app


@pytest.fixture
def empty(tmp_path: Path) -> Flask:
    """An application on an empty database."""
    return new_app(tmp_path)


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """A seeded application, only to be looked at."""
    app = new_app(tmp_path_factory.mktemp("seeded"))
    seed(app)
    return app


def counts(app: Flask) -> tuple[int, ...]:
    with app.app_context(), unit_of_work(Actor.system("test"), read_only=True) as uow:
        return tuple(uow.session.scalar(select(func.count()).select_from(m)) or 0 for m in (Home, Person, Membership))


def test_every_demo_sign_in_works_and_opens_its_face(seeded: Flask) -> None:
    client = Client(seeded)
    for sign_in in SIGN_INS:
        answer = client.post("/auth/login", {"phone": sign_in.phone, "password": sign_in.password})
        assert answer.status_code == 200, sign_in
        me = client.with_headers(Authorization=f"Bearer {answer.json['access_token']}").get("/me").json
        assert me["name"] == sign_in.name
        assert me["faces"] == [sign_in.face]
        assert [m["role"] for m in me["memberships"]] == [sign_in.role.value]
        assert [m["home"] and m["home"]["label"] for m in me["memberships"]] == [sign_in.home]


def test_the_estate_is_worth_looking_at(seeded: Flask) -> None:
    with seeded.app_context(), unit_of_work(Actor.system("test"), read_only=True) as uow:
        demo = load_demo(uow.session)
        assert len(demo.main.buildings) == 6
        assert 290 <= len(demo.main.homes) <= 310
        assert len(demo.main.entrances) >= 12
        assert demo.main.entrances["1栋1单元"].label == "1栋1单元"
        assert demo.main.homes["1栋1单元1203"].floor == 12
        assert {"resident", "housemate", "worker", "manager", "operator"} <= demo.main.people.keys()
        assert {"resident", "worker", "manager"} <= demo.other.people.keys()
        assert demo.people.keys() == {"officer", "auditor", "admin"}
        titles = {m.title for m in uow.session.scalars(select(Membership).where(Membership.home_id.is_not(None)))}
        assert titles == set(Title)


def test_a_second_seeding_adds_nothing(empty: Flask) -> None:
    assert seed(empty) == ["community.demo.seeding.add_estate"]
    before = counts(empty)
    assert seed(empty) == []
    assert counts(empty) == before


def test_every_seeding_gives_the_same_people(empty: Flask, seeded: Flask) -> None:
    def people(app: Flask) -> list[tuple[str, str]]:
        with app.app_context(), unit_of_work(Actor.system("test"), read_only=True) as uow:
            return [(p.phone, p.name) for p in uow.session.scalars(select(Person).order_by(Person.phone))]

    seed(empty)
    assert people(empty) == people(seeded)


def test_slices_add_to_the_demo_in_their_order_and_once(empty: Flask) -> None:
    heard: list[str] = []

    def late(_uow: UnitOfWork, demo: Demo) -> None:
        heard.append(f"late {demo.main.community.name}")

    def early(_uow: UnitOfWork, demo: Demo) -> None:
        heard.append(f"early {demo.other.community.name}")

    core = empty.extensions["linli"]
    core.demo(20, late)
    core.demo(10, early)
    seed(empty)
    seed(empty)
    assert heard == ["early 江畔雅苑", "late 白象街1号"]


def test_a_step_that_fails_leaves_nothing_and_is_tried_again(empty: Flask) -> None:
    def broken(uow: UnitOfWork, _demo: Demo) -> None:
        uow.session.add(Person(phone="+8613999999999", name="半个"))
        uow.session.flush()
        raise RuntimeError("half done")

    empty.extensions["linli"].demo(10, broken)
    with pytest.raises(RuntimeError):
        seed(empty)
    before = counts(empty)
    with pytest.raises(RuntimeError):
        seed(empty)
    assert counts(empty) == before


def test_somebody_waits_for_a_managers_decision(seeded: Flask) -> None:
    with seeded.app_context(), unit_of_work(Actor.system("test"), read_only=True) as uow:
        waiting = uow.session.scalars(select(Membership).where(Membership.status == MembershipStatus.PENDING)).all()
        assert [m.home.label for m in waiting if m.home] == ["2栋1单元502"]


@pytest.mark.parametrize(("arguments", "code"), [(["seed"], 1), (["seed", "--force"], 0)])
def test_production_is_seeded_only_by_force(tmp_path: Path, arguments: list[str], code: int) -> None:
    app = create_app(Settings(env="production", data=tmp_path, log_level="error", sms="null", simulator="off"))
    app.extensions["linli"].demos.clear()
    with app.app_context():
        db.create_all()
    result = app.test_cli_runner().invoke(args=arguments)
    assert result.exit_code == code
    assert (counts(app)[1] > 0) is (code == 0)
    assert ("13800000001" in result.output) is (code == 0)
