"""The schema after all migrations is the mapped classes' schema, triggers included, on both engines."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.engine import URL

from app.errors import PartproofError
from app.factory import Factory
from app.settings import PlantSettings, read_settings
from app.wiring import build_hooks
from models.catalogue import metadata
from models.database import single_engine, sqlite_url
from models.migrations import first_schema
from models.migrations.runner import SchemaState, missing_triggers, state_of, trigger_names, upgrade
from models.triggers import Engine as EngineName
from models.triggers import triggers
from tests import postgres


@pytest.fixture
def migrated(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> URL:
    """A database upgraded from nothing, on each engine."""
    if engine_name == "sqlite":
        url = sqlite_url(tmp_path / "m.db")
        upgrade(url)
        return url
    server: postgres.Server = request.getfixturevalue("postgres_server")
    return server.owner(server.new_database())


def test_migrations_and_mapped_classes_agree(migrated: URL) -> None:
    engine = single_engine(migrated)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        name: EngineName = "sqlite" if connection.dialect.name == "sqlite" else "postgresql"
        assert set(trigger_names(connection)) >= {trigger.name for trigger in triggers(name)}
        assert missing_triggers(connection) == []


def test_the_first_migration_is_what_the_classes_say() -> None:
    folder = Path(first_schema.__file__).parent / "versions"
    for dialect in ("sqlite", "postgresql"):
        stored = (folder / f"m0001_foundation.{dialect}.sql").read_text(encoding="utf-8")
        assert stored == first_schema.statements(dialect), "run python -m models.migrations.first_schema"


def test_all_sqlite_tables_are_strict(tmp_path: Path) -> None:
    upgrade(sqlite_url(tmp_path / "m.db"))
    with sqlite3.connect(tmp_path / "m.db") as database:
        rows = database.execute("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'").fetchall()
        assert {name for name, strict in rows if not strict} <= {
            "alembic_version",
            "sqlite_schema",
            "sqlite_master",
        }
        with pytest.raises(sqlite3.IntegrityError):
            database.execute("INSERT INTO number_counter VALUES ('a', 'not a number')")
    database.close()


def test_a_newer_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    Factory.create(tmp_path / "f", PlantSettings("a"), build_hooks()).close()
    file = tmp_path / "f" / "partproof.db"
    with sqlite3.connect(file) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    before = file.read_bytes()
    with pytest.raises(PartproofError) as refused:
        Factory.open(tmp_path / "f", build_hooks())
    assert refused.value.code == "factory.newer"
    assert file.read_bytes() == before


def test_a_damaged_database_is_named(tmp_path: Path) -> None:
    Factory.create(tmp_path / "f", PlantSettings("a"), build_hooks()).close()
    file = tmp_path / "f" / "partproof.db"
    file.write_bytes(b"this is no database" * 1000)
    with pytest.raises(PartproofError) as refused:
        Factory.open(tmp_path / "f", build_hooks())
    assert refused.value.code == "factory.damaged"


def test_an_older_database_is_backed_up_and_brought_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Factory.create(tmp_path / "f", PlantSettings("옛 공장"), build_hooks()).close()
    from app import factory_open

    states = iter([SchemaState.OLDER])
    monkeypatch.setattr(factory_open, "state_of", lambda url: next(states))
    factory = Factory.open(tmp_path / "f", build_hooks())
    assert factory.ask(read_settings).name == "옛 공장"
    factory.close()
    backups = list((tmp_path / "f" / "backups").glob("before-migration-*.db"))
    assert len(backups) == 1
    assert state_of(sqlite_url(backups[0])) is SchemaState.CURRENT


def test_a_failed_migration_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Factory.create(tmp_path / "f", PlantSettings("a"), build_hooks()).close()
    from app import factory_open
    from models.migrations import runner

    monkeypatch.setattr(factory_open, "state_of", lambda url: SchemaState.OLDER)
    monkeypatch.setattr(runner, "remake_triggers", lambda connection, name: None)
    with pytest.raises(PartproofError) as refused:
        Factory.open(tmp_path / "f", build_hooks())
    assert refused.value.code == "factory.migration_failed"
    engine = single_engine(sqlite_url(tmp_path / "f" / "partproof.db"))
    with engine.connect() as connection:
        assert set(trigger_names(connection)) == {trigger.name for trigger in triggers("sqlite")}


def test_foreign_keys_and_refusals_hold_in_raw_sql(migrated: URL, engine_name: str) -> None:
    from sqlalchemy.exc import DBAPIError

    from models.database import write_engine

    engine = write_engine(migrated)
    columns = "id, number, number_key, name, name_en, kind, source, unit, material, weight, active, version"
    part = f"INSERT INTO part ({columns}) VALUES (1, 'a', 'a', 'a', '', '%s', 'made', 'EA', '', %s, 1, 1)"
    bad = (
        "INSERT INTO user_role (user_id, role) VALUES (999, 'reader')",
        part % ("component", "'1,5'"),
        part % ("gadget", "NULL"),
        "INSERT INTO audit_entry VALUES (7, 'x', 0, NULL, 'a', '', 'x', 'plant', NULL, '{}', 1, 'p', 'h')",
    )
    for statement in bad:
        with pytest.raises(DBAPIError), engine.begin() as connection:
            connection.execute(text(statement))
    engine.dispose()
