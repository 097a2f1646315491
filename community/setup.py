"""Setting up an installation from the command line: its first community, its first administrator, and a forgotten password.

An empty database has nobody who could sign in and make them; whoever may run commands on the machine may do these three things.
"""

from collections.abc import Callable

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import select

from community import passwords, phones
from community.core.auth import Actor
from community.core.errors import Conflict, DomainError, NotFound
from community.core.uow import UnitOfWork, unit_of_work
from community.models import Community, District, Person
from community.policies import Role
from community.services.memberships import add_staff

OPERATOR = Actor.system("cli.setup")
password_option = click.password_option(help="asked for if it is not given")


def init_setup(app: Flask) -> None:
    """Register the commands: `flask --app wsgi setup …`."""
    setup = AppGroup("setup", help="Create the first community and administrator; set a password.")

    @setup.command("community")
    @click.argument("district")
    @click.argument("name")
    @click.option("--address", default="")
    @click.option("--time-zone", default="Asia/Shanghai", show_default=True)
    def new_community(district: str, name: str, address: str, time_zone: str) -> None:
        """Create a community in a district; prints its id."""
        place = {"district": district, "name": name, "address": address, "time_zone": time_zone}
        _carry_out(lambda uow: click.echo(create_community(uow, **place).id))

    @setup.command("administrator")
    @click.argument("phone")
    @click.argument("name")
    @password_option
    def new_administrator(phone: str, name: str, password: str) -> None:
        """Make somebody a platform administrator, with this password."""
        _carry_out(lambda uow: create_administrator(uow, phone=phone, name=name, password=password))

    @setup.command("password")
    @click.argument("phone")
    @password_option
    def new_password(phone: str, password: str) -> None:
        """Set the password of somebody who cannot receive codes."""
        _carry_out(lambda uow: set_password(uow, phone=phone, password=password))

    app.cli.add_command(setup)


def create_community(uow: UnitOfWork, *, district: str, name: str, address: str, time_zone: str) -> Community:
    """Create a community, and its district if that is new; raises Conflict for a name that the district has already."""
    within = uow.session.scalar(select(District).where(District.name == district)) or District(name=district)
    if uow.session.scalar(select(Community.id).where(Community.district_id == within.id, Community.name == name)):
        raise Conflict
    community = Community(district=within, name=name, address=address, time_zone=time_zone)
    uow.session.add(community)
    uow.session.flush()
    uow.audit("communities.create", subject=("community", community.id), community_id=community.id)
    return community


def create_administrator(uow: UnitOfWork, *, phone: str, name: str, password: str) -> None:
    """Give a person, made if the number is new, the role of platform administrator and a password."""
    add_staff(uow, phone=phone, name=name, role=Role.PLATFORM_ADMIN)
    set_password(uow, phone=phone, password=password)


def set_password(uow: UnitOfWork, *, phone: str, password: str) -> None:
    """Set a person's password; raises NotFound for an unknown number and WeakPassword."""
    number = phones.normalise(phone)
    person = uow.session.scalar(select(Person).where(Person.phone == number))
    if person is None:
        raise NotFound
    passwords.check_strength(password, number)
    person.password_hash = passwords.hash_password(password)
    uow.audit("people.password_set", subject=("person", person.id))


def _carry_out(act: Callable[[UnitOfWork], None]) -> None:
    try:
        with unit_of_work(OPERATOR) as uow:
            act(uow)
    except DomainError as error:
        raise click.ClickException(error.detail("zh")) from None
