"""Documents and characteristics by the verbs: one label, one file, exact limits, copies that are whole."""

from __future__ import annotations

from dataclasses import asdict, replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.audit_trail import check_trail
from app.changes.release import release
from app.drawings.characteristics import (
    BalloonPlace,
    CharacteristicFacts,
    add_characteristic,
    copy_characteristics,
    edit_characteristic,
    place_balloon,
    resolved,
)
from app.drawings.documents import (
    add_document,
    attach_file,
    detach_file,
    start_document_revision,
    use_document,
)
from app.drawings.dropping import drop_document_draft
from app.drawings.queries import characteristic_rows, document_revision_head, document_revisions
from app.errors import PartproofError
from app.factory import Factory
from app.parts.queries import find_anything
from app.texts import Language
from models.vocab import CharacteristicKind, DocumentKind, Noun, Role
from tests.app.test_thread_of_release import approve, make_drawing, make_part
from tests.crew import Crew

LENGTH = CharacteristicFacts("2", CharacteristicKind.LENGTH, "12.5 ±0.1", Decimal("12.5"))
DECIMALS = st.decimals(min_value=-1000, max_value=1000, places=4)


def _code(factory: Factory, verb: Any, *args: Any, **facts: Any) -> str:
    with pytest.raises(PartproofError) as refused:
        factory.perform(verb, *args, **facts)
    return refused.value.code


def test_a_document_has_each_label_once_however_it_is_spelled(factory: Factory, crew: Crew) -> None:
    engineer = crew.actor(Role.ENGINEER)
    drawing = make_drawing(factory, engineer, "DW-1")
    head = factory.ask(document_revision_head, drawing)
    assert head is not None
    approve(factory, crew, Noun.DOCUMENT_REVISION, drawing)
    factory.perform(release, [(Noun.DOCUMENT_REVISION, drawing)], actor=engineer)
    for same in ("A", "a", " Ａ "):
        facts = {"label": same, "reason": "EO", "actor": engineer}
        assert _code(factory, start_document_revision, head.document_id, **facts) == "document.label_taken"
    factory.perform(start_document_revision, head.document_id, label="", reason="EO", actor=engineer)
    rows = factory.ask(document_revisions, head.document_id)
    assert [(row.counter, row.label) for row in rows] == [(0, "A"), (1, "1")]
    again: dict[str, Any] = {"title": "x", "kind": DocumentKind.DRAWING, "label": "B", "actor": engineer}
    assert _code(factory, add_document, number="ｄｗ-1", **again) == "document.exists"


def test_another_file_of_the_same_name_is_shown_and_refused(factory: Factory, crew: Crew) -> None:
    engineer = crew.actor(Role.ENGINEER)
    drawing = make_drawing(factory, engineer, "DW-1")
    first = factory.perform(attach_file, drawing, b"one", "../Sheet 2.STEP", actor=engineer).result
    assert factory.perform(attach_file, drawing, b"one", "sheet 2.step", actor=engineer).result == first
    with pytest.raises(PartproofError) as refused:
        factory.perform(attach_file, drawing, b"two", "SHEET 2.step", actor=engineer)
    assert refused.value.code == "document.other_file"
    assert first.startswith(str(refused.value.values["stored"]))
    assert refused.value.values["stored"] != refused.value.values["given"]
    assert _code(factory, detach_file, drawing, first, reason="", actor=engineer) == "field.empty"
    factory.perform(detach_file, drawing, first, reason="틀린 파일", actor=engineer)
    head = factory.ask(document_revision_head, drawing)
    assert head is not None
    assert [file.name for file in head.files] == ["DW-1.step"]
    assert factory.read_file(first) == b"one"


def test_a_draft_that_nobody_needs_is_discarded(factory: Factory, crew: Crew) -> None:
    engineer = crew.actor(Role.ENGINEER)
    drawing = make_drawing(factory, engineer, "DW-1")
    head = factory.ask(document_revision_head, drawing)
    assert head is not None
    factory.perform(add_characteristic, drawing, replace(LENGTH, number="9"), actor=engineer)
    _, part_draft = make_part(factory, engineer, "TOP")
    factory.perform(use_document, part_draft, drawing, actor=engineer)
    assert _code(factory, drop_document_draft, drawing, reason="x", actor=engineer) == "record.in_use"
    assert len(factory.ask(characteristic_rows, drawing)) > 0
    approve(factory, crew, Noun.DOCUMENT_REVISION, drawing)
    factory.perform(release, [(Noun.DOCUMENT_REVISION, drawing)], actor=engineer)
    assert _code(factory, drop_document_draft, drawing, reason="x", actor=engineer) == "document.not_draft"
    facts: dict[str, Any] = {"label": "B", "reason": "EO", "actor": engineer}
    draft = factory.perform(start_document_revision, head.document_id, **facts).result
    factory.perform(copy_characteristics, drawing, draft, actor=engineer)
    factory.perform(attach_file, draft, b"ISO-10303 B", "b.step", actor=engineer)
    assert factory.perform(drop_document_draft, draft, reason="실수", actor=engineer).result is False
    assert [row.id for row in factory.ask(document_revisions, head.document_id)] == [drawing]
    # The label is free again, and a document that had nothing else goes with its draft.
    assert factory.perform(start_document_revision, head.document_id, **facts).result > draft
    alone = make_drawing(factory, engineer, "DW-2")
    assert factory.perform(drop_document_draft, alone, reason="중복", actor=engineer).result is True
    assert factory.ask(find_anything, "DW-2") == ()
    assert factory.ask(check_trail).problems == []


