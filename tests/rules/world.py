"""A factory with everything released, superseded, in review and in draft, to be attacked; asserts nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, create_engine, select, text
from sqlalchemy import table as sql_table
from sqlalchemy.pool import NullPool

from app.bom.lines import LineFacts, add_line, add_substitute, copy_bom
from app.changes.release import release
from app.changes.reviews import open_review, sign_review
from app.drawings.characteristics import BalloonPlace, CharacteristicFacts, add_characteristic
from app.drawings.documents import add_document, attach_file, start_document_revision, use_document
from app.factory import Factory
from app.parts.parts import start_revision
from models.vocab import CharacteristicKind, DocumentKind, Noun, PartKind, Role
from tests.app.test_thread_of_release import approve, make_part
from tests.crew import PASSWORD, Crew


@dataclass(frozen=True)
class World:
    """Ids of what the attacks aim at.

    Attributes:
        ids: ``released``, ``superseded``, ``in_review``, ``draft`` … by name, for SQL templates.
    """

    factory: Factory
    crew: Crew
    ids: dict[str, int]

    def do(self, verb: Any, *args: Any, role: Role = Role.ENGINEER, **facts: Any) -> Any:
        """Perform a verb and return its result."""
        return self.factory.perform(verb, *args, actor=self.crew.actor(role), **facts).result

    @contextmanager
    def raw(self, *, careless: bool = True) -> Iterator[Connection]:
        """Open the database as a tool would: on SQLite with its own defaults (no keys, no recursive triggers)."""
        engine = create_engine(self.factory.place.database, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql(f"PRAGMA recursive_triggers={'OFF' if careless else 'ON'}")
                connection.exec_driver_sql(f"PRAGMA foreign_keys={'OFF' if careless else 'ON'}")
            yield connection
        engine.dispose()

    def rows(self, *tables: str) -> dict[str, list[tuple[Any, ...]]]:
        """Return all rows of some tables, sorted."""
        with self.raw() as connection:
            return {
                table: sorted(
                    (
                        tuple(row)
                        for row in connection.execute(select(text("*")).select_from(sql_table(table)))
                    ),
                    key=repr,
                )
                for table in tables
            }


def make_world(factory: Factory, crew: Crew) -> World:
    """Make assembly A (0 superseded, 1 released, 2 draft), part B in review, drawings in the same states."""
    world = World(factory, crew, {})
    do, ids = world.do, world.ids
    ids["part"], ids["superseded"] = make_part(factory, crew.actor(Role.ENGINEER), "ASSY", PartKind.ASSEMBLY)
    leaves = {}
    for name in ("bolt", "nut", "washer"):
        ids[name], leaves[name] = make_part(
            factory, crew.actor(Role.ENGINEER), name.upper(), PartKind.STANDARD
        )
    ids["old_drawing"] = make_drawing(world, "DW-1", "A")
    do(use_document, ids["superseded"], ids["old_drawing"])
    ids["old_line"] = do(
        add_line, ids["superseded"], LineFacts(ids["bolt"], "10", Decimal("4"), "EA", note="가")
    )
    do(add_substitute, ids["old_line"], ids["nut"])
    both = [(Noun.DOCUMENT_REVISION, ids["old_drawing"]), (Noun.PART_REVISION, ids["superseded"])]
    every = [*((Noun.PART_REVISION, revision) for revision in leaves.values()), *both]
    for noun, entity_id in every:
        approve(factory, crew, noun, entity_id)
    do(release, every)
    ids["released"] = do(start_revision, ids["part"], reason="EO", customer_label="B")
    do(copy_bom, ids["superseded"], ids["released"])
    with world.raw() as connection:
        ids["document"] = connection.execute(text("SELECT id FROM document")).scalar_one()
    ids["drawing"] = make_drawing_revision(world, "B")
    do(use_document, ids["released"], ids["drawing"])
    both = [(Noun.DOCUMENT_REVISION, ids["drawing"]), (Noun.PART_REVISION, ids["released"])]
    for noun, entity_id in both:
        approve(factory, crew, noun, entity_id)
    do(release, both)
    ids["draft"] = do(start_revision, ids["part"], reason="next", customer_label="C")
    ids["draft_line"] = do(add_line, ids["draft"], LineFacts(ids["washer"], "10", Decimal("1"), "EA"))
    ids["draft_drawing"] = make_drawing_revision(world, "C")
    ids["other_part"], ids["in_review"] = make_part(
        factory, crew.actor(Role.ENGINEER), "B", PartKind.COMPONENT
    )
    ids["review_drawing"] = make_drawing(world, "DW-2", "A")
    do(use_document, ids["in_review"], ids["review_drawing"])
    ids["review_line"] = do(add_line, ids["in_review"], LineFacts(ids["nut"], "10", Decimal("2"), "EA"))
    ids["review"] = do(open_review, Noun.PART_REVISION, ids["in_review"])
    do(open_review, Noun.DOCUMENT_REVISION, ids["review_drawing"])
    do(sign_review, Noun.PART_REVISION, ids["in_review"], secret=PASSWORD)
    _look_up(world)
    return world


def make_drawing(world: World, number: str, label: str) -> int:
    """Return a new drawing's first draft with a file, two characteristics and a balloon."""
    drawing = world.do(add_document, number=number, title="도면", kind=DocumentKind.DRAWING, label=label)
    return _fill(world, int(drawing), label)


