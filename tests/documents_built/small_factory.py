"""A small factory made by the ordinary verbs: one part with drawing and BOM, two inspections, a PPAP assessment.

Names hold what must not harm a document: formulas, decomposed Korean, long words. Asserts nothing.
"""

from __future__ import annotations

import io
import unicodedata
import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

import pikepdf
from sqlalchemy import select

from app.bom.lines import LineFacts, add_line, add_substitute
from app.certification.assessments import (
    accept_requirement,
    attach_evidence,
    exclude_requirement,
    gather_evidence,
    open_assessment,
)
from app.certification.queries import requirement_rows
from app.changes.content import files_of
from app.changes.customer_changes import receive_customer_change
from app.changes.four_m import (
    approve_four_m,
    assess_four_m,
    put_four_m_in_effect,
    report_four_m,
    try_four_m,
)
from app.changes.order_flow import work_out_impact
from app.changes.orders import add_item, add_task, make_change_order
from app.changes.release import release
from app.changes.reviews import open_review, sign_review
from app.demo.drawing import make_drawing
from app.drawings.characteristics import add_characteristic
from app.drawings.documents import add_document, attach_file, use_document
from app.drawings.queries import characteristic_rows
from app.factory import Factory
from app.gauges.calibrations import record_calibration
from app.gauges.gauges import add_gauge
from app.inspection.inspections import finish_inspection, open_inspection
from app.inspection.measurement import Measurement
from app.inspection.readings import correct_reading, store_reading
from app.parts.parts import add_customer, add_part, edit_revision, link_customer
from app.parts.queries import part_head
from app.people.signatures import record_opened
from app.production.lots import create_lot, release_lot
from app.production.orders import create_order, release_order
from app.production.shipping import Taken, ship_lots
from app.settings import change_setting
from app.unit_of_work import Actor
from models.part import Customer, Part, PartCustomer
from models.production import WorkOrder
from models.vocab import (
    CalibrationResult,
    DocumentKind,
    EntryMode,
    InspectionKind,
    Noun,
    PartKind,
    Role,
    Source,
)
from tests.crew import PASSWORD, Crew

FORMULA: Final = "=cmd|'/c calc'!A0"
DECOMPOSED: Final = unicodedata.normalize("NFD", "허브 하우징")
COMPOSED: Final = unicodedata.normalize("NFC", DECOMPOSED)
CORRECTED_FROM: Final = "46.999"
LATE_REASON: Final = "정전으로 종이에 적음"


@dataclass(frozen=True)
class SmallFactory:
    """Ids of what was made; ``finished`` failed with one NG, ``open`` lacks readings."""

    part_revision: int
    drawing: int
    finished: int
    open: int
    assessment: int
    values: tuple[str, ...]
    change: int
    four_m: int
    shipment: int


def make_small_factory(factory: Factory, crew: Crew, *, locked_drawing: bool = False) -> SmallFactory:
    """Make everything and return the ids."""
    engineer, quality = crew.actor(Role.ENGINEER), crew.actor(Role.QUALITY)
    factory.perform(
        change_setting,
        reason="test",
        supplier_code="D0427",
        address="경기도 화성시",
        form_numbers={"bom_list": "QF-03-01 Rev.2"},
        actor=crew.actor(Role.ADMINISTRATOR),
    )
    part, revision, drawing = _design(factory, crew, engineer, locked_drawing)
    lot = _lot(factory, engineer, part, revision)
    gauge = _gauge(factory, quality)
    finished, values = _measured(factory, crew, lot, drawing, gauge)
    waiting = _half_measured(factory, crew, _lot(factory, engineer, part, revision), drawing, gauge)
    assessment = _assessment(factory, quality, revision)
    lots = (_lot(factory, engineer, part, revision), _lot(factory, engineer, part, revision))
    shipment = _shipped(factory, quality, part, lots)
    # After the shipment: what is made after it in effect waits for a first piece.
    four_m = _four_m(factory, crew, part, lot)
    change = _change(factory, engineer)
    return SmallFactory(revision, drawing, finished, waiting, assessment, values, change, four_m, shipment)