def test_a_part_uses_one_revision_of_a_document(factory: Factory, crew: Crew) -> None:
    engineer = crew.actor(Role.ENGINEER)
    _, revision = make_part(factory, engineer, "P")
    drawing = make_drawing(factory, engineer, "DW-1")
    for _ in range(2):
        factory.perform(use_document, revision, drawing, actor=engineer)
    assert _code(factory, use_document, revision, 999, actor=engineer) == "record.not_found"


def test_what_a_characteristic_may_not_say(factory: Factory, crew: Crew) -> None:
    engineer = crew.actor(Role.ENGINEER)
    drawing = make_drawing(factory, engineer, "DW-1")
    row = factory.ask(characteristic_rows, drawing)[0]
    wrong = [
        (replace(LENGTH, number="1"), "characteristic.number_taken"),
        (replace(LENGTH, number=" "), "field.empty"),
        (replace(LENGTH, nominal=None, upper_tolerance=Decimal("0.1")), "characteristic.no_nominal"),
        (replace(LENGTH, upper_limit=Decimal(1), lower_limit=Decimal("1.1")), "characteristic.limits"),
        (replace(LENGTH, sample_size=0), "characteristic.less_than_one"),
        (replace(LENGTH, places=-1), "characteristic.less_than_one"),
    ]
    other = factory.perform(add_characteristic, drawing, LENGTH, actor=engineer).result
    for facts, code in wrong:
        assert _code(factory, add_characteristic, drawing, facts, actor=engineer) == code
        version = {"expected_version": factory.ask(characteristic_rows, drawing)[1].version}
        assert _code(factory, edit_characteristic, other, facts, actor=engineer, **version) == code
    stale = {"expected_version": row.version + 1, "actor": engineer}
    assert _code(factory, edit_characteristic, row.id, LENGTH, **stale) == "record.changed_meanwhile"
    for place in (BalloonPlace(0, *(Decimal(1),) * 4), BalloonPlace(1, Decimal(-1), *(Decimal(1),) * 3)):
        assert _code(factory, place_balloon, row.id, place, actor=engineer) == "balloon.off_page"
        new = replace(LENGTH, number="9")
        assert _code(factory, add_characteristic, drawing, new, place, actor=engineer) == "balloon.off_page"
    assert [row.number for row in factory.ask(characteristic_rows, drawing)] == ["1", "2"]


def test_the_second_of_two_stations_is_told_who_changed_what_and_nothing_is_lost(
    factory: Factory, crew: Crew
) -> None:
    engineer, quality = crew.actor(Role.ENGINEER), crew.actor(Role.QUALITY)
    drawing = make_drawing(factory, engineer, "DW-1")
    row = factory.ask(characteristic_rows, drawing)[0]
    both = {"expected_version": row.version}
    first = replace(LENGTH, number=row.number, specification="40 +0.05/0 (1)", method="버니어")
    factory.perform(edit_characteristic, row.id, first, actor=quality, **both)
    second = replace(LENGTH, number=row.number, specification="40 +0.05/0 (2)")
    with pytest.raises(PartproofError) as refused:
        factory.perform(edit_characteristic, row.id, second, actor=engineer, **both)
    told = Language("en").explain(refused.value)
    assert refused.value.code == "record.changed_meanwhile"
    assert quality.name in told
    assert "Characteristic edited" in told
    assert "특성 수정" in Language("ko").explain(refused.value)
    now = factory.ask(characteristic_rows, drawing)[0]
    assert (now.specification, now.method) == ("40 +0.05/0 (1)", "버니어")
    factory.perform(edit_characteristic, row.id, second, actor=engineer, expected_version=now.version)
    assert factory.ask(characteristic_rows, drawing)[0].specification == "40 +0.05/0 (2)"


def test_a_copy_holds_everything_but_the_row_itself(factory: Factory, crew: Crew) -> None:
    engineer = crew.actor(Role.ENGINEER)
    drawing = make_drawing(factory, engineer, "DW-1")
    place = BalloonPlace(2, Decimal("10.25"), Decimal("20"), Decimal("30"), Decimal("40"))
    factory.perform(add_characteristic, drawing, LENGTH, place, actor=engineer)
    facts: dict[str, Any] = {"title": "사본", "kind": DocumentKind.DRAWING, "label": "A", "actor": engineer}
    target = factory.perform(add_document, number="DW-2", **facts).result
    assert factory.perform(copy_characteristics, drawing, target, actor=engineer).result == 2

    def shown(revision: int) -> list[dict[str, Any]]:
        rows = [asdict(row) for row in factory.ask(characteristic_rows, revision)]
        for row in rows:
            for name in ("id", "version"):
                del row[name]
            for balloon in row["balloons"]:
                del balloon["characteristic_id"]
        return rows

    assert shown(target) == shown(drawing)


@given(DECIMALS, DECIMALS, DECIMALS)
def test_limits_are_nominal_and_tolerance_exactly(nominal: Decimal, one: Decimal, two: Decimal) -> None:
    upper, lower = max(one, two), min(one, two)
    facts = resolved(
        replace(LENGTH, nominal=nominal, upper_tolerance=upper, lower_tolerance=lower, upper_limit=None)
    )
    assert facts.upper_limit == nominal + upper
    assert facts.lower_limit == nominal + lower
    assert str(facts.upper_limit) == str(nominal + upper)
    if upper != lower:
        with pytest.raises(PartproofError):
            resolved(replace(LENGTH, nominal=nominal, upper_tolerance=lower, lower_tolerance=upper))
