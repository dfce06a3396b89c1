"""The design side of the demo: parts, imported BOM, drawing with balloons, review, signatures, release."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from app.bom.import_bom import import_bom
from app.bom.import_xlsx import preview_bom
from app.changes.content import files_of
from app.changes.release import release
from app.changes.reviews import open_review, sign_review
from app.demo.bom_file import make_bom_file
from app.demo.crew import PASSWORD, DemoCrew
from app.demo.drawing import NUMBER, REVISION, make_drawing
from app.drawings.characteristics import add_characteristic
from app.drawings.documents import add_document, attach_file, use_document
from app.factory import Factory
from app.parts.parts import add_customer, add_part, edit_revision, link_customer, set_maturity
from app.parts.queries import part_head, part_id_of
from app.people.signatures import record_opened
from models.vocab import DocumentKind, Maturity, Noun, PartKind, Source

TOP: Final = "HB-2200-00"
MADE: Final = "HB-2210-01"
# Number, name, English name, kind, source, unit, kilograms: known before the BOM arrives.
_PARTS: Final = (
    (TOP, "허브 브래킷 ASSY", "Hub bracket assy", PartKind.ASSEMBLY, Source.MADE, "EA", None),
    (MADE, "허브 하우징", "Hub housing", PartKind.COMPONENT, Source.MADE, "EA", "0.398"),
    ("RM-ADC12", "알루미늄 잉곳 ADC12", "Aluminium ADC12", PartKind.RAW_MATERIAL, Source.BOUGHT, "kg", None),
    ("ST-HELI-M8", "헬리코일 M8×1.25", "Helicoil M8×1.25", PartKind.STANDARD, Source.BOUGHT, "EA", "0.0031"),
    ("HB-2230-00", "베어링 칼라", "Bearing collar", PartKind.COMPONENT, Source.BOUGHT, "EA", "0.074"),
    ("RM-S45C-D32", "S45C 환봉 ⌀32", "S45C bar ⌀32", PartKind.RAW_MATERIAL, Source.BOUGHT, "kg", None),
    (
        "ST-BLT-M8X25",
        "육각 볼트 M8×25 10.9",
        "Hex bolt M8×25",
        PartKind.STANDARD,
        Source.BOUGHT,
        "EA",
        "0.0162",
    ),
    ("HB-2240-02", "실 링", "Seal ring", PartKind.PURCHASED, Source.BOUGHT, "EA", "0.0044"),
    ("PK-BOX-12", "포장 박스 12구", "Box for 12", PartKind.PACKAGING, Source.BOUGHT, "EA", "0.62"),
)


@dataclass(frozen=True)
class Designed:
    """Ids of what was released."""

    top_revision: int
    made_revision: int
    made_part: int
    drawing_revision: int
    customer: int
    bom_rows: int


def make_design(factory: Factory, crew: DemoCrew, folder: Path, company: str) -> Designed:
    """Make and release the design; the parts list and drawing are also left in ``folder`` as files."""
    engineer = crew.engineer
    customer = factory.perform(add_customer, code="HG", name="한길자동차", actor=engineer).result
    for number, name, name_en, kind, source, unit_name, weight in _PARTS:
        factory.perform(
            add_part,
            number=number,
            name=name,
            name_en=name_en,
            kind=kind,
            source=source,
            unit_name=unit_name,
            weight=None if weight is None else Decimal(weight),
            actor=engineer,
        )
    bom_file = folder / f"{TOP} 자재명세서.xlsx"
    bom_file.write_bytes(make_bom_file(company))
    preview = preview_bom(bom_file)
    digest = hashlib.sha256(bom_file.read_bytes()).hexdigest()
    imported = factory.perform(
        import_bom, TOP, preview, source_name=bom_file.name, file_hash=digest, actor=engineer
    ).result
    top, made = _part(factory, TOP), _part(factory, MADE)
    for part_id, number in ((top, TOP), (made, MADE)):
        factory.perform(
            link_customer,
            part_id,
            customer,
            customer_part_number=f"51{number[3:7]}-KX300",
            vehicle="KX-3",
            engineering_order="EO-7731",
            actor=engineer,
        )
    drawing = _draw(factory, crew, folder, company)
    for part_id, label in ((top, "C"), (made, "B")):
        revision = _revision(factory, part_id)
        factory.perform(edit_revision, revision, customer_label=label, reason="양산 승인용", actor=engineer)
        factory.perform(use_document, revision, drawing, actor=engineer)
    _release_all(factory, crew, drawing)
    for part_id in (top, made):
        factory.perform(
            set_maturity, _revision(factory, part_id), Maturity.PRE_PRODUCTION, reason="PPAP", actor=engineer
        )
    return Designed(
        _revision(factory, top), _revision(factory, made), made, drawing, customer, imported.lines
    )


def _draw(factory: Factory, crew: DemoCrew, folder: Path, company: str) -> int:
    drawn = make_drawing(company)
    file = folder / f"{NUMBER} Rev {REVISION}.pdf"
    file.write_bytes(drawn.pdf)
    drawing = factory.perform(
        add_document,
        number=NUMBER,
        title="허브 하우징",
        kind=DocumentKind.DRAWING,
        label=REVISION,
        issued_on=date(2026, 8, 14),
        actor=crew.engineer,
    ).result
    factory.perform(attach_file, drawing, drawn.pdf, file.name, actor=crew.engineer)
    for facts, place in drawn.characteristics:
        factory.perform(add_characteristic, drawing, facts, place, actor=crew.engineer)
    return drawing


def _release_all(factory: Factory, crew: DemoCrew, drawing: int) -> None:
    targets = [(Noun.DOCUMENT_REVISION, drawing)]
    targets += [(Noun.PART_REVISION, _revision(factory, _part(factory, row[0]))) for row in _PARTS]
    for noun, entity_id in targets:
        factory.perform(open_review, noun, entity_id, actor=crew.engineer)
        for signer in (crew.engineer, crew.quality, crew.approver):
            for file_hash in factory.ask(files_of, noun, entity_id):
                factory.perform(record_opened, file_hash, actor=signer)
            factory.perform(sign_review, noun, entity_id, secret=PASSWORD, actor=signer)
    factory.perform(release, targets, actor=crew.engineer)


def _part(factory: Factory, number: str) -> int:
    part_id = factory.ask(part_id_of, number)
    assert part_id is not None
    return part_id


def _revision(factory: Factory, part_id: int) -> int:
    head = factory.ask(part_head, part_id)
    assert head is not None
    assert head.newest is not None
    return head.newest.id
