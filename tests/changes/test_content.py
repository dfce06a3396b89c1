"""The hash of what is signed: every column counts unless a reason is named here, and order never does."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Column, Table, delete, insert, select, update
from sqlalchemy.orm import Session

from app.bom.lines import LineFacts, add_line, add_substitute, edit_line
from app.changes.content import content_hash
from app.drawings.documents import attach_file, use_document
from app.factory import Factory
from models.catalogue import metadata
from models.database import write_engine
from models.triggers import triggers
from models.types import Choice, Day, ExactDecimal, Flag
from models.vocab import Noun
from tests.crew import Crew
from tests.rules.world import World, make_world

# Columns that are not signed, each with the reason. A new column must be hashed, or be named here.
ROW = "names the row, not its content"
LIFE = "lifecycle; moves along listed transitions after signing"
FIXED = "never changes: the database refuses it for any state"
ORDER = "order of rows; the number beside it is signed"
MASTER = "uncontrolled attribute of the master; changes after release are on record"
TRANSFERRED = ("transfer_line_id", "original_revision", "original_approved_on", "original_approver")
NOT_SIGNED: dict[str, dict[str, str]] = {
    "part": {
        "id": ROW,
        "version": ROW,
        "number_key": "follows from the number",
        **dict.fromkeys(
            ("name", "name_en", "source", "material", "weight", "active", "cost", "currency"), MASTER
        ),
    },
    "part_revision": {
        "id": ROW,
        "version": ROW,
        "part_id": FIXED,
        "internal_label": FIXED,
        "major": FIXED,
        "minor": FIXED,
        "migrated": FIXED,
        **dict.fromkeys(TRANSFERRED, FIXED),
        "created_by_id": FIXED,
        "created_at": FIXED,
        "content_hash": "is the hash itself",
        **dict.fromkeys(
            ("state", "maturity", "released_at", "effective_from", "effective_to", "superseded_by_id"), LIFE
        ),
    },
    "bom_line": {"id": ROW, "revision_id": ROW, "position": ORDER},
    "bom_substitute": {"id": ROW, "line_id": ROW},
    "part_document": {"id": ROW, "part_revision_id": ROW},
    "document": {"id": ROW, "version": ROW, "number_key": "follows from the number"},
    "document_revision": {
        "id": ROW,
        "version": ROW,
        "document_id": FIXED,
        "migrated": FIXED,
        **dict.fromkeys(TRANSFERRED, FIXED),
        "created_by_id": FIXED,
        "created_at": FIXED,
        "content_hash": "is the hash itself",
        **dict.fromkeys(("state", "released_at", "superseded_by_id"), LIFE),
    },
    "document_file": {
        "id": ROW,
        "revision_id": ROW,
        "position": ORDER,
        "page_count": "follows from the file, which is signed by its hash",
    },
    "characteristic": {"id": ROW, "version": ROW, "document_revision_id": ROW, "position": ORDER},
    "balloon": {"id": ROW, "characteristic_id": ROW},
}


@pytest.fixture
def world(factory: Factory, crew: Crew) -> World:
    """A world whose draft has a line with substitutes, a drawing and two files."""
    made = make_world(factory, crew)
    ids, do = made.ids, made.do
    do(use_document, ids["draft"], ids["draft_drawing"])
    line = do(add_line, ids["draft"], LineFacts(ids["bolt"], "20", Decimal("2.50"), "EA", reference="R1"))
    do(add_substitute, line, ids["nut"])
    do(add_substitute, line, ids["washer"])
    do(attach_file, ids["draft_drawing"], b"a second sheet", "second.step")
    return made


@contextmanager
def _unsaved(world: World) -> Iterator[Session]:
    """Open a session that may change anything, seen by it alone: refusals come back with the roll-back."""
    engine = write_engine(world.factory.place.database)
    with Session(engine) as session:
        for trigger in triggers("sqlite"):
            session.connection().exec_driver_sql(trigger.drop("sqlite")[0])
        yield session
        session.rollback()
    engine.dispose()


def _rows_of(world: World, session: Session) -> dict[str, dict[str, Any]]:
    """Return one row of the draft's content by table."""
    tables, ids = metadata.tables, world.ids

    def first(table: str, **where: Any) -> dict[str, Any]:
        found = tables[table]
        query = select(found).where(*(found.c[name] == value for name, value in where.items()))
        return dict(session.execute(query.order_by(found.c.id)).mappings().first() or {})

    line = first("bom_line", revision_id=ids["draft"], find_number="20")
    characteristic = first("characteristic", document_revision_id=ids["draft_drawing"])
    return {
        "part": first("part", id=ids["part"]),
        "part_revision": first("part_revision", id=ids["draft"]),
        "bom_line": line,
        "bom_substitute": first("bom_substitute", line_id=line["id"]),
        "part_document": first("part_document", part_revision_id=ids["draft"]),
        "document": first("document", id=ids["document"]),
        "document_revision": first("document_revision", id=ids["draft_drawing"]),
        "document_file": first("document_file", revision_id=ids["draft_drawing"]),
        "characteristic": characteristic,
        "balloon": first("balloon", characteristic_id=characteristic["id"]),
    }


