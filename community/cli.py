"""Commands for operators: `flask --app wsgi …`."""

from dataclasses import fields

import click
from flask import Flask
from sqlalchemy import select

from community import worker
from community.core import outbox
from community.core.auth import Actor
from community.core.db import db
from community.core.outbox import OutboxEvent
from community.core.settings import Settings
from community.core.uow import unit_of_work

OPERATOR = Actor.system("cli")


def init_cli(app: Flask) -> None:
    """Register the commands that belong to no slice."""

    @app.cli.command("worker")
    def run_worker() -> None:
        """Take in device messages, deliver events and run jobs until told to stop."""
        worker.run(app)

    @app.cli.command("settings")
    def show_settings() -> None:
        """List every setting with its default and what it is for."""
        for spec in fields(Settings):
            click.echo(f"LINLI_{spec.name.upper():<18} {spec.default!s:<12} {spec.metadata['help']}")

    @app.cli.command("create-tables")
    def create_tables() -> None:
        """Create all tables without migrations (for trials; `flask db upgrade` is the real way)."""
        db.create_all()

    @app.cli.command("dead-letters")
    @click.option("--replay", is_flag=True, help="put them back into delivery")
    def dead_letters(replay: bool) -> None:
        """Show events whose delivery failed for good."""
        with unit_of_work(OPERATOR, read_only=not replay) as uow:
            for event in uow.session.scalars(select(OutboxEvent).where(OutboxEvent.state == "dead").order_by(OutboxEvent.id)):
                click.echo(f"{event.id} {event.recorded_at:%F %T} {event.name} {event.aggregate}: {event.last_error}")
            if replay:
                click.echo(f"{outbox.replay(uow.session)} put back")
