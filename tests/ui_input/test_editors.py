"""Scans into open editors: found, taken out again, exact by keys, repaired with a warning in Hangul mode."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from devices.barcodes.content import CodeContent
from devices.barcodes.registry import parse
from tests.ui_input.conftest import shown
from tests.ui_input.keyboard import AZERTY, Keyboard, Recorder
from ui.input.capture import WedgeCapture

HKMC = "[)>\x1e06\x1dV2812\x1dP89231CU1000\x1dS\x1dE\x1dT2510022000A0000001\x1dM\x1d\x1e\x04"


def text_of(field: QWidget) -> str:
    if isinstance(field, QComboBox):
        return field.currentText()
    assert isinstance(field, QLineEdit | QTextEdit | QPlainTextEdit)
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def made(kind: str) -> QWidget:
    if kind == "combo":
        combo = QComboBox()
        combo.setEditable(True)
        combo.setEditText("앞뒤")
        edit = combo.lineEdit()
        assert edit is not None
        edit.setCursorPosition(1)
        return combo
    if kind == "line":
        line = QLineEdit("앞뒤")
        line.setCursorPosition(1)
        return line
    text = QTextEdit() if kind == "text" else QPlainTextEdit()
    text.setPlainText("앞뒤")
    cursor = text.textCursor()
    cursor.setPosition(1)
    text.setTextCursor(cursor)
    return text


@pytest.mark.parametrize("kind", ["line", "text", "plain", "combo"])
@pytest.mark.parametrize("code", ["PP:O:WO-1", HKMC])
@pytest.mark.parametrize("azerty", [False, True])
def test_scan_by_keys_is_taken_out_and_exact(
    kind: str, code: str, azerty: bool, qtbot: QtBot, keyboard: Keyboard, recorder: Recorder
) -> None:
    field = made(kind)
    shown(qtbot, field, field)
    QApplication.clipboard().setText("never pasted")
    keyboard.layout = AZERTY if azerty else {}
    keyboard.type(f"{code}\r")
    assert recorder.scans == [code.encode()]
    assert text_of(field) == "앞뒤"
    assert len(recorder.taken) == 1


@pytest.mark.parametrize("kind", ["line", "text", "plain", "combo"])
@pytest.mark.parametrize("code", ["PP:L:LOT-2026.11", "88600A7AC0WK", HKMC])
def test_scan_in_hangul_mode_is_taken_out_and_repaired(
    kind: str, code: str, qtbot: QtBot, keyboard: Keyboard, recorder: Recorder
) -> None:
    field = made(kind)
    shown(qtbot, field, field)
    keyboard.compose(f"{code}\r")
    (raw,) = recorder.scans
    answer = parse(raw, from_keyboard=True)
    assert isinstance(answer, CodeContent)
    assert answer.warnings == ("hangul_reversed",)
    assert answer.text == code
    assert text_of(field) == "앞뒤"


def test_pending_composition_belongs_to_the_scan(
    qtbot: QtBot, keyboard: Keyboard, recorder: Recorder
) -> None:
    field = QLineEdit()
    shown(qtbot, field, field)
    keyboard.compose("PP:C:UNDO")
    keyboard.press("\r")  # the last syllable is still being composed
    (raw,) = recorder.scans
    answer = parse(raw, from_keyboard=True)
    assert isinstance(answer, CodeContent)
    assert answer.value("command") == "UNDO"
    assert (field.text(), field.displayText()) == ("", "")


def test_syllable_of_the_user_stays(qtbot: QtBot, keyboard: Keyboard, recorder: Recorder) -> None:
    field = QLineEdit()
    shown(qtbot, field, field)
    keyboard.gap_ms = 200
    keyboard.compose("dj")
    keyboard.gap_ms = 5
    keyboard.now_ms += 500
    keyboard.compose("PP:C:OK\r")
    assert [raw.decode() for raw in recorder.scans] == ["ㅖㅖ:ㅊ:ㅒㅏ"]
    assert field.text() == "어"


def test_scan_that_joins_the_syllable_of_the_user_is_lost_loudly(
    qtbot: QtBot, keyboard: Keyboard, recorder: Recorder
) -> None:
    field = QLineEdit()
    shown(qtbot, field, field)
    keyboard.gap_ms = 200
    keyboard.compose("dj")
    keyboard.gap_ms = 5
    keyboard.now_ms += 500
    keyboard.compose("A1234\r")
    assert (recorder.scans, recorder.lost, field.text()) == ([], [field], "어")


@pytest.mark.parametrize(("gap_ms", "text"), [(120, "PP:C:OK"), (49, "")])
def test_slow_typing_stays_in_the_field(
    gap_ms: int, text: str, qtbot: QtBot, keyboard: Keyboard, recorder: Recorder
) -> None:
    field = QLineEdit()
    shown(qtbot, field, field)
    keyboard.gap_ms = gap_ms
    keyboard.type("PP:C:OK\r")
    assert field.text() == text
    assert len(recorder.scans) == (0 if text else 1)


def test_slow_hangul_stays_in_the_field(qtbot: QtBot, keyboard: Keyboard, recorder: Recorder) -> None:
    field = QLineEdit()
    shown(qtbot, field, field)
    keyboard.gap_ms = 120
    keyboard.compose("rkskek\r")
    assert (field.text(), recorder.scans) == ("가나다", [])


def test_selected_text_comes_back(qtbot: QtBot, keyboard: Keyboard, recorder: Recorder) -> None:
    field = QLineEdit("𝄞 alter Text")
    shown(qtbot, field, field)
    field.selectAll()
    keyboard.type("PP:C:OK\r")
    assert recorder.scans == [b"PP:C:OK"]
    assert (field.text(), field.selectedText()) == ("𝄞 alter Text", "𝄞 alter Text")


def test_end_sign_presses_no_default_button(qtbot: QtBot, keyboard: Keyboard, recorder: Recorder) -> None:
    window = QWidget()
    layout = QVBoxLayout(window)
    field, button = QLineEdit(), QPushButton("save")
    layout.addWidget(field)
    layout.addWidget(button)
    entered: list[int] = []
    field.returnPressed.connect(lambda: entered.append(1))
    shown(qtbot, window, field)
    keyboard.type(f"{HKMC}\r")
    assert (entered, recorder.scans) == ([], [HKMC.encode()])


def test_a_spin_box_keeps_its_number(qtbot: QtBot, keyboard: Keyboard, recorder: Recorder) -> None:
    box = QSpinBox()
    box.setValue(42)
    shown(qtbot, box, box)
    keyboard.type("PP:L:7\r")
    assert recorder.scans == [b"PP:L:7"]
    assert box.value() == 42


@pytest.mark.parametrize("limit", ["length", "validator"])
def test_what_a_field_cannot_hold_is_lost_loudly(
    limit: str, qtbot: QtBot, keyboard: Keyboard, recorder: Recorder
) -> None:
    field = QLineEdit("7")
    if limit == "length":
        field.setMaxLength(5)
    else:
        field.setValidator(QIntValidator(field))
    shown(qtbot, field, field)
    keyboard.compose("PP:O:WO-2026\r")
    assert recorder.scans == []
    assert recorder.lost == [field]
    assert field.text() == "7"
    keyboard.now_ms += 500
    keyboard.type("PP:O:WO-2026\r")
    assert recorder.scans == [b"PP:O:WO-2026"]


def test_a_read_only_field_is_no_editor(qtbot: QtBot, keyboard: Keyboard, recorder: Recorder) -> None:
    field = QLineEdit("x")
    field.setReadOnly(True)
    shown(qtbot, field, field)
    keyboard.type("PP:C:OK\r")
    assert (recorder.scans, recorder.taken) == ([b"PP:C:OK"], [])


def test_ctrl_v_of_the_user_still_pastes(
    qtbot: QtBot, keyboard: Keyboard, capture: WedgeCapture, recorder: Recorder
) -> None:
    field = QLineEdit()
    shown(qtbot, field, field)
    QApplication.clipboard().setText("pasted")
    keyboard.press("\x16")
    assert field.text() == "pasted"
    assert (recorder.scans, capture.capture_mode) == ([], False)
