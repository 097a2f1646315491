"""Commands for operators: `flask --app wsgi …`."""

from dataclasses import Field, fields
from typing import Any

import click
from flask import Flask
from sqlalchemy import select

from community import worker
from community.core import outbox
from community.core.auth import Actor
from community.core.outbox import OutboxEvent
from community.core.settings import Settings
from community.core.uow import unit_of_work

OPERATOR = Actor.system("cli")
SETTINGS_HEAD = """# Settings

Environment variables, read and checked once at start; an unknown name or a value out of bounds is said in one line. This page is
written by `flask --app wsgi settings --markdown`.

| setting | meaning | default |
| --- | --- | --- |"""


def settings_list() -> str:
    """Return every setting, a line each, for the terminal."""
    return "\n".join(f"LINLI_{s.name.upper():<18} {s.default!s:<12} {s.metadata['help']}" for s in fields(Settings))


def settings_page() -> str:
    """Return docs/settings.md."""
    rows = (f"| `LINLI_{s.name.upper()}` | {s.metadata['help']}{_bounds(s)} | {s.default} |" for s in fields(Settings))
    return "\n".join([SETTINGS_HEAD, *rows])


def _bounds(spec: Field[Any]) -> str:
    low, high, choices = (spec.metadata[name] for name in ("low", "high", "choices"))
    if choices:
        return f" ({', '.join(choices)})"
    return f" ({low} to {high})" if low is not None else ""


def init_cli(app: Flask) -> None:
    """Register the commands that belong to no slice."""

    @app.cli.command("worker")
    def run_worker() -> None:
        """Take in device messages, deliver events and run jobs until told to stop."""
        worker.run(app)

    @app.cli.command("settings")
    @click.option("--markdown", is_flag=True, help="as the page docs/settings.md")
    def show_settings(markdown: bool) -> None:
        """List every setting with its default and what it is for."""
        click.echo(settings_page() if markdown else settings_list())

    @app.cli.command("dead-letters")
    @click.option("--replay", is_flag=True, help="put them back into delivery")
    def dead_letters(replay: bool) -> None:
        """Show events whose delivery failed for good."""
        with unit_of_work(OPERATOR, read_only=not replay) as uow:
            for event in uow.session.scalars(select(OutboxEvent).where(OutboxEvent.state == "dead").order_by(OutboxEvent.id)):
                click.echo(f"{event.id} {event.recorded_at:%F %T} {event.name} {event.aggregate}: {event.last_error}")
            if replay:
                click.echo(f"{outbox.replay(uow.session)} put back")
