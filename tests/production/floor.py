"""A small shop floor on a test factory: a released part with its drawing, gauges, a station, an order, a lot.

Made by the ordinary verbs; holds no assertions.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.changes.release import release
from app.changes.reviews import open_review, sign_review
from app.drawings.characteristics import CharacteristicFacts, add_characteristic
from app.drawings.documents import add_document, attach_file, use_document
from app.errors import PartproofError
from app.factory import Factory
from app.gauges.calibrations import record_calibration
from app.gauges.gauges import add_gauge
from app.parts.parts import add_part
from app.people.signatures import record_opened
from app.production.lots import create_lot
from app.production.orders import create_order, find_order, release_order
from app.production.stations import add_device, add_station
from app.texts import LANGUAGES, Language
from app.unit_of_work import Actor
from models.document import Document, DocumentRevision
from models.part import Part, PartRevision
from models.vocab import (
    CalibrationResult,
    CharacteristicKind,
    DeviceKind,
    DocumentKind,
    Noun,
    PartKind,
    Role,
    Source,
)
from tests.crew import PASSWORD, Crew

GAUGE_PORT = "pty:gauge"
SCANNER_PORT = "pty:scanner"
CALIBRATED = date(2026, 6, 1)


@dataclass(frozen=True)
class Floor:
    """Ids of what stands on the floor; ``balloons`` are the characteristics by balloon number."""

    factory: Factory
    crew: Crew
    part_id: int
    part_revision_id: int
    document_id: int
    document_revision_id: int
    balloons: dict[str, int]
    gauge_id: int
    spare_gauge_id: int
    station_id: int
    order_id: int
    lot_id: int

    @property
    def operator(self) -> Actor:
        """The operator at the station."""
        return self.crew.actor(Role.OPERATOR)

    @property
    def quality(self) -> Actor:
        """The quality engineer."""
        return self.crew.actor(Role.QUALITY)

    @property
    def engineer(self) -> Actor:
        """The engineer who plans orders."""
        return self.crew.actor(Role.ENGINEER)

    def do(self, verb: Any, *args: Any, actor: Actor | None = None, **facts: Any) -> Any:
        """Perform a verb as the operator, or as somebody else, and return its result."""
        try:
            return self.factory.perform(verb, *args, actor=actor or self.operator, **facts).result
        except PartproofError as refusal:
            for language in LANGUAGES:
                # A refusal that cannot be said is a mistake of ours.
                Language(language).explain(refusal)
            raise


def characteristics() -> tuple[CharacteristicFacts, ...]:
    """A two-sided, a one-sided and a visual characteristic."""
    return (
        CharacteristicFacts(
            "1",
            CharacteristicKind.LENGTH,
            "40 +0.05/0",
            nominal=Decimal("40"),
            upper_tolerance=Decimal("0.05"),
            lower_tolerance=Decimal("0.00"),
            sample_size=2,
        ),
        CharacteristicFacts(
            "2", CharacteristicKind.GEOMETRIC, "⏥ 0.05", upper_limit=Decimal("0.05"), sample_size=1
        ),
        CharacteristicFacts("3", CharacteristicKind.NOTE, "버 없을 것", unit="", sample_size=1),
    )


def make_floor(factory: Factory, crew: Crew) -> Floor:
    """Make the whole floor."""
    engineer, quality = crew.actor(Role.ENGINEER), crew.actor(Role.QUALITY)

    def do(verb: Any, *args: Any, actor: Actor = engineer, **facts: Any) -> Any:
        return factory.perform(verb, *args, actor=actor, **facts).result

    do(add_part, number="HB-2210-01", name="허브 브라켓", kind=PartKind.COMPONENT, source=Source.MADE)
    do(add_document, number="DW-2210", title="허브 브라켓", kind=DocumentKind.DRAWING, label="B")
    with factory.reading() as session:
        part = session.query(Part).filter_by(number="HB-2210-01").one()
        revision = session.query(PartRevision).filter_by(part_id=part.id).one()
        document = session.query(Document).filter_by(number="DW-2210").one()
        drawing = session.query(DocumentRevision).filter_by(document_id=document.id).one()
    file_hash = do(attach_file, drawing.id, "도면 B".encode(), "DW-2210_B.txt")
    balloons = {facts.number: do(add_characteristic, drawing.id, facts) for facts in characteristics()}
    do(use_document, revision.id, drawing.id)
    approve(factory, crew, Noun.DOCUMENT_REVISION, drawing.id, file_hash)
    approve(factory, crew, Noun.PART_REVISION, revision.id, file_hash)
    do(release, [(Noun.PART_REVISION, revision.id), (Noun.DOCUMENT_REVISION, drawing.id)])
    gauge = do(add_gauge, actor=quality, **gauge_facts("G-014"))
    spare = do(add_gauge, actor=quality, **gauge_facts("G-015"))
    for gauge_id in (gauge, spare):
        do(record_calibration, gauge_id, actor=quality, **calibration_facts())
    station = do(add_station, code="ST-1", name="가공 1")
    do(add_device, station, kind=DeviceKind.GAUGE, port=GAUGE_PORT, driver="digimatic_raw", gauge_id=gauge)
    do(add_device, station, kind=DeviceKind.SCANNER, port=SCANNER_PORT)
    order = do(create_order, revision.id, quantity=Decimal(500))
    with factory.reading() as session:
        version = find_order(session, order).version
    do(release_order, order, expected_version=version)
    lot = do(create_lot, part_id=part.id, quantity=Decimal(100), order_id=order, heat_number="H-7788")
    return Floor(
        factory,
        crew,
        part.id,
        revision.id,
        document.id,
        drawing.id,
        balloons,
        gauge,
        spare,
        station,
        order,
        lot,
    )


def gauge_facts(number: str) -> dict[str, Any]:
    """What a micrometer of the register is."""
    return {
        "number": number,
        "name": "마이크로미터",
        "kind": "micrometer",
        "measures_in": "mm",
        "resolution": Decimal("0.001"),
        "range_low": Decimal(0),
        "range_high": Decimal(50),
    }


def calibration_facts(done_on: date = CALIBRATED) -> dict[str, Any]:
    """A passed calibration."""
    return {
        "done_on": done_on,
        "result": CalibrationResult.PASS,
        "certificate": f"C-{done_on:%Y%m%d}",
        "laboratory": "한국교정",
    }


def approve(factory: Factory, crew: Crew, noun: Noun, entity_id: int, file_hash: str) -> None:
    """Send a draft to review and let everybody sign it, having opened its file."""
    factory.perform(open_review, noun, entity_id, actor=crew.actor(Role.ENGINEER))
    for role in (Role.ENGINEER, Role.QUALITY, Role.APPROVER):
        factory.perform(record_opened, file_hash, actor=crew.actor(role))
        factory.perform(sign_review, noun, entity_id, secret=PASSWORD, actor=crew.actor(role))