def locked_pdf() -> bytes:
    """Return a PDF that cannot be opened without its password."""
    out = io.BytesIO()
    with pikepdf.Pdf.new() as made:
        made.add_blank_page()
        made.save(out, encryption=pikepdf.Encryption(owner="o", user="secret"))
    return out.getvalue()


def approve(factory: Factory, crew: Crew, noun: Noun, entity_id: int) -> None:
    """Have a revision reviewed and signed by all three."""
    factory.perform(open_review, noun, entity_id, actor=crew.actor(Role.ENGINEER))
    for role in (Role.ENGINEER, Role.QUALITY, Role.APPROVER):
        for file_hash in factory.ask(files_of, noun, entity_id):
            factory.perform(record_opened, file_hash, actor=crew.actor(role))
        factory.perform(sign_review, noun, entity_id, secret=PASSWORD, actor=crew.actor(role))


def _design(factory: Factory, crew: Crew, engineer: Actor, locked: bool) -> tuple[int, int, int]:
    customer = factory.perform(add_customer, code="HG", name="한길자동차", actor=engineer).result
    part, revision = _part(factory, engineer, "HB-2210-01", DECOMPOSED, PartKind.COMPONENT, None)
    bolt, bolt_revision = _part(factory, engineer, "ST-BLT-M8", FORMULA, PartKind.STANDARD, "0.0162")
    other, other_revision = _part(factory, engineer, "ST-BLT-M8B", "대체 볼트", PartKind.STANDARD, None)
    factory.perform(
        link_customer,
        part,
        customer,
        customer_part_number="512210-KX300",
        vehicle="KX-3",
        engineering_order="EO-7731",
        actor=engineer,
    )
    factory.perform(edit_revision, revision, customer_label="B", reason="양산 승인용", actor=engineer)
    lines = [
        LineFacts(bolt, "10", Decimal("4"), "EA", note=FORMULA),
        LineFacts(other, "20", Decimal("1"), "EA", per=Decimal("3")),
    ]
    added = [factory.perform(add_line, revision, line, actor=engineer).result for line in lines]
    factory.perform(add_substitute, added[0], other, actor=engineer)
    drawing = _drawing(factory, engineer, locked)
    factory.perform(use_document, revision, drawing, actor=engineer)
    targets = [
        (Noun.DOCUMENT_REVISION, drawing),
        (Noun.PART_REVISION, bolt_revision),
        (Noun.PART_REVISION, other_revision),
        (Noun.PART_REVISION, revision),
    ]
    for noun, entity_id in targets:
        approve(factory, crew, noun, entity_id)
    factory.perform(release, targets, actor=engineer)
    return part, revision, drawing


def _part(
    factory: Factory, actor: Actor, number: str, name: str, kind: PartKind, weight: str | None
) -> tuple[int, int]:
    part = factory.perform(
        add_part,
        number=number,
        name=name,
        kind=kind,
        source=Source.MADE,
        weight=None if weight is None else Decimal(weight),
        actor=actor,
    ).result
    head = factory.ask(part_head, part)
    assert head is not None
    assert head.newest is not None
    return part, head.newest.id


def _drawing(factory: Factory, engineer: Actor, locked: bool) -> int:
    drawn = make_drawing("시험 공장")
    drawing = factory.perform(
        add_document,
        number="DW-2210",
        title=COMPOSED,
        kind=DocumentKind.DRAWING,
        label="B",
        issued_on=date(2026, 8, 14),
        actor=engineer,
    ).result
    name = unicodedata.normalize("NFD", "도면 DW-2210.pdf")
    factory.perform(attach_file, drawing, drawn.pdf, name, actor=engineer)
    if locked:
        factory.perform(attach_file, drawing, locked_pdf(), "고객 원본.PDF.bin", actor=engineer)
    for facts, place in drawn.characteristics:
        factory.perform(add_characteristic, drawing, facts, place, actor=engineer)
    return int(drawing)


