"""Fixtures of the forms' tests: the small factory of the documents, and a window with the place of forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from models.vocab import Role
from tests.documents_built.conftest import Built, built, template
from tests.documents_built.test_customer_forms import customers_form
from tests.ui.conftest import look, nothing_is_left, texts
from tests.ui.pages import WindowPage
from tests.ui_forms.forms_page import FormsPage
from tests.ui_station.stage import make_connections
from ui.forms.forms_screen import FormsScreen
from ui.i18n import Texts, say
from ui.main_window import MainWindow
from ui.navigation import Place

__all__ = ["built", "look", "nothing_is_left", "template", "texts"]


@pytest.fixture
def page(built: Built, texts: Texts, qtbot: QtBot, tmp_path: Path) -> Iterator[FormsPage]:
    """The place of forms as an administrator sees it; file dialogs answer with the test's folder."""
    (tmp_path / "고객 양식.xlsx").write_bytes(customers_form())
    (tmp_path / "out").mkdir()

    def to_open(_parent: QWidget, _title: str, _name: str) -> Path:
        return tmp_path / "고객 양식.xlsx"

    def to_save(_parent: QWidget, _title: str, name: str) -> Path:
        return tmp_path / "out" / f"again {name}"

    def to_folder(_parent: QWidget, _title: str) -> Path:
        return tmp_path / "out"

    def to_picture(_parent: QWidget, _title: str) -> Path:
        Image.new("RGB", (600, 200), "navy").save(tmp_path / "로고.png")
        return tmp_path / "로고.png"

    place = Place(
        "forms",
        None,
        say("Customers' forms"),
        "file-spreadsheet",
        lambda desk: FormsScreen(
            desk, to_open=to_open, to_save=to_save, to_folder=to_folder, to_picture=to_picture
        ),
    )
    actor = built.crew.actor(Role.ADMINISTRATOR)
    joined = replace(make_connections(built.factory, actor), factory=built.factory, actor=lambda: actor)
    window = MainWindow(texts, [place], joined)
    window.resize(1280, 800)
    with qtbot.waitActive(window):
        window.show()
    shown = FormsPage(WindowPage(window, qtbot), built, tmp_path / "out")
    shown.settle()
    yield shown
    window.toasts.clear()
    window.close()
    window.deleteLater()
