"""Texts follow the language; data does not; a widget that is gone is forgotten."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.refusals import NOT_A_FACTORY
from ui.i18n import Texts, say, term


def test_a_bound_text_follows_the_language(qtbot: QtBot) -> None:
    texts, label = Texts("en"), QLabel()
    qtbot.addWidget(label)
    texts.bind(label.setText, say("Go to {place}", place="HB-2200"))
    assert label.text() == "Go to HB-2200"
    with qtbot.waitSignal(texts.language_changed) as told:
        texts.switch("ko")
    assert told.args == ["ko"]
    # The particle follows the last sound: 2200 is read 이천이백.
    assert label.text().startswith("HB-2200")
    assert label.text().endswith("이동")


def test_data_is_shown_as_it_is(qtbot: QtBot) -> None:
    texts, label = Texts("en"), QLabel()
    qtbot.addWidget(label)
    texts.bind(label.setText, say("Undo"))
    texts.bind(label.setText, "Undo")
    texts.switch("ko")
    assert label.text() == "Undo"


def test_the_last_words_bound_win(qtbot: QtBot) -> None:
    texts, label = Texts("en"), QLabel()
    qtbot.addWidget(label)
    texts.bind(label.setText, say("Undo"))
    texts.bind(label.setText, say("Close"))
    texts.switch("ko")
    assert label.text() == "닫기"


def test_words_within_words_are_translated_too() -> None:
    texts = Texts("ko")
    assert texts.show(say("Change {what}", what=term("theme", "Dark"))) == "어둡게 수정"


def test_a_widget_that_is_gone_is_forgotten(qtbot: QtBot) -> None:
    texts, parent = Texts("en"), QWidget()
    qtbot.addWidget(parent)
    label = QLabel(parent)
    texts.bind(label.setText, say("Undo"))
    label.deleteLater()
    qtbot.waitSignal(label.destroyed)
    del label
    gc.collect()
    texts.switch("ko")
    assert texts.code == "ko"


def test_a_follower_runs_at_once_and_at_each_change(qtbot: QtBot) -> None:
    texts, owner, seen = Texts("en"), QWidget(), list[str]()
    qtbot.addWidget(owner)
    texts.follow(owner, lambda: seen.append(texts.code))
    texts.switch("ko")
    assert seen == ["en", "ko"]


def test_a_refusal_is_explained_in_the_language_of_now() -> None:
    texts = Texts("en")
    assert "Choose a folder" in texts.explain(NOT_A_FACTORY(folder="X"))


def test_only_a_method_of_a_qobject_can_be_bound() -> None:
    with pytest.raises(TypeError):
        Texts("en").bind(list[str]().append, say("Undo"))
