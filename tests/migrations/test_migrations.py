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
from sqlalchemy import JSON, Connection, Uuid, bindparam, inspect, text

from community.app import create_app
from community.core.db import db, is_modelled
from community.core.ids import new_id
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
        context = MigrationContext.configure(connection, opts={"compare_type": False, "include_name": is_modelled})
        assert compare_metadata(context, db.metadata) == []


def test_a_migrated_database_keeps_the_same_full_text_index(empty_app: Flask) -> None:
    flask_migrate.upgrade(str(FOLDER))
    migrated = _full_text_index()
    flask_migrate.downgrade(str(FOLDER), revision="base")
    db.create_all()
    made_from_models = _full_text_index()
    db.drop_all()
    assert migrated == made_from_models != []
    assert _full_text_index() == []


def _full_text_index() -> list[str]:
    """Return what the models do not describe, as the database itself spells it."""
    spelled = {
        "sqlite": "SELECT sql FROM sqlite_master WHERE substr(name, 1, 4) = 'fts_' ORDER BY name",
        "postgresql": "SELECT indexdef FROM pg_indexes WHERE starts_with(indexname, 'fts_') ORDER BY indexname",
    }
    with db.engine.connect() as connection:
        return list(connection.scalars(text(spelled[connection.dialect.name])))


def test_every_step_up_can_be_taken_back(empty_app: Flask) -> None:
    flask_migrate.upgrade(str(FOLDER))
    flask_migrate.downgrade(str(FOLDER), revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    flask_migrate.upgrade(str(FOLDER))
    assert "ticket" in inspect(db.engine).get_table_names()


def test_doors_that_were_named_alike_get_names_of_their_own(empty_app: Flask) -> None:
    flask_migrate.upgrade(str(FOLDER), revision="0001")
    ids = sorted(new_id() for _ in range(6))
    place, entrances = ids[0], ids[1:3]
    names = [(entrances[0], "单元门"), (entrances[0], "单元门"), (entrances[0], "单元门2"), (entrances[1], "单元门")]
    columns = "id, community_id, entrance_id, number, name, kind, lock, phys, alarm, mode, tamper"
    insert = text(f"INSERT INTO door ({columns}) VALUES (:id, :place, :entrance, 1, :name, 'entrance', 'x', 'x', 'x', 'x', false)")
    types = [bindparam(name, type_=Uuid()) for name in ("id", "place", "entrance")]
    doors = [{"id": new_id(), "place": place, "entrance": entrance, "name": name} for entrance, name in names]
    with db.engine.connect() as connection:
        _without_foreign_keys(connection)
        connection.execute(insert.bindparams(*types), doors)
        connection.commit()
    flask_migrate.upgrade(str(FOLDER))
    with db.engine.connect() as connection:
        found = dict(connection.execute(text("SELECT id, name FROM door").columns(id=Uuid())).all())
        assert [found[door["id"]] for door in doors] == ["单元门", "单元门3", "单元门2", "单元门"]


def test_a_table_is_rebuilt_while_rows_of_others_point_to_it(empty_app: Flask) -> None:
    flask_migrate.upgrade(str(FOLDER), revision="0001")
    columns = "id, community_id, number, name, kind, lock, phys, alarm, mode, tamper"
    rows = [
        f"INSERT INTO door ({columns}) VALUES (:door, :any, 1, '单元门', 'entrance', 'x', 'x', 'x', 'x', false)",
        "INSERT INTO access_event (id, source, community_id, door_id, staff, kind, via, at, recorded_at)"
        " VALUES (:any, 's', :any, :door, false, 'x', 'x', '2026-01-01 00:00:00', '2026-01-01 00:00:00')",
    ]
    ids = {"door": new_id(), "any": new_id()}
    with db.engine.connect() as connection:
        _without_foreign_keys(connection)
        for row in rows:
            used = [bindparam(name, value, type_=Uuid()) for name, value in ids.items() if f":{name}" in row]
            connection.execute(text(row).bindparams(*used))
        connection.commit()
    db.engine.dispose()  # the next connection has its keys on, as every start has
    flask_migrate.upgrade(str(FOLDER))
    with db.engine.connect() as connection:
        found = connection.execute(text("SELECT door_id FROM access_event").columns(door_id=Uuid())).scalars().all()
        assert found == [ids["door"]]


def _without_foreign_keys(connection: Connection) -> None:
    """Let rows in whose places are of no matter to the test."""
    if connection.dialect.name == "sqlite":
        connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")  # no transaction may have begun
    else:
        connection.exec_driver_sql("SET session_replication_role = replica")


def test_categories_of_before_keep_what_they_promised_and_asked_for(empty_app: Flask) -> None:
    flask_migrate.upgrade(str(FOLDER), revision="0006")
    columns = "id, parent_id, code, name, name_en, icon, sort, response_minutes, resolve_minutes, proof_required, retired"
    values = ":id, :parent, :code, '水', 'Water', 'plug', 0, 15, 241, :proof, false"
    insert = text(f"INSERT INTO category ({columns}) VALUES ({values})")
    matter, problem = new_id(), new_id()
    types = [bindparam(name, type_=Uuid()) for name in ("id", "parent")]
    with db.engine.connect() as connection:
        for row in (
            {"id": matter, "parent": None, "code": "utilities", "proof": False},
            {"id": problem, "parent": matter, "code": "leak", "proof": True},
        ):
            connection.execute(insert.bindparams(*types), row)
        connection.commit()
    flask_migrate.upgrade(str(FOLDER))
    asked = text(
        "SELECT id, parent_id, requires, arrive_minutes, urgent_resolve_minutes, around_clock FROM category WHERE code = :code"
    )
    asked = asked.columns(id=Uuid(), parent_id=Uuid(), requires=JSON())
    with db.engine.connect() as connection:
        found = {code: connection.execute(asked, {"code": code}).one() for code in ("home", "utilities", "leak")}
    assert (found["home"].parent_id, found["utilities"].parent_id, found["leak"].parent_id) == (None, found["home"].id, matter)
    assert [found[code].requires for code in ("utilities", "leak")] == [["measure"], ["measure", "proof"]]
    assert (found["leak"].arrive_minutes, found["leak"].urgent_resolve_minutes, bool(found["leak"].around_clock)) == (
        128,
        121,
        True,
    )