def _lot(factory: Factory, engineer: Actor, part: int, revision: int) -> int:
    order = factory.perform(create_order, revision, quantity=Decimal(500), actor=engineer).result
    with factory.reading() as session:
        version = session.get_one(WorkOrder, order).version
    factory.perform(release_order, order, expected_version=version, actor=engineer)
    made = factory.perform(
        create_lot,
        part_id=part,
        quantity=Decimal(500),
        order_id=order,
        heat_number="=1+1",
        actor=engineer,
    ).result
    return int(made)


def _gauge(factory: Factory, quality: Actor) -> int:
    gauge = factory.perform(
        add_gauge,
        number="G-014",
        name="하이트 게이지",
        kind="하이트 게이지",
        measures_in="mm",
        resolution=Decimal("0.001"),
        range_low=Decimal(0),
        range_high=Decimal(300),
        maker="Mitutoyo",
        serial_number="014-2291",
        actor=quality,
    ).result
    factory.perform(
        record_calibration,
        gauge,
        done_on=date(2026, 7, 26),
        result=CalibrationResult.PASS,
        certificate="KOLAS-26-014",
        laboratory="한국정밀교정",
        file=b"%PDF-1.4 certificate",
        file_name="KOLAS-26-014.pdf",
        actor=quality,
    )
    return int(gauge)


def _measurement(mode: EntryMode, value: str | None, gauge: int | None, number: int) -> Measurement:
    raw = b"" if mode is not EntryMode.DEVICE else f"01A+{value}\r".encode()
    return Measurement(
        uuid.UUID(int=number),
        mode,
        value,
        attribute="OK" if value is None else "",
        raw=raw,
        gauge_id=gauge,
        reason=LATE_REASON if mode is EntryMode.LATE else "",
    )


def _measured(
    factory: Factory, crew: Crew, lot: int, drawing: int, gauge: int
) -> tuple[int, tuple[str, ...]]:
    """Measure three samples of everything: one NG, one corrected, one keyed, one late."""
    operator = crew.actor(Role.OPERATOR)
    inspection = factory.perform(
        open_inspection, kind=InspectionKind.LAYOUT, lot_id=lot, sample_size=3, actor=operator
    ).result
    values: list[str] = []
    wrong = 0
    for row in factory.ask(characteristic_rows, drawing):
        for sample in (1, 2, 3):
            number = int(inspection) * 1000 + len(values)
            value = _value(row.number, sample, row.upper_limit, row.lower_limit)
            mode = EntryMode.DEVICE if value is not None else EntryMode.KEYED
            if (row.number, sample) == ("1", 2):
                mode = EntryMode.KEYED
            measurement = _measurement(mode, value, None if value is None else gauge, number)
            if (row.number, sample) == ("1", 3):
                late = factory.clock() - timedelta(hours=2)
                measurement = _measurement(EntryMode.LATE, value, gauge, number)
                measurement = Measurement(**{**measurement.__dict__, "measured_at": late})
            stored = factory.perform(
                store_reading, inspection, row.id, sample, measurement, actor=operator
            ).result
            wrong = stored.reading_id if value == CORRECTED_FROM else wrong
            values.append(value or "")
    factory.perform(
        correct_reading,
        wrong,
        event_id=uuid.UUID(int=77),
        reason="46.001을 잘못 읽음",
        value="46.001",
        actor=crew.actor(Role.QUALITY),
    )
    factory.perform(finish_inspection, inspection, actor=operator)
    return int(inspection), (*(value for value in values if value), "46.001")


def _value(number: str, sample: int, upper: Decimal | None, lower: Decimal | None) -> str | None:
    if upper is None or lower is None:
        return None
    if (number, sample) == ("2", 3):
        return "40.057"
    if (number, sample) == ("8", 1):
        return CORRECTED_FROM
    middle = (upper + lower) / 2
    return f"{middle + Decimal(sample - 2) / 1000:.3f}"


def _half_measured(factory: Factory, crew: Crew, lot: int, drawing: int, gauge: int) -> int:
    operator = crew.actor(Role.OPERATOR)
    inspection = factory.perform(
        open_inspection, kind=InspectionKind.FIRST_PIECE, lot_id=lot, sample_size=2, actor=operator
    ).result
    row = factory.ask(characteristic_rows, drawing)[0]
    measurement = _measurement(EntryMode.DEVICE, "62.001", gauge, 990_001)
    factory.perform(store_reading, inspection, row.id, 1, measurement, actor=operator)
    return int(inspection)


