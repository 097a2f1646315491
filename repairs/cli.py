"""Commands for operators: `flask --app wsgi statistics …` and `search …`."""

from uuid import UUID

import click
from flask.cli import AppGroup

from community import queries as community_queries
from community.core.auth import Actor
from community.core.uow import unit_of_work
from repairs import services

statistics = AppGroup("statistics", help="Figures about repairs.")
search = AppGroup("search", help="Finding tickets by their words.")
OPERATOR = Actor.system("cli")


@statistics.command("recount")
@click.option("--community", "only", type=click.UUID, help="only this one, by its id; otherwise all")
def recount(only: UUID | None) -> None:
    """Make the figures anew from the histories of all tickets; safe while everything runs."""
    with unit_of_work(OPERATOR, read_only=True) as uow:
        names = {community.id: community.name for community in community_queries.communities(uow.session)}
    for community_id, name in names.items():
        if only in (None, community_id):
            with unit_of_work(OPERATOR) as uow:
                click.echo(f"{name}: {services.recount(uow, community_id)}")


@search.command("index")
def index() -> None:
    """Make tickets findable that were reported before there was an index; a page per transaction."""
    done = 0
    while True:
        with unit_of_work(OPERATOR) as uow:
            found = services.index_missing(uow)
        done += found
        if not found:
            break
    click.echo(f"{done}")
