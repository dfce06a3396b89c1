"""Item models keep Qt's rules, sort numbers as numbers, fetch branches late and follow the language."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from tests.ui.gallery_rows import BOM, ELEMENTS, bom_model, element_model
from ui.i18n import Texts, term
from ui.itemmodels.columns import TONE_ROLE, Column
from ui.itemmodels.rows_model import RowsModel
from ui.itemmodels.tree_model import TreeRowsModel


@dataclass(frozen=True)
class QuantityRow:
    name: str
    quantity: str


def _tested(model: QAbstractItemModel) -> QAbstractItemModelTester:
    return QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_the_table_model_keeps_the_rules_of_qt(qtbot: QtBot, texts: Texts) -> None:
    model = element_model(texts)
    _tester = _tested(model)
    model.set_rows(ELEMENTS[:3])
    model.sort(1, Qt.SortOrder.DescendingOrder)
    model.set_rows(())
    model.set_rows(ELEMENTS)
    texts.switch("ko")
    assert model.rowCount() == len(ELEMENTS)


def test_the_tree_model_keeps_the_rules_of_qt_while_fetching(qtbot: QtBot, texts: Texts) -> None:
    model = bom_model(texts)
    _tester = _tested(model)
    root = model.index(0, 0)
    # The tester fetches some branches itself; fetching twice must do no harm.
    model.fetchMore(root)
    model.fetchMore(model.index(0, 0, root))
    assert model.rowCount(root) == len(BOM[0].below)
    assert model.path_of(model.index(0, 0, root)) == ("HB-2200-00", "HB-2210-01")
    texts.switch("ko")
    model.set_roots(())
    assert model.rowCount() == 0


def test_nothing_below_is_asked_for_before_a_branch_opens(texts: Texts) -> None:
    asked: list[int] = []

    def children(row: int) -> list[int]:
        asked.append(row)
        return [row * 10 + 1] if row < 100 else []

    model = TreeRowsModel(texts, [Column[int]("Number", str)], children)
    model.set_roots([1, 2])
    assert not asked
    model.fetchMore(model.index(0, 0))
    assert set(asked) == {1}
    assert model.index_of((1, 11, 111)).data() == "111"
    assert not model.index_of((1, 99)).isValid()


def test_numbers_sort_as_numbers_and_texts_without_case(texts: Texts) -> None:
    columns = [
        Column[QuantityRow]("Name", lambda row: row.name),
        Column[QuantityRow]("Quantity", lambda row: row.quantity, "number"),
    ]
    rows = [QuantityRow("b", "10 EA"), QuantityRow("A", "9.50 EA"), QuantityRow("c", "—")]
    model = RowsModel(texts, columns, rows)
    model.sort(1)
    assert [row.quantity for row in model.rows] == ["9.50 EA", "10 EA", "—"]
    model.sort(0)
    assert [row.name for row in model.rows] == ["A", "b", "c"]


def test_the_order_chosen_outlasts_a_refresh(texts: Texts) -> None:
    model = element_model(texts)
    model.sort(0, Qt.SortOrder.DescendingOrder)
    model.set_rows(ELEMENTS)
    assert model.rows[0].number == 18


def test_words_in_cells_and_headings_follow_the_language(texts: Texts) -> None:
    columns = [Column[int](term("theme", "Dark"), lambda _row: term("theme", "Light"))]
    model = RowsModel(texts, columns, [1])
    texts.switch("ko")
    assert model.index(0, 0).data() == "밝게"
    assert model.headerData(0, Qt.Orientation.Horizontal) == "어둡게"
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "어둡게: 밝게"


def test_a_typed_value_goes_to_the_verb_not_into_the_row(texts: Texts) -> None:
    typed: list[tuple[int, str]] = []
    model = RowsModel(texts, [Column[int]("N", str, edit=lambda row, text: typed.append((row, text)))], [7])
    assert model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsEditable
    assert model.setData(model.index(0, 0), "8")
    assert typed == [(7, "8")]
    assert model.index(0, 0).data() == "7"


def test_chips_carry_their_tone(texts: Texts) -> None:
    model = element_model(texts)
    assert model.index(5, 2).data(TONE_ROLE) == "warn"
    assert model.index(0, 2).data(TONE_ROLE) == "neutral"
    assert model.row(QModelIndex(model.index(5, 2))).number == 6
