"""A drawing and a part go through review, signature and release by the ordinary verbs, on both engines."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.bom.lines import LineFacts, add_line, add_substitute
from app.bom.queries import bom_tree
from app.changes.guards import release_guards
from app.changes.release import release
from app.changes.reviews import open_review, sign_review
from app.drawings.characteristics import CharacteristicFacts, add_characteristic
from app.drawings.documents import add_document, attach_file, use_document
from app.errors import PartproofError
from app.factory import Factory
from app.parts.parts import add_part
from app.parts.queries import part_head
from app.people.signatures import record_opened
from app.unit_of_work import Actor
from models.vocab import (
    CharacteristicKind,
    DocumentKind,
    Noun,
    PartKind,
    ReviewState,
    RevisionState,
    Role,
    Source,
)
from tests.crew import PASSWORD, Crew


def make_part(
    factory: Factory, actor: Actor, number: str, kind: PartKind = PartKind.COMPONENT
) -> tuple[int, int]:
    """Return (part id, id of its first revision)."""
    part_id = factory.perform(
        add_part, number=number, name=f"부품 {number}", kind=kind, source=Source.MADE, actor=actor
    ).result
    head = factory.ask(part_head, part_id)
    assert head is not None
    assert head.newest is not None
    return part_id, head.newest.id


def make_drawing(factory: Factory, actor: Actor, number: str) -> int:
    """Return the id of a drawing revision with one file and one characteristic."""
    drawing = factory.perform(
        add_document, number=number, title="도면", kind=DocumentKind.DRAWING, label="A", actor=actor
    ).result
    factory.perform(
        attach_file, drawing, b"ISO-10303 drawing of " + number.encode(), f"{number}.step", actor=actor
    )
    facts = CharacteristicFacts(
        "1", CharacteristicKind.LENGTH, "40 ±0.05", Decimal("40"), Decimal("0.05"), Decimal("-0.05")
    )
    factory.perform(add_characteristic, drawing, facts, actor=actor)
    return drawing


def approve(factory: Factory, crew: Crew, noun: Noun, entity_id: int) -> ReviewState:
    """Send a revision to review and have all three sign."""
    from app.changes.content import files_of

    factory.perform(open_review, noun, entity_id, actor=crew.actor(Role.ENGINEER))
    state = ReviewState.OPEN
    for role in (Role.ENGINEER, Role.QUALITY, Role.APPROVER):
        for file_hash in factory.ask(files_of, noun, entity_id):
            factory.perform(record_opened, file_hash, actor=crew.actor(role))
        state = factory.perform(sign_review, noun, entity_id, secret=PASSWORD, actor=crew.actor(role)).result
    return state


def test_a_part_with_drawing_and_bom_is_released(factory: Factory, crew: Crew) -> None:
    engineer = crew.actor(Role.ENGINEER)
    part_id, revision_id = make_part(factory, engineer, "HB-2200-00", PartKind.ASSEMBLY)
    child_id, child_revision = make_part(factory, engineer, "ST-BLT-M8X25", PartKind.STANDARD)
    drawing = make_drawing(factory, engineer, "DW-2200")
    factory.perform(use_document, revision_id, drawing, actor=engineer)
    factory.perform(
        add_line, revision_id, LineFacts(child_id, "10", Decimal("4"), "EA", note="비고"), actor=engineer
    )
    targets = [
        (Noun.DOCUMENT_REVISION, drawing),
        (Noun.PART_REVISION, child_revision),
        (Noun.PART_REVISION, revision_id),
    ]
    for noun, entity_id in targets:
        assert approve(factory, crew, noun, entity_id) is ReviewState.APPROVED
    assert not all(row.met for row in factory.ask(release_guards, *targets[2]))
    factory.perform(release, targets, actor=engineer)
    assert all(row.met for row in factory.ask(release_guards, *targets[2]))
    head = factory.ask(part_head, part_id)
    assert head is not None
    assert head.current is not None
    assert head.current.state is RevisionState.RELEASED
    tree = factory.ask(bom_tree, revision_id)
    assert [(row.level, row.number, str(row.total)) for row in tree] == [
        (0, "HB-2200-00", "1"),
        (1, "ST-BLT-M8X25", "4"),
    ]


def test_released_content_refuses_every_change(factory: Factory, crew: Crew) -> None:
    engineer = crew.actor(Role.ENGINEER)
    drawing = make_drawing(factory, engineer, "DW-1")
    assert approve(factory, crew, Noun.DOCUMENT_REVISION, drawing) is ReviewState.APPROVED
    factory.perform(release, [(Noun.DOCUMENT_REVISION, drawing)], actor=engineer)
    with pytest.raises(PartproofError) as refused:
        factory.perform(attach_file, drawing, b"other", "other.step", actor=engineer)
    assert refused.value.code == "document.not_draft"


def test_the_author_is_not_the_approver_and_nobody_signs_unread(factory: Factory, crew: Crew) -> None:
    engineer, quality = crew.actor(Role.ENGINEER), crew.actor(Role.QUALITY)
    drawing = make_drawing(factory, engineer, "DW-2")
    factory.perform(open_review, Noun.DOCUMENT_REVISION, drawing, actor=engineer)
    factory.perform(sign_review, Noun.DOCUMENT_REVISION, drawing, secret=PASSWORD, actor=engineer)
    with pytest.raises(PartproofError) as unread:
        factory.perform(sign_review, Noun.DOCUMENT_REVISION, drawing, secret=PASSWORD, actor=quality)
    assert unread.value.code == "review.unread"
    with pytest.raises(PartproofError) as refused:
        factory.perform(release, [(Noun.DOCUMENT_REVISION, drawing)], actor=engineer)
    assert refused.value.code == "release.not_approved"


def test_a_cycle_through_a_substitute_is_refused(factory: Factory, crew: Crew) -> None:
    engineer = crew.actor(Role.ENGINEER)
    a, a_revision = make_part(factory, engineer, "A")
    b, b_revision = make_part(factory, engineer, "B")
    c, _ = make_part(factory, engineer, "C")
    factory.perform(add_line, a_revision, LineFacts(b, "10", Decimal(1), "EA"), actor=engineer)
    line = factory.perform(add_line, b_revision, LineFacts(c, "10", Decimal(1), "EA"), actor=engineer).result
    with pytest.raises(PartproofError) as refused:
        factory.perform(add_substitute, line, a, actor=engineer)
    assert refused.value.code == "bom.cycle"
    assert refused.value.values["path"] == "B → A → B"
