"""A step of the start: `python -m community.run.database` brings the database up to date and fills an empty one.

Each part of the demo estate is added once and in one transaction, so that a start broken off goes on where it was.
"""

from pathlib import Path

from flask_migrate import upgrade

from community.app import ROOT, create_app
from community.core.db import db
from community.core.kernel import Kernel
from community.demo import seed

_MIGRATIONS = ROOT / "migrations"


def main(migrations: Path = _MIGRATIONS) -> None:
    """Migrate, and outside of production add what is missing of the demo."""
    app = create_app(process="database")
    with app.app_context():
        if migrations.is_dir():
            upgrade(str(migrations))
        else:
            db.create_all()
    core: Kernel = app.extensions["linli"]
    if core.settings.env != "production":
        seed(app)


if __name__ == "__main__":
    main()
