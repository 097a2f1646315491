"""A step of the start: `python -m community.run.database` brings the database up to date and fills an empty one.

Each part of the demo estate is added once and in one transaction, so that a start broken off goes on where it was.
"""

import sys

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, OperationalError

from community.app import ROOT, create_app
from community.core.db import db
from community.core.kernel import Kernel
from community.core.settings import Settings
from community.core.terminal import OperatorError
from community.demo import seed
from community.run.once import EX_OPERATOR
from community.run.text import LaunchError


def main() -> None:
    """Migrate, and outside of production add what is missing of the demo; raises OperatorError for a database out of reach."""
    settings = Settings.from_env()
    app = _application(settings)
    with app.app_context():
        _require_answer(settings)
        upgrade(str(ROOT / "migrations"))
    core: Kernel = app.extensions["linli"]
    if core.settings.env != "production":
        seed(app)


def _application(settings: Settings) -> Flask:
    try:
        return create_app(settings, process="database")
    except (ArgumentError, ModuleNotFoundError) as error:  # not an address, or of a kind of database that is not installed
        reason = str(error).splitlines()[0]
        raise LaunchError(f"LINLI_DATABASE_URL 无法使用：{reason}", f"LINLI_DATABASE_URL cannot be used: {reason}") from None


def _require_answer(settings: Settings) -> None:
    """Raise LaunchError, with the driver's reason and without the password, if the database takes no connection."""
    try:
        db.engine.connect().close()
    except OperationalError as error:
        address = make_url(settings.database).render_as_string(hide_password=True)
        reason = " ".join(str(error.orig).split())
        raise LaunchError(
            f"无法连接数据库 {address}：{reason}。请启动数据库，或检查 LINLI_DATABASE_URL。",
            f"The database {address} takes no connection: {reason}. Start it, or check LINLI_DATABASE_URL.",
        ) from None


if __name__ == "__main__":
    try:
        main()
    except OperatorError as reason:
        print(reason, file=sys.stderr)
        sys.exit(EX_OPERATOR)
