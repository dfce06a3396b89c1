"""Three hundred single edits of the database file, by its owner: each is found, none crashes the check."""

from __future__ import annotations

import random
import shutil
import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.audit_trail import TrailReport, check_trail
from app.changes_recorder import UNRECORDED_TABLES
from app.factory import Factory
from app.unit_of_work import AuditHead
from models.database import read_engine, sqlite_url
from tests.crew import Crew
from tests.rules.world import make_world

EDITS = 300
Value = str | int | bytes | None


@pytest.fixture
def original(factory: Factory, crew: Crew) -> tuple[Path, AuditHead]:
    """The file of a factory in which much was done, closed, and its head."""
    make_world(factory, crew)
    head = factory.ask(check_trail).head
    file = factory.place.database_file
    assert file is not None
    factory.close()
    return file, head


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    """Open without checks, and without waiting for the disk."""
    with closing(sqlite3.connect(file)) as database:
        for pragma in ("ignore_check_constraints=ON", "synchronous=OFF", "journal_mode=MEMORY"):
            database.execute(f"PRAGMA {pragma}")
        yield database
        database.commit()


def _without_refusals(file: Path, target: Path) -> Path:
    shutil.copy(file, target)
    with _opened(target) as database:
        database.execute("BEGIN")
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {name}")
    return target


def _tables(database: sqlite3.Connection) -> list[str]:
    names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    kept = [name for name in names if name not in UNRECORDED_TABLES and name != "alembic_version"]
    return [name for name in kept if database.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchone()]


def _other(value: Value, chance: random.Random) -> Value:
    """Return another value of the same storage class, often one that only looks the same."""
    if value is None:
        return None
    if isinstance(value, int):
        return 1 - value if value in (0, 1) else value + chance.choice((-1, 1))
    if isinstance(value, bytes):
        return value + b"x"
    changes = [
        value + "x",
        value + " ",
        value + "\0",
        value[:-1],
        unicodedata.normalize("NFD", value),
        value.swapcase(),
        value.replace(":", ": ", 1),
        value.replace("0", "1", 1),
        value.replace("T", " ", 1),
        "",
    ]
    return chance.choice([text for text in changes if text != value])


def _edit(database: sqlite3.Connection, chance: random.Random) -> str:
    """Make one edit and say which."""
    act = chance.choice(
        ("cell", "cell", "cell", "cell", "delete", "double", "swap", "chain", "tail", "order")
    )
    tables = ["audit_entry"] if act in ("chain", "tail", "order") else _tables(database)
    table = chance.choice(tables)
    rows = [row[0] for row in database.execute(f"SELECT rowid FROM {table} ORDER BY rowid")]
    columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})") if row[1] != "version"]
    row, column = chance.choice(rows), chance.choice(columns)
    if act == "delete":
        database.execute(f"DELETE FROM {table} WHERE rowid = ?", (row,))
        return f"{table} row {row} deleted"
    if act == "tail":
        database.execute("DELETE FROM audit_entry WHERE seq > ?", (max(rows) - chance.randint(1, 9),))
        return "tail cut"
    if act == "order":
        first, second = chance.sample(rows, 2)
        for old, new in ((first, -1), (second, first), (-1, second)):
            database.execute("UPDATE audit_entry SET seq = ? WHERE seq = ?", (new, old))
        return f"entries {first} and {second} changed places"
    if act == "double":
        return _double(database, table, row)
    (value,) = database.execute(f"SELECT {column} FROM {table} WHERE rowid = ?", (row,)).fetchone()
    if act == "swap":
        query = f"SELECT rowid, {column} FROM {table} WHERE {column} IS NOT ? LIMIT 1"
        found = database.execute(query, (value,)).fetchone()
        new = found[1] if found is not None else _other(value, chance)
    else:
        new = _other(value, chance)
    try:
        database.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (new, row))
    except sqlite3.IntegrityError:
        return ""
    return "" if new == value else f"{table} row {row} {column}: {value!r} became {new!r}"[:200]


def _double(database: sqlite3.Connection, table: str, row: int) -> str:
    names = [line[1] for line in database.execute(f"PRAGMA table_info({table})")]
    values = list(database.execute(f"SELECT * FROM {table} WHERE rowid = ?", (row,)).fetchone())
    for place, value in enumerate(values):
        if names[place] in ("id", "seq"):
            values[place] = 999_983
        elif isinstance(value, str) and (
            names[place].endswith(("key", "hash", "uuid")) or names[place] == "name"
        ):
            values[place] = value + "x"
    try:
        database.execute(f"INSERT INTO {table} VALUES ({','.join('?' * len(values))})", values)
    except sqlite3.IntegrityError:
        return ""
    return f"{table} row {row} doubled"


def _report(file: Path, held: AuditHead) -> TrailReport:
    engine = read_engine(sqlite_url(file))
    try:
        with Session(engine) as session:
            return check_trail(session, held=held)
    finally:
        engine.dispose()


@pytest.mark.slow
@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_each_of_many_single_edits_is_found(original: tuple[Path, AuditHead], tmp_path: Path) -> None:
    file, head = original
    assert _report(file, head).problems == []
    bare = _without_refusals(file, tmp_path / "bare.db")
    chance = random.Random(20261124)
    done = 0
    overlooked = []
    while done < EDITS:
        copy = tmp_path / "copy.db"
        shutil.copy(bare, copy)
        with _opened(copy) as database:
            edit = _edit(database, chance)
        if not edit:
            continue
        done += 1
        found = [entry for entry in _report(copy, head).problems if "refusal" not in entry.sentence]
        if not found:
            overlooked.append(edit)
    assert overlooked == []


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_refusal_that_says_something_else_is_missed(original: tuple[Path, AuditHead]) -> None:
    file, head = original
    with closing(sqlite3.connect(file)) as database:
        database.execute("DROP TRIGGER child_bom_line_update")
        database.execute(
            "CREATE TRIGGER child_bom_line_update BEFORE UPDATE ON bom_line FOR EACH ROW WHEN 1 = 0 "
            "BEGIN SELECT RAISE(ABORT, 'refused'); END"
        )
        database.commit()
    problems = _report(file, head).problems
    assert [dict(problem.values)["name"] for problem in problems] == ["child_bom_line_update"]


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_another_password_put_in_by_hand_is_found(original: tuple[Path, AuditHead]) -> None:
    file, head = original
    with closing(sqlite3.connect(file)) as database:
        database.execute(
            "UPDATE user_account SET pin_hash = (SELECT password_hash FROM user_account WHERE id = 2) WHERE id = 4"
        )
        database.commit()
    values = [dict(problem.values) for problem in _report(file, head).problems]
    assert [(entry["key"], entry["column"]) for entry in values] == [("[4]", "pin_hash")]