def _hashes(world: World, session: Session) -> tuple[str, str]:
    session.expire_all()
    return (
        content_hash(session, Noun.PART_REVISION, world.ids["draft"]),
        content_hash(session, Noun.DOCUMENT_REVISION, world.ids["draft_drawing"]),
    )


def _other(world: World, table: str, column: Column[Any], value: Any) -> Any:
    ids = world.ids
    if column.foreign_keys:
        return {
            "child_part_id": ids["other_part"],
            "part_id": ids["other_part"],
            "pinned_revision_id": ids["in_review"],
            "document_id": ids["document"] + 1,
            "document_revision_id": ids["drawing"],
            "file_hash": world.rows("vault_file")["vault_file"][0][0],
        }[column.name]
    kind = column.type
    if isinstance(kind, Choice):
        return next(word for word in kind.vocabulary if word != value)
    if isinstance(kind, Flag):
        return not value
    if isinstance(kind, ExactDecimal):
        # One more zero is another resolution, so it counts too.
        return (
            Decimal("1.0") if value is None else Decimal(f"{value}0" if "." in str(value) else f"{value}.0")
        )
    if isinstance(kind, Day):
        return date(2026, 1, 2)
    return value + 70 if isinstance(value, int) else f"{value or ''}x"


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_every_column_counts_or_has_a_reason_not_to(world: World) -> None:
    forgotten = []
    with _unsaved(world) as session:
        before = _hashes(world, session)
        for name, row in _rows_of(world, session).items():
            table = metadata.tables[name]
            for column in table.columns:
                if column.name in NOT_SIGNED[name]:
                    continue
                with session.begin_nested() as point:
                    new = _other(world, name, column, row[column.name])
                    assert new != row[column.name] or str(new) != str(row[column.name]), column
                    session.execute(update(table).where(table.c.id == row["id"]).values({column.name: new}))
                    if _hashes(world, session) == before:
                        forgotten.append(f"{name}.{column.name}")
                    point.rollback()
        assert _hashes(world, session) == before
    assert forgotten == []
    for name, reasons in NOT_SIGNED.items():
        assert set(reasons) <= set(metadata.tables[name].columns.keys())


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_every_row_counts_and_the_order_of_rows_never(world: World) -> None:
    owned = ("bom_line", "bom_substitute", "part_document", "document_file", "characteristic", "balloon")
    chance = random.Random(7)
    with _unsaved(world) as session:
        before = _hashes(world, session)
        for name in owned:
            row, table = _rows_of(world, session)[name], metadata.tables[name]
            with session.begin_nested() as point:
                for child in (
                    metadata.tables["bom_substitute"].c.line_id,
                    metadata.tables["balloon"].c.characteristic_id,
                ):
                    if child.references(table.c.id):
                        session.execute(delete(child.table).where(child == row["id"]))
                session.execute(delete(table).where(table.c.id == row["id"]))
                assert _hashes(world, session) != before, name
                point.rollback()
        for _ in range(20):
            with session.begin_nested() as point:
                for name in chance.sample(owned, 6):
                    _reorder(session, metadata.tables[name], chance)
                assert _hashes(world, session) == before
                point.rollback()


def _reorder(session: Session, table: Table, chance: random.Random) -> None:
    """Give the rows of a leaf table other ids, and other positions where they have one."""
    rows = list(session.execute(select(table)).mappings())
    if table.name in ("bom_substitute", "part_document", "document_file", "balloon"):
        session.execute(delete(table))
        ids = [row["id"] for row in rows]
        chance.shuffle(ids)
        places = chance.sample(range(1_000, 9_000), len(rows))
        for row, new, place in zip(rows, ids, places, strict=True):
            values = {**row, "id": new}
            if "position" in values:
                values["position"] = place
            session.execute(insert(table).values(values))
        return
    for row in rows:
        session.execute(
            update(table).where(table.c.id == row["id"]).values(position=chance.randint(1, 10_000))
        )


def test_both_engines_and_both_forms_of_korean_give_one_hash(factory: Factory, crew: Crew) -> None:
    made = make_world(factory, crew)
    ids = made.ids
    first = factory.ask(content_hash, Noun.PART_REVISION, ids["draft"])
    for note in ("각인 확인", unicodedata.normalize("NFD", "각인 확인")):
        facts = LineFacts(ids["washer"], "10", Decimal("1"), "EA", note=note)
        made.do(edit_line, ids["draft_line"], facts)
        noted = factory.ask(content_hash, Noun.PART_REVISION, ids["draft"])
        assert noted != first
    made.do(edit_line, ids["draft_line"], LineFacts(ids["washer"], "10", Decimal("1"), "EA"))
    assert factory.ask(content_hash, Noun.PART_REVISION, ids["draft"]) == first
    # The same on both engines; another form of the content needs another VERSION in app/changes/content.py.
    assert first == "bfc2c7a13f9e3915c49d6fd99aa0e39bb2192da669d59c512d61f22657b31dd4"
