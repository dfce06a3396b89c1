"""A list of 100,000 rows holds the pages around what is looked at, and the page of the chosen row."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.pages import shown
from ui.i18n import Texts
from ui.itemmodels import paged_model
from ui.itemmodels.columns import WAITING, Column, face_by_roles
from ui.itemmodels.paged_model import PAGE, PagedRowsModel
from ui.widgets.tables import RowTable

COUNT = 12_000


@dataclass(frozen=True)
class NumberedRow:
    key: int
    name: str


def _row(key: int) -> NumberedRow:
    return NumberedRow(key, f"N-{key:06}")


class Answers:
    """A model whose pages are answered as soon as they are wanted."""

    def __init__(self, texts: Texts, count: int = COUNT) -> None:
        columns = [
            Column[NumberedRow]("Number", lambda row: row.name),
            Column[NumberedRow]("Kind", lambda _r: "x"),
        ]
        self.model: PagedRowsModel[NumberedRow] = PagedRowsModel(texts, columns, key=lambda row: row.key)
        self.asked: list[int] = []
        self.model.page_wanted.connect(self._answer)
        keys = tuple(range(count))
        self.model.set_keys(keys, {key: _row(key) for key in keys[:PAGE]})

    def _answer(self, keys: list[int]) -> None:
        self.asked.append(keys[0] // PAGE)
        self.model.put_rows({key: _row(key) for key in keys}, keys)

    def look(self, qtbot: QtBot, page: int) -> None:
        """Look at the first row of a page until it is there."""
        at = page * PAGE

        def there() -> bool:
            return self.model.face(at, 0).text == f"N-{at:06}"

        qtbot.waitUntil(there)


def test_a_row_on_its_way_shows_so_by_face_and_by_roles(texts: Texts) -> None:
    model = Answers(texts).model
    assert model.face(PAGE, 0) == WAITING == face_by_roles(model, model.index(PAGE, 0))
    assert model.face(0, 0) == face_by_roles(model, model.index(0, 0))
    assert model.index(PAGE, 0).data(Qt.ItemDataRole.ToolTipRole) is None


def test_far_pages_are_let_go_and_come_again_when_they_are_seen(
    qtbot: QtBot, texts: Texts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paged_model, "_KEPT", 3)
    answers = Answers(texts)
    answers.asked.clear()
    for page in (10, 11, 12, 40, 41):
        answers.look(qtbot, page)
    here = {page for page in range(COUNT // PAGE) if answers.model.loaded(page * PAGE) is not None}
    assert here == {0, 12, 40, 41}
    answers.look(qtbot, 10)
    assert answers.asked == [10, 11, 12, 40, 41, 10]


def test_the_page_of_the_chosen_row_is_kept(
    qtbot: QtBot, texts: Texts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paged_model, "_KEPT", 2)
    answers = Answers(texts)
    table: RowTable[NumberedRow] = RowTable(answers.model)
    shown(qtbot, table)
    answers.look(qtbot, 5)
    assert table.choose(5 * PAGE)
    for page in (20, 30, 40, 50):
        answers.look(qtbot, page)
    chosen = table.chosen()
    assert chosen is not None
    assert chosen.key == 5 * PAGE
    table.choose(0)
    for page in (25, 35):
        answers.look(qtbot, page)
    assert answers.model.loaded(5 * PAGE) is None


def test_a_key_is_found_by_its_place_in_the_whole_list(texts: Texts) -> None:
    model = Answers(texts).model
    assert model.place_of(COUNT - 1) == COUNT - 1
    assert model.place_of("nowhere") == -1
    assert model.rows == tuple(_row(key) for key in range(PAGE))
