"""Korean input is never lost: what is being composed is in the record after Save, a scan, a tab change, or Ctrl+K."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.pages import WindowPage, shown
from ui.i18n import Texts
from ui.widgets.buttons import Button
from ui.widgets.fields import LineField, TextField
from ui.widgets.forms import FieldEditor
from ui.widgets.tabs import TabStrip


def compose(field: QWidget, syllable: str) -> None:
    """Let the input method hold a syllable it has not handed over."""
    QApplication.sendEvent(field, QInputMethodEvent(syllable, []))


@pytest.mark.parametrize("make", [LineField, TextField])
def test_save_takes_the_unfinished_syllable(
    qtbot: QtBot, texts: Texts, make: Callable[[], LineField | TextField]
) -> None:
    holder, saved = QWidget(), list[str]()
    field = make()
    # A button that takes no focus: no focus change hands the syllable over.
    button = Button(texts, "Save", lambda: saved.append(field.value()))
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    column = QVBoxLayout(holder)
    column.addWidget(field)
    column.addWidget(button)
    shown(qtbot, holder)
    field.setFocus()
    QTest.keyClicks(field, "HB ")
    compose(field, "어")
    assert field.preedit == "어"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert saved == ["HB 어"]
    assert field.preedit == ""


def test_a_tab_change_takes_it(qtbot: QtBot, texts: Texts) -> None:
    holder, field, strip = QWidget(), LineField(), TabStrip(texts)
    first, second = strip.add_tab("a", "A"), strip.add_tab("b", "B")
    column = QVBoxLayout(holder)
    column.addWidget(strip)
    column.addWidget(field)
    shown(qtbot, holder)
    field.setFocus()
    compose(field, "각")
    QTest.mouseClick(second, Qt.MouseButton.LeftButton)
    assert field.text() == "각"
    assert not first.isChecked()


def test_enter_in_an_opened_value_takes_it(qtbot: QtBot, texts: Texts) -> None:
    editor = FieldEditor(texts, "Name", "허")
    shown(qtbot, editor)
    editor.edit()
    editor.line.setText("허")
    compose(editor.line, "브")
    with qtbot.waitSignal(editor.committed) as told:
        QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert told.args == ["허브"]


@pytest.mark.parametrize("act", ["scan", "place"])
def test_a_scan_and_leaving_take_it(page: WindowPage, act: str) -> None:
    page.window.open_place("home")
    field = page.find(LineField, "field.name")
    field.setFocus()
    compose(field, "링")
    if act == "scan":
        page.scan("HB-2210-01")
    else:
        page.click_place("부품")
    assert field.text() == "링"


def test_what_is_stored_is_composed(qtbot: QtBot) -> None:
    field = LineField()
    qtbot.addWidget(field)
    # Jamo as file names of other systems bring them.
    field.setText("\u1112\u1165")
    assert field.value() == "\ud5c8"
