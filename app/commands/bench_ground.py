"""The ground of the bench: a factory in a temporary folder with an open inspection, and raw copies of its database.

Made by the ordinary verbs of the demo; measures nothing itself.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select

from app.commands.bench_figure import Measuring
from app.demo.crew import DemoCrew, make_crew
from app.demo.design import Designed, make_design
from app.demo.floor import make_floor
from app.factory import Factory
from app.inspection.inspections import open_inspection
from app.settings import PlantSettings
from app.snapshot import copy_database
from app.wiring import build_hooks
from models.characteristic import Characteristic
from models.database import BUSY_TIMEOUT_MS
from models.gauge import Gauge
from models.production import Lot
from models.vocab import InspectionKind

SAMPLES = 1000


@dataclass(frozen=True)
class Ground:
    """A factory in which readings can be stored.

    Attributes:
        places: (characteristic id, sample, value) that are free, in order.
    """

    factory: Factory
    crew: DemoCrew
    designed: Designed
    inspection: int
    gauge: int
    places: list[tuple[int, int, str]]


@contextmanager
def ground_of(measuring: Measuring) -> Iterator[tuple[Ground, Path]]:
    """A ground for one piece in a folder of its own: the same beginning for each, made once and copied."""
    made, first = measuring.once("ground", _make_ground)
    with measuring.folder() as folder:
        shutil.copytree(made / "factory", folder / "factory")
        factory = Factory.open(folder / "factory", build_hooks())
        try:
            yield replace(first, factory=factory, places=list(first.places)), folder
        finally:
            factory.close()


def _make_ground(folder: Path) -> Ground:
    """Make the factory, closed again, and open an inspection with room for thousands of readings."""
    factory = Factory.create(folder / "factory", PlantSettings("Bench"), build_hooks())
    crew = make_crew(factory)
    files = folder / "files"
    files.mkdir()
    designed = make_design(factory, crew, files, "Bench")
    floor = make_floor(factory, crew, designed, "bench:scanner", "bench:gauge")
    with factory.reading() as session:
        lot = session.scalars(select(Lot.id).where(Lot.number == floor.lot_number)).one()
        gauge = session.scalars(select(Gauge.id).where(Gauge.number == "G-014")).one()
    inspection = factory.perform(
        open_inspection,
        kind=InspectionKind.PATROL,
        lot_id=lot,
        sample_size=SAMPLES,
        actor=crew.operator,
    ).result
    places = _places(factory, designed)
    factory.close()
    return Ground(factory, crew, designed, inspection, gauge, places)


def _places(factory: Factory, designed: Designed) -> list[tuple[int, int, str]]:
    """Return free places of characteristics in millimetres that the gauge can judge."""
    with factory.reading() as session:
        rows = session.scalars(
            select(Characteristic)
            .where(Characteristic.document_revision_id == designed.drawing_revision)
            .order_by(Characteristic.id)
        ).all()
        judged = [
            (row.id, f"{(row.lower_limit + row.upper_limit) / 2:.3f}")
            for row in rows
            if row.unit == "mm"
            and row.lower_limit is not None
            and row.upper_limit is not None
            # Thin tolerances: their middle is on a third decimal and inside the gauge's range.
            and row.lower_limit >= Decimal(1)
        ]
    return [(row_id, sample, value) for sample in range(1, SAMPLES + 1) for row_id, value in judged]


def raw_copy(factory: Factory, target: Path) -> sqlite3.Connection:
    """Return a plain sqlite3 connection to a copy of the database: same tables, keys and pragmas, no triggers."""
    source = factory.place.database_file
    assert source is not None
    copy_database(source, target)
    connection = sqlite3.connect(target, isolation_level=None)
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
    for name in names:
        connection.execute(f'DROP TRIGGER "{name}"')
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "journal_mode=TRUNCATE",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        "trusted_schema=OFF",
        "cell_size_check=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")
    return connection
