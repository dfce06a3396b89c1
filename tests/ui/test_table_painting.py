"""A table paints its rows in one go, and paints the very picture that Qt would make of them cell by cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPaintEvent, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView
from pytestqt.qtbot import QtBot

from tests.ui.gallery_rows import BOM, bom_model, element_model
from tests.ui.pages import shown
from ui.i18n import Texts, say
from ui.itemmodels.columns import PLAIN, Column, Look, face_by_roles
from ui.itemmodels.rows_model import RowsModel
from ui.theme.theme import Theme
from ui.theme.tokens import Tone
from ui.widgets.cell_tools import cell_tools
from ui.widgets.tables import RowTable


@dataclass(frozen=True)
class PaintedRow:
    number: str
    name: str
    name_en: str
    state: str
    tone: Tone
    look: Look = PLAIN


ROWS = [
    PaintedRow("HB-0001", "허브 브래킷", "Hub bracket", "확정", "ok"),
    PaintedRow(
        "HB-0002", "이름이 아주 길어서 줄여야 하는 부품 이름", "A very long name", "작성 중", "neutral"
    ),
    PaintedRow("HB-0003", "빠진 부품", "", "폐기", "ng", Look(struck=True)),
    PaintedRow("HB-0004", "", "Only English", "검토", "info", Look("warn")),
    PaintedRow("합계", "세 줄", "", "", "neutral", Look(strong=True)),
    *(PaintedRow(f"N-{n:04}", f"부품 {n}", f"Part {n}", "확정", "warn") for n in range(60)),
]


class PaintedByQt(RowTable[PaintedRow]):
    """The same table, painted cell by cell."""

    def paintEvent(self, event: QPaintEvent) -> None:
        QTableView.paintEvent(self, event)


def _model(texts: Texts) -> RowsModel[PaintedRow]:
    picture = QPixmap(20, 14)
    picture.fill(Qt.GlobalColor.darkGreen)
    columns: list[Column[PaintedRow]] = [
        Column(say("Number"), lambda row: row.number, "strong", picture=lambda _row: picture),
        Column(say("Name"), lambda row: row.name, weight=2, second=lambda row: row.name_en),
        Column(say("State"), lambda row: row.state, "chip", tone=lambda row: row.tone),
        Column(say("Quantity"), lambda _row: "1,250", "number"),
        Column(say("Source"), lambda _row: "자작", "muted"),
    ]
    return RowsModel(texts, columns, ROWS, look=lambda row: row.look, key=lambda row: row.number)


def _picture(
    qtbot: QtBot,
    kind: type[RowTable[PaintedRow]],
    texts: Texts,
    act: Callable[[RowTable[PaintedRow]], object],
) -> QImage:
    table = kind(_model(texts), sortable=True)
    shown(qtbot, table, 520, 300)
    act(table)
    QApplication.processEvents()
    image = table.viewport().grab().toImage()
    table.close()
    return image


def _hover(table: RowTable[PaintedRow]) -> None:
    place = table.visualRect(table.rows_model.index(2, 1)).center()
    QTest.mouseMove(table.viewport(), place - QPoint(3, 0))
    QTest.mouseMove(table.viewport(), place)


def _narrow(table: RowTable[PaintedRow]) -> None:
    table.resize(260, 300)
    table.horizontalScrollBar().setValue(37)


def _enter(table: RowTable[PaintedRow]) -> None:
    table.setFocus()
    table.choose("HB-0003")


ACTS: dict[str, Callable[[RowTable[PaintedRow]], object]] = {
    "as it opens": lambda _table: None,
    "a row is chosen": lambda table: table.choose("HB-0002"),
    "the keyboard is in it": _enter,
    "scrolled by half a row": lambda table: table.verticalScrollBar().setValue(49),
    "scrolled to its end": lambda table: table.scrollToBottom(),
    "too narrow for its columns": _narrow,
    "a column is put away": lambda table: table.put_columns_away([1]),
    "the mouse is over it": _hover,
    "few rows": lambda table: table.rows_model.set_rows(ROWS[:2]),
    "no rows": lambda table: table.rows_model.set_rows(()),
}


@pytest.mark.parametrize("act", ACTS)
def test_rows_painted_in_one_go_look_as_qt_paints_them(act: str, qtbot: QtBot, texts: Texts) -> None:
    ours = _picture(qtbot, RowTable, texts, ACTS[act])
    assert ours == _picture(qtbot, PaintedByQt, texts, ACTS[act])
    assert (ours == _picture(qtbot, RowTable, texts, ACTS["as it opens"])) == (act == "as it opens")


def test_a_cell_that_fails_leaves_the_table_paintable(qtbot: QtBot, texts: Texts) -> None:
    broken = [False]

    def value(_row: PaintedRow) -> str:
        if broken[0]:
            raise RuntimeError("no value")
        return "x"

    table: RowTable[PaintedRow] = RowTable(RowsModel(texts, [Column[PaintedRow](say("Number"), value)], ROWS))
    shown(qtbot, table)
    whole = table.viewport().grab().toImage()
    broken[0] = True
    with pytest.raises(RuntimeError, match="no value"):
        table.viewport().grab()
    broken[0] = False
    assert table.viewport().grab().toImage() == whole


def test_another_theme_brings_other_colours_and_fonts(qtbot: QtBot, texts: Texts, look: Theme) -> None:
    light = cell_tools()
    assert cell_tools() is light
    look.choose("dark")
    dark = cell_tools()
    assert dark.color("text") == look.color("text") != light.color("text")
    office = dark.script().font.pointSizeF()
    look.enter_room("station")
    assert cell_tools().script().font.pointSizeF() > office


def test_texts_are_shortened_and_measured_as_qt_does_it(texts: Texts) -> None:
    script = cell_tools().script()
    whole = script.width("허브 브래킷 ASSY")
    for room in (whole + 1, whole - 8, whole / 2):
        for _again in range(2):
            assert (script.shortened("허브 브래킷 ASSY", room) == "허브 브래킷 ASSY") == (room > whole)
    assert script.shortened("허브 브래킷 ASSY", whole / 2).endswith("…")


def test_what_a_cell_shows_is_what_its_roles_answer(qtbot: QtBot, texts: Texts) -> None:
    tables = (element_model(texts), _model(texts))
    for model in tables:
        for at in range(model.rowCount()):
            for column in range(model.columnCount()):
                index = model.index(at, column)
                assert model.face(at, column) == face_by_roles(model, index)
    tree = bom_model(texts)
    tree.set_roots(BOM)
    for column in range(tree.columnCount()):
        index = tree.index(0, column)
        assert tree.face(index) == face_by_roles(tree, index)
