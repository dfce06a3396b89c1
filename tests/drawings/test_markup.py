"""Redlines: stored apart from the file, drawn over released sheets too, withdrawn but never deleted."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.changes.release import release
from app.drawings.file_facts import fact_rows
from app.drawings.markup import MarkupFacts, draw_markup, layers_of, markup_rows, withdraw_markup
from app.drawings.queries import document_revision_head
from app.errors import PartproofError
from app.factory import Factory
from models.vocab import FileKind, MarkupShape, Noun, Role
from tests.app.test_thread_of_release import approve, make_drawing
from tests.crew import Crew
from tests.rules.world import World

LINE = MarkupFacts(
    1, "회의 11-24", MarkupShape.LINE, ((Decimal("1.50"), Decimal(2)), (Decimal(3), Decimal(4)))
)


def test_a_released_sheet_is_marked_up_and_stays_as_it_is(factory: Factory, crew: Crew) -> None:
    engineer, quality = crew.actor(Role.ENGINEER), crew.actor(Role.QUALITY)
    drawing = make_drawing(factory, engineer, "DW-1")
    approve(factory, crew, Noun.DOCUMENT_REVISION, drawing)
    factory.perform(release, [(Noun.DOCUMENT_REVISION, drawing)], actor=engineer)
    head = factory.ask(document_revision_head, drawing)
    assert head is not None
    file = head.files[0].file_hash
    one = factory.perform(draw_markup, drawing, file, LINE, actor=quality).result
    wrong: Any = [
        (MarkupFacts(1, "a", MarkupShape.TEXT, LINE.points, " "), "markup.empty"),
        (MarkupFacts(1, "a", MarkupShape.BOX, LINE.points[:1]), "markup.empty"),
        (MarkupFacts(1, " ", MarkupShape.BOX, LINE.points), "field.empty"),
    ]
    for facts, code in wrong:
        with pytest.raises(PartproofError) as refused:
            factory.perform(draw_markup, drawing, file, facts, actor=quality)
        assert refused.value.code == code
    (row,) = factory.ask(markup_rows, drawing)
    assert row.facts == LINE
    assert str(row.facts.points[0][0]) == "1.50"
    assert layers_of([row, row]) == ("회의 11-24",)
    after = factory.ask(document_revision_head, drawing)
    assert after == head, "the revision and its hash are untouched"
    with World(factory, crew, {}).raw() as connection:
        for attack in ("DELETE FROM markup", "UPDATE markup SET text = 'x'"):
            with pytest.raises(DatabaseError):
                connection.execute(text(attack))
    factory.perform(withdraw_markup, one, actor=quality)
    assert factory.ask(markup_rows, drawing) == ()


def test_what_a_file_is_is_kept_with_it(factory: Factory, crew: Crew) -> None:
    drawing = make_drawing(factory, crew.actor(Role.ENGINEER), "DW-1")
    head = factory.ask(document_revision_head, drawing)
    assert head is not None
    file = head.files[0].file_hash
    facts = factory.ask(fact_rows, (file,))[file]
    # The test's file only begins like a STEP: kept, and its ending doubted.
    assert (facts.kind, facts.pages, facts.facts) == (FileKind.TEXT, None, {"suspect": True})
