"""Migrations: one head, both databases, no difference from the models, and a way back."""

from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import inspect

from community.app import create_app
from community.core.db import db
from community.core.settings import Settings

FOLDER = Path(__file__).resolve().parents[2] / "migrations"


@pytest.fixture
def empty_app(tmp_path: Path, empty_database: str) -> Iterator[Flask]:
    """An application on a database without any table."""
    app = create_app(Settings(env="test", data=tmp_path / "data", database_url=empty_database, log_level="error"))
    with app.app_context():
        yield app
        db.session.remove()
        flask_migrate.downgrade(str(FOLDER), revision="base")
        db.engine.dispose()


def test_there_is_one_head() -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    assert len(ScriptDirectory.from_config(config).get_heads()) == 1


def test_a_migrated_database_is_what_the_models_say(empty_app: Flask) -> None:
    flask_migrate.upgrade(str(FOLDER))
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, db.metadata) == []


def test_every_step_up_can_be_taken_back(empty_app: Flask) -> None:
    flask_migrate.upgrade(str(FOLDER))
    flask_migrate.downgrade(str(FOLDER), revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    flask_migrate.upgrade(str(FOLDER))
    assert "ticket" in inspect(db.engine).get_table_names()
