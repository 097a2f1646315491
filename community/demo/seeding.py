"""Runs the steps of the demo, each once and in a transaction of its own."""

from collections.abc import Callable
from random import Random
from typing import Any

import click
from flask import Flask
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from community.core.auth import Actor
from community.core.clock import now
from community.core.db import Model, Timestamp
from community.core.kernel import Kernel
from community.core.uow import UnitOfWork, unit_of_work
from community.demo import places, residents
from community.demo.estate import SEED, load_demo
from community.demo.sign_ins import MAIN, OTHER, SIGN_INS
from community.models import District


class DemoStep(Model):
    """A step of the demo that has been run; a step and its row are committed together."""

    __tablename__ = "demo_step"

    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    done_at: Mapped[Timestamp] = mapped_column(default=now)


def init_demo(app: Flask) -> None:
    """Register the command."""

    @app.cli.command("seed")
    @click.option("--force", is_flag=True, help="seed a production system as well")
    def seed_command(force: bool) -> None:
        """Build the demo estate, with known sign-ins; a second run adds only what is missing."""
        if app.extensions["linli"].settings.env == "production" and not force:
            raise click.ClickException("the demo's passwords are known to everybody; --force seeds production anyway")
        for step in seed(app):
            click.echo(f"seeded {step}")
        for sign_in in SIGN_INS:
            click.echo(f"{sign_in.role.value:<17} {sign_in.phone}  {sign_in.password}  {sign_in.name}")


def seed(app: Flask) -> list[str]:
    """Run every step that has not been run yet, and return their names."""
    core: Kernel = app.extensions["linli"]
    steps: list[Callable[[UnitOfWork], None]] = [add_estate]
    steps += [_contribution(func) for _, func in sorted(core.demos, key=lambda demo: demo[0])]
    with app.app_context():
        return [name for step in steps if (name := _run_once(step))]


def add_estate(uow: UnitOfWork) -> None:
    """Add both communities and their people."""
    random = Random(SEED)  # noqa: S311 - the same demo each time is what is wanted
    district = District(name="重庆市渝中区")
    uow.session.add(district)
    main = places.build(uow.session, district, MAIN, "重庆市渝中区白象街1号", "023-63800001", places.MAIN_PLANS)
    other = places.build(uow.session, district, OTHER, "重庆市渝中区长滨路66号", "023-63800002", places.OTHER_PLANS)
    residents.add_named(uow, district, {MAIN: main, OTHER: other})
    numbers = (f"138{n:08d}" for n in range(10_000, 99_999_999))
    for community in (main, other):
        residents.add_households(uow, community, numbers, random)
    residents.add_request(uow, load_demo(uow.session).main.homes["2栋1单元502"], "罗思雨", "13800000021")


def _contribution(func: Callable[..., None]) -> Callable[[UnitOfWork], None]:
    def contribute(uow: UnitOfWork) -> None:
        func(uow, load_demo(uow.session))

    contribute.__module__, contribute.__qualname__ = func.__module__, func.__qualname__
    return contribute


def _run_once(step: Callable[[UnitOfWork], Any]) -> str | None:
    name = f"{step.__module__}.{step.__qualname__}"
    with unit_of_work(Actor.system("seed")) as uow:
        if uow.session.get(DemoStep, name) is not None:
            return None
        step(uow)
        uow.session.add(DemoStep(name=name, done_at=uow.now))
    return name
