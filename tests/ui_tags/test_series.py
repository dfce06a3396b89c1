"""Several boxes in one act, what layouts and reasons are called, and where a tag is offered at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from app.documents.tag_printing import print_tag, tag_print_rows
from app.factory import Factory
from models.vocab import Role
from tests.crew import Crew
from tests.tags.shop import Shop
from tests.ui_quality.screen_page import ScreenPage, shown_screen
from tests.ui_tags.test_tags_screen import _dialog
from ui.i18n import Texts
from ui.panels import Desk
from ui.production.lots_screen import LotsScreen
from ui.tags.tags_panels import register
from ui.tags.tags_screen import TagsScreen


@pytest.fixture
def page(shop: Shop, texts: Texts, qtbot: QtBot) -> Iterator[ScreenPage]:
    actor = shop.floor.crew.actor(Role.ADMINISTRATOR)
    with shown_screen(TagsScreen, shop.floor.factory, actor, texts, qtbot) as shown:
        yield shown


def test_all_boxes_of_a_lot_are_seen_and_printed_in_one_act(
    page: ScreenPage, shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.tags.print_dialog._PICTURES", 2)
    opened = _dialog(page, shop, to_file=lambda *_: tmp_path / "boxes.pdf")
    opened.kind("box")
    opened.dialog.what.entries.set_values({"box_number": "", "boxes": "4", "box_quantity": "125"})
    opened.wait()
    assert opened.refusal == ""
    # Not every picture is made; how many there are is said.
    assert len(opened.dialog.picture.pages) == 2
    assert "1 / 4" in opened.dialog.picture.words.text()
    opened.target("pdf")
    opened.press()
    rows = shop.floor.factory.ask(tag_print_rows)
    assert [row.piece for row in reversed(rows)] == [f"{number}/4" for number in range(1, 5)]


def test_layouts_and_reasons_are_called_by_words(page: ScreenPage, shop: Shop, texts: Texts) -> None:
    for reason in ("", "lost", "비에 젖음"):
        shop.floor.do(print_tag, shop.order("lot"), reason=reason, actor=shop.floor.quality)
    page.screen.prints.renew()
    page.wait()
    model = page.screen.prints.table.rows_model
    shown = [str(model.index(row, model.columnCount() - 1).data()) for row in range(3)]
    assert sorted(shown) == ["", "Lost", "비에 젖음"]
    page.press("tab.layouts")
    page.wait()
    layouts = page.screen.layouts.table.rows_model
    names = {str(layouts.index(row, 1).data()) for row in range(layouts.rowCount())}
    assert {"ordinary", "with a GS1 Data Matrix", "with a bar code", "with the Hyundai–Kia code"} == names
    texts.switch("ko")
    names = {str(layouts.index(row, 1).data()) for row in range(layouts.rowCount())}
    assert {"기본 양식", "바코드 포함"} < names


def _lots(desk: Desk) -> LotsScreen:
    register(desk.panels)
    return LotsScreen(desk)


def _offered(page: ScreenPage) -> bool:
    return any(button.isVisible() for button in page.window.findChildren(QAbstractButton, "tags.print"))


def test_a_tag_is_offered_where_a_record_is_chosen(shop: Shop, texts: Texts, qtbot: QtBot) -> None:
    factory, actor = shop.floor.factory, shop.floor.crew.actor(Role.QUALITY)
    with shown_screen(_lots, factory, actor, texts, qtbot) as page:
        assert page.screen.table.chosen() is not None
        assert _offered(page)


def test_no_tag_is_offered_where_nothing_is_chosen(
    factory: Factory, crew: Crew, texts: Texts, qtbot: QtBot
) -> None:
    with shown_screen(_lots, factory, crew.actor(Role.QUALITY), texts, qtbot) as page:
        assert page.screen.table.chosen() is None
        assert not _offered(page)