def make_drawing_revision(world: World, label: str) -> int:
    """Return the next draft of DW-1, filled."""
    drawing = world.do(start_document_revision, world.ids["document"], label=label, reason="EO")
    return _fill(world, int(drawing), label)


def _fill(world: World, drawing: int, label: str) -> int:
    world.do(attach_file, drawing, f"drawing {drawing} {label}".encode(), f"{label}.step")
    for number, nominal in (("1", "40.00"), ("2", "12.5")):
        facts = CharacteristicFacts(
            number, CharacteristicKind.LENGTH, nominal, Decimal(nominal), Decimal("0.05"), Decimal("-0.05")
        )
        place = BalloonPlace(1, Decimal("10"), Decimal("20"), Decimal("30.5"), Decimal("40"))
        world.do(add_characteristic, drawing, facts, place)
    return drawing


def _look_up(world: World) -> None:
    queries = {
        "line": "SELECT id FROM bom_line WHERE revision_id = :released",
        "substitute": "SELECT s.id FROM bom_substitute s JOIN bom_line l ON l.id = s.line_id"
        " WHERE l.revision_id = :released",
        "file": "SELECT id FROM document_file WHERE revision_id = :drawing",
        "draft_file": "SELECT id FROM document_file WHERE revision_id = :draft_drawing",
        "characteristic": "SELECT MIN(id) FROM characteristic WHERE document_revision_id = :drawing",
        "draft_characteristic": "SELECT MIN(id) FROM characteristic WHERE document_revision_id = :draft_drawing",
        "balloon": "SELECT MIN(b.id) FROM balloon b JOIN characteristic c ON c.id = b.characteristic_id"
        " WHERE c.document_revision_id = :drawing",
        "draft_balloon": "SELECT MIN(b.id) FROM balloon b JOIN characteristic c ON c.id = b.characteristic_id"
        " WHERE c.document_revision_id = :draft_drawing",
        "link": "SELECT id FROM part_document WHERE part_revision_id = :released",
        "step": "SELECT id FROM review_step WHERE review_id = :review AND position = 1",
        "next_step": "SELECT id FROM review_step WHERE review_id = :review AND position = 2",
        "last_step": "SELECT id FROM review_step WHERE review_id = :review AND position = 3",
        "signature": "SELECT MIN(id) FROM signature",
        "foreign_signature": "SELECT MIN(id) FROM signature WHERE meaning = 'reviewed'",
        "engineer": "SELECT id FROM user_account WHERE login = 'engineer'",
    }
    with world.raw() as connection:
        for name, query in queries.items():
            wanted = {key: value for key, value in world.ids.items() if f":{key}" in query}
            world.ids[name] = connection.execute(text(query), wanted).scalar_one()


def is_sqlite(factory: Factory) -> bool:
    """Tell which engine a factory runs on."""
    return factory.place.database_file is not None