def _assessment(factory: Factory, quality: Actor, revision: int) -> int:
    assessment = factory.perform(
        open_assessment, template="ppap", level="3", part_revision_id=revision, actor=quality
    ).result
    rows = {row.code: row for row in factory.ask(requirement_rows, assessment)}
    factory.perform(exclude_requirement, rows["4"].id, reason=f"설계 책임 고객 {FORMULA}", actor=quality)
    for name, content in (("../CON.txt", b"one"), ("증빙" * 90 + ".txt", b"two"), ("con.TXT", b"three")):
        factory.perform(attach_evidence, rows["5"].id, content, name, actor=quality)
    factory.perform(gather_evidence, assessment, actor=quality)
    factory.perform(accept_requirement, rows["1"].id, secret=PASSWORD, actor=quality)
    return int(assessment)


def _four_m(factory: Factory, crew: Crew, part: int, lot: int) -> int:
    """Report a 4M change, let the customer approve it, try it on the measured lot and let it take effect."""
    quality = crew.actor(Role.QUALITY)
    change = factory.perform(
        report_four_m,
        rule="machine.new",
        title="CNC 3호기 → 5호기 이관",
        reason=f"설비 노후 {FORMULA}",
        part_ids=[part],
        before="CNC 3호기 (2009년식)",
        after="CNC 5호기 (2026년식)",
        operation="20 선삭",
        planned_on=date(2026, 11, 23),
        actor=crew.actor(Role.ENGINEER),
    ).result
    told = {"assessment": "초도 30개 Cpk 확인", "customer_needed": True}
    factory.perform(assess_four_m, change, **told, actor=quality)
    approval = {"number": "HG-4M-26-118", "approved_on": date(2026, 11, 23)}
    factory.perform(approve_four_m, change, **approval, file=("승인서.pdf", b"approval"), actor=quality)
    factory.perform(try_four_m, change, lot_id=lot, actor=quality)
    ended = {"result": "치수 이상 없음", "effective_on": date(2026, 11, 24)}
    factory.perform(put_four_m_in_effect, change, **ended, actor=quality)
    return int(change)


def _change(factory: Factory, engineer: Actor) -> int:
    """Begin a change order on the substitute bolt, with its impact, a task and what becomes of the goods."""
    with factory.reading() as session:
        bolt = session.scalars(select(Part.id).where(Part.number == "ST-BLT-M8B")).one()
        customer = session.scalars(select(Customer.id)).one()
    eo = factory.perform(
        receive_customer_change,
        customer_id=customer,
        number="EO-8812",
        title="볼트 길이",
        received_on=date(2026, 11, 20),
        part_ids=[bolt],
        actor=engineer,
    ).result
    order = factory.perform(
        make_change_order,
        title="볼트 M8×20 → M8×25",
        reason=f"체결 깊이 부족 {FORMULA}",
        customer_change_id=eo,
        due_on=date(2026, 12, 4),
        cost=Decimal("1250000.00"),
        currency="KRW",
        actor=engineer,
    ).result
    factory.perform(add_item, order, Noun.PART_REVISION, bolt, label="C", note="길이 20 → 25", actor=engineer)
    factory.perform(work_out_impact, order, actor=engineer)
    factory.perform(add_task, order, title="작업표준서 교체", due_on=date(2026, 12, 1), actor=engineer)
    return int(order)


def _shipped(factory: Factory, quality: Actor, part: int, lots: tuple[int, int]) -> int:
    """Ship samples of two lots that nobody measured, of one a part only."""
    with factory.reading() as session:
        customer = session.scalars(select(PartCustomer.customer_id).where(PartCustomer.part_id == part)).one()
    for lot in lots:
        factory.perform(release_lot, lot, expected_version=1, reason="시료", actor=quality)
    return int(
        factory.perform(
            ship_lots,
            [Taken(lots[0], Decimal("120")), Taken(lots[1])],
            customer_id=customer,
            samples=True,
            note=f"PO-2026-118 {FORMULA}",
            actor=quality,
        ).result
    )
