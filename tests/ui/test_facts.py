"""Facts and steps in narrow panes: what is long breaks into lines, nothing is cut, no line begins with a sign."""

from __future__ import annotations

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from tests.ui.pages import shown
from ui.i18n import Texts, say
from ui.panels import stacked
from ui.widgets.card import Card
from ui.widgets.chips import StateChip
from ui.widgets.facts import FactList, StepLine
from ui.widgets.flow import Flow
from ui.widgets.label import Label

_LONG = "DW-2210 Rev B, until 2027-06-30, by the calibration laboratory of the customer"


def _needed(label: QLabel) -> int:
    """The height that a label's text takes at the label's width."""
    return label.heightForWidth(label.width())


def test_a_long_value_breaks_into_lines_instead_of_being_cut(qtbot: QtBot, texts: Texts) -> None:
    facts = FactList(texts)
    facts.add("Lot", "LT-2611-22A")
    facts.add("Calibration certificate", _LONG, strong=True)
    facts.add(_LONG, "ok", "warn")
    pane = stacked(facts)
    shown(qtbot, pane, 260, 500)
    assert isinstance(pane, QScrollArea)
    labels = [label for label in facts.findChildren(Label) if label.text()]
    assert len(labels) == 5
    for label in labels:
        assert label.wordWrap()
        assert label.height() >= _needed(label), label.text()
        longest = max(QFontMetrics(label.font()).horizontalAdvance(word) for word in label.text().split())
        assert label.width() >= longest, label.text()
    short = next(label for label in labels if label.text() == "LT-2611-22A")
    assert short.height() < 2 * short.fontMetrics().lineSpacing()


def test_steps_go_on_in_the_next_line_and_the_sign_stays_behind_its_step(qtbot: QtBot, texts: Texts) -> None:
    words = ["Draft", "Impact", "In review", "Approved", "Released", "Implemented", "Closed"]
    line = StepLine(texts)
    line.set_steps([say(word) for word in words], 2)
    card = Card(texts, "Way")
    card.add(line)
    for width in (900, 420, 240):
        shown(qtbot, card, width, 300)
        chips = line.findChildren(StateChip)
        assert [chip.text for chip in chips] == words
        assert [chip.tone for chip in chips].index("info") == 2
        for sign in (label for label in line.findChildren(Label) if label.text() == "›"):
            # In its holder a sign always stands right of a chip.
            assert sign.x() > 0
        for holder in {chip.parentWidget() for chip in chips}:
            assert holder is not None
            assert holder.geometry().right() < line.width()
        assert line.height() >= line.heightForWidth(line.width())
        assert (line.lines == 1) == (width == 900)


def test_another_language_arranges_the_steps_anew(qtbot: QtBot, texts: Texts) -> None:
    line = StepLine(texts)
    line.set_steps([say("Show"), say("Cancel"), say("Undo")], 0)
    shown(qtbot, line, 400, 60)
    for code in ("ko", "en"):
        texts.switch(code)
        qtbot.waitUntil(
            lambda: all(chip.width() >= chip.sizeHint().width() for chip in line.findChildren(StateChip))
        )


def test_words_that_change_while_hidden_have_room_when_shown(qtbot: QtBot, texts: Texts) -> None:
    flow = Flow()
    chip = StateChip(texts, "a", "neutral")
    flow.put([chip])
    shown(qtbot, flow, 400, 40)
    flow.hide()
    chip.put("a much longer word")
    flow.show()
    assert chip.width() >= chip.sizeHint().width()


def test_hidden_widgets_take_no_room_and_come_back(qtbot: QtBot, texts: Texts) -> None:
    flow = Flow()
    chips = [StateChip(texts, word, "neutral") for word in ("one", "two", "three")]
    chips[1].hide()
    flow.put(list(chips))
    shown(qtbot, flow, 400, 40)
    assert not chips[1].isVisible()
    apart = chips[2].x()
    assert apart == chips[0].x() + chips[0].width() + 5
    chips[1].show()
    qtbot.waitUntil(lambda: chips[2].x() > apart)
