"""Facts of parts as a person sets and sees them: price, maturity, what differs between check-ins."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from typing import Any

from app.parts.numbering import SchemeFacts, set_scheme
from app.parts.parts import add_part, edit_part
from app.parts.queries import find_anything, part_head
from models.vocab import LabelScheme, Maturity, PartKind, Source
from tests.ui_parts.rig import DesignPage
from tests.ui_parts.stage import Stage
from ui.bom.bom_foot import BomFoot
from ui.parts.check_in_difference import CheckInDifference, DifferenceRow
from ui.parts.details_panel import DetailsPanel
from ui.parts.part_dialogs import CustomerLinkDialog, EditPartDialog, NewRevisionDialog


def test_a_price_is_given_and_stands_in_the_sums(page: DesignPage, stage: Stage) -> None:
    part = stage.designed.made_part
    page.open("parts", part)
    page.press("part.edit")
    page.fill(cost="1250.50", reason="견적 2026-11")
    page.answer()
    head = stage.factory.ask(part_head, part)
    assert head is not None
    assert (head.cost, head.currency) == (Decimal("1250.50"), "KRW")
    page.tab("bom")
    foot = next(foot for foot in page.window.findChildren(BomFoot) if foot.isVisible())
    assert "1250.5 KRW" in foot.text()
    page.tab("fields")
    changed = dict(zip(page.cells("fields", 4), page.cells("fields", 6), strict=True))
    assert changed["Cost"] == "1250.50"
    page.tab("overview")
    page.press("part.edit")
    page.fill(cost="", reason="견적이 취소됨")
    page.answer()
    head = stage.factory.ask(part_head, part)
    assert head is not None
    assert (head.cost, head.currency) == (None, "")


def test_the_maturity_of_a_released_revision_moves(page: DesignPage, stage: Stage) -> None:
    part = stage.designed.made_part
    page.open("parts", part)
    page.press("revision.maturity")
    page.fill(maturity=Maturity.PRODUCTION.value, reason="양산 승인")
    page.answer()
    head = stage.factory.ask(part_head, part)
    assert head is not None
    assert head.revisions[-1].maturity is Maturity.PRODUCTION
    assert "Production" in page.cells("part.revisions", 3)


def test_a_late_edit_of_a_part_takes_over_what_is_there_now(page: DesignPage, stage: Stage) -> None:
    part = stage.designed.made_part
    head = stage.factory.ask(part_head, part)
    assert head is not None
    page.open("parts", part)
    page.press("part.edit")
    other = stage.crew.engineer
    facts = {"name_en": "Housing now", "reason": "다른 자리"}
    stage.factory.perform(edit_part, part, expected_version=head.version, actor=other, **facts)
    page.fill(cost="1250.50", reason="견적 2026-11")
    page.answer()
    dialog = page.dialog(EditPartDialog)
    assert dialog.isVisible()
    assert other.name in dialog.refusal.text()
    page.answer("take_over")
    assert dialog.form.values()["name_en"] == "Housing now"
    assert dialog.form.values()["cost"] == "1250.50"
    page.answer()
    now = stage.factory.ask(part_head, part)
    assert now is not None
    assert (now.cost, now.name_en, now.name) == (Decimal("1250.50"), "Housing now", head.name)


def test_a_baseline_shows_whether_its_hash_still_holds(page: DesignPage, stage: Stage) -> None:
    facts: dict[str, Any] = {"kind": PartKind.COMPONENT, "source": Source.MADE}
    engineer = stage.crew.engineer
    made = stage.factory.perform(add_part, number="HB-9100", name="캡", actor=engineer, **facts).result
    page.open("parts", made)
    page.tab("details")
    page.press("part.baseline.add")
    page.fill(name="PPAP")
    page.answer()
    assert page.cells("part.baselines", 5) == ["holds"]
    # Nobody writes there through the program: somebody opened the file with a tool and took the refusals off.
    file = stage.factory.place.database_file
    assert file is not None
    with closing(sqlite3.connect(file)) as tool, tool:
        found = tool.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'baseline'"
        )
        for (name,) in found.fetchall():
            tool.execute(f"DROP TRIGGER {name}")
        tool.execute("""UPDATE baseline SET content = '{"bom":[]}' WHERE name = 'PPAP'""")
    for panel in page.window.findChildren(DetailsPanel):
        panel.refresh()
    page.settle()
    assert page.cells("part.baselines", 5) == ["content differs"]


def test_check_ins_show_what_differs(page: DesignPage, stage: Stage) -> None:
    facts: dict[str, Any] = {"kind": PartKind.COMPONENT, "source": Source.MADE}
    engineer = stage.crew.engineer
    made = stage.factory.perform(add_part, number="HB-9000", name="캡", actor=engineer, **facts)
    page.open("parts", made.result)
    page.tab("details")
    for note, material in (("처음", None), ("재질", "SCM440")):
        if material is not None:
            page.tab("overview")
            page.press("revision.edit")
            page.fill(material=material)
            page.answer()
            page.tab("details")
        page.press("part.iteration.add")
        page.fill(note=note)
        page.answer()
    page.choose("part.iterations", 1)
    page.press("part.iteration.compare")
    page.settle()
    dialog = page.dialog(CheckInDifference)
    assert [(row.what, row.after) for row in _told(page, dialog)] == [("Material", "SCM440")]
    # Of the newest what has changed since, which is nothing.
    dialog.older.set_value(dialog.newer.value())
    dialog.newer.set_value("now")
    page.settle()
    assert not dialog.rows.rows
    dialog.accept()


def _told(page: DesignPage, dialog: CheckInDifference) -> list[DifferenceRow]:
    texts = page.window.desk.texts
    return [replace(row, what=texts.show(row.what)) for row in dialog.rows.rows]


def test_a_draft_begun_by_mistake_is_discarded(page: DesignPage, stage: Stage) -> None:
    part = stage.designed.made_part
    before = stage.factory.ask(part_head, part)
    page.open("parts", part)
    page.press("part.new_revision")
    page.fill(reason="잘못 눌렀다")
    page.answer()
    for tab in ("bom", "details", "drawings", "characteristics", "history", "overview"):
        page.tab(tab)
    page.window.toasts.clear()
    page.press("revision.drop")
    page.fill(reason="실수")
    page.answer()
    after = stage.factory.ask(part_head, part)
    assert before is not None
    assert after is not None
    assert after.revisions == before.revisions
    assert page.cells("part.revisions", 0) == ["0"]
    assert page.toasts == []
    # A part that was never released goes with its draft, and the list is shown.
    facts: dict[str, Any] = {"kind": PartKind.COMPONENT, "source": Source.MADE}
    made = stage.factory.perform(add_part, number="HB-9000", name="캡", actor=stage.crew.engineer, **facts)
    page.open("parts", made.result)
    page.press("revision.drop")
    page.fill(reason="중복")
    page.answer()
    assert "HB-9000" not in page.cells("parts", 0)
    assert page.toasts == []


def test_how_a_customer_knows_a_part_is_corrected_and_taken_off(page: DesignPage, stage: Stage) -> None:
    part = stage.designed.made_part
    page.open("parts", part)
    page.choose("part.customers", 0)
    page.press("part.link.change")
    page.fill(vehicle="KX-9", reason="차종 오기")
    page.answer()
    head = stage.factory.ask(part_head, part)
    assert head is not None
    assert [row.vehicle for row in head.customers] == ["KX-9"]
    assert page.cells("part.customers", 2) == ["KX-9"]
    found = stage.factory.ask(find_anything, "KX-9")
    assert [row.entity_id for row in found] == [part]
    page.choose("part.customers", 0)
    page.press("part.link.change")
    page.dialog(CustomerLinkDialog).off.setChecked(True)
    page.fill(reason="다른 부품")
    page.answer()
    head = stage.factory.ask(part_head, part)
    assert head is not None
    assert head.customers == ()
    assert stage.factory.ask(find_anything, "KX-9") == ()


def test_a_correction_raises_only_the_number_after_the_point(page: DesignPage, stage: Stage) -> None:
    part = stage.designed.made_part
    page.open("parts", part)
    page.press("part.new_revision")
    page.settle()
    assert not page.dialog(NewRevisionDialog).small.isVisible()
    page.answer("cancel")
    facts = SchemeFacts(labels=LabelScheme.MAJOR_MINOR)
    stage.factory.perform(set_scheme, PartKind.COMPONENT, facts, actor=stage.crew.engineer)
    page.press("part.new_revision")
    page.settle()
    page.dialog(NewRevisionDialog).small.setChecked(True)
    page.fill(reason="오기 정정")
    page.answer()
    head = stage.factory.ask(part_head, part)
    assert head is not None
    assert head.revisions[-1].internal == "0.1"
