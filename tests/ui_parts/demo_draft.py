"""Open drafts on top of the demo's released design, so that screens show work in progress; asserts nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from app.bom.lines import LineFacts, add_line, copy_bom, edit_line, remove_line
from app.bom.queries import bom_tree, line_facts
from app.changes.reviews import open_review, sign_review
from app.demo.crew import PASSWORD, DemoCrew
from app.demo.design import Designed
from app.drawings.characteristics import CharacteristicFacts, add_characteristic, copy_characteristics
from app.drawings.documents import start_document_revision, use_document
from app.drawings.queries import document_revision_head
from app.factory import Factory
from app.parts.parts import start_revision
from app.parts.queries import part_id_of
from models.vocab import CharacteristicKind, Noun


@dataclass(frozen=True)
class Drafts:
    """Ids of the open drafts: a part and its revision, a document and its revision."""

    part: int
    revision: int
    document: int
    drawing_revision: int


def make_drafts(factory: Factory, crew: DemoCrew, designed: Designed) -> Drafts:
    """Start revision D of the assembly with three changes, in review, and a new draft of the drawing."""
    engineer = crew.engineer
    top = factory.ask(part_id_of, "HB-2200-00")
    seal = factory.ask(part_id_of, "HB-2240-02")
    assert top is not None
    assert seal is not None
    revision = factory.perform(
        start_revision, top, reason="EO-7731 접수", customer_label="D", actor=engineer
    ).result
    factory.perform(copy_bom, designed.top_revision, revision, actor=engineer)
    factory.perform(use_document, revision, designed.drawing_revision, actor=engineer)
    lines = {row.number: row for row in factory.ask(bom_tree, revision) if row.level == 1}
    collar = lines["HB-2230-00"].line_id
    assert collar is not None
    facts = factory.ask(line_facts, collar)
    factory.perform(edit_line, collar, replace(facts, quantity=Decimal(4)), actor=engineer)
    factory.perform(remove_line, lines["ST-BLT-M8X25"].line_id, actor=engineer)
    helicoil = factory.ask(part_id_of, "ST-HELI-M8")
    assert helicoil is not None
    factory.perform(add_line, revision, LineFacts(helicoil, "60", Decimal(4), "EA"), actor=engineer)
    factory.perform(start_revision, seal, reason="재질 변경", actor=engineer)
    factory.perform(open_review, Noun.PART_REVISION, revision, actor=engineer)
    factory.perform(sign_review, Noun.PART_REVISION, revision, secret=PASSWORD, actor=engineer)
    head = factory.ask(document_revision_head, designed.drawing_revision)
    assert head is not None
    drawing = factory.perform(
        start_document_revision, head.document_id, label="C", reason="EO-7731", actor=engineer
    ).result
    factory.perform(copy_characteristics, designed.drawing_revision, drawing, actor=engineer)
    _attach_same(factory, crew, designed, drawing)
    loose = CharacteristicFacts(
        "99",
        CharacteristicKind.LENGTH,
        "12.5 ±0.1",
        Decimal("12.5"),
        Decimal("0.1"),
        Decimal("-0.1"),
        confirmed=False,
    )
    factory.perform(add_characteristic, drawing, loose, actor=engineer)
    return Drafts(top, revision, head.document_id, drawing)


def _attach_same(factory: Factory, crew: DemoCrew, designed: Designed, drawing: int) -> None:
    from app.drawings.documents import attach_file

    head = factory.ask(document_revision_head, designed.drawing_revision)
    assert head is not None
    for row in head.files:
        content = factory.read_file(row.file_hash)
        factory.perform(attach_file, drawing, content, row.name, actor=crew.engineer)
