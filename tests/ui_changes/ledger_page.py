"""The ledger as one person uses it: its dialogs by name, and the entry that is chosen.."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from models.vocab import Noun, Role
from tests.changes.ledger import Ledger
from tests.ui_quality.screen_page import ScreenPage, shown_screen
from ui.changes.form_dialog import FormDialog
from ui.changes.ledger_screen import LedgerScreen
from ui.i18n import Texts


class LedgerPage:
    """The ledger as one person uses it."""

    def __init__(self, page: ScreenPage) -> None:
        self.page = page

    @property
    def screen(self) -> Any:
        return self.page.screen

    def dialog(self, name: str) -> FormDialog:
        found = [w for w in self.page.window.findChildren(QDialog, name) if w.isVisible()]
        assert found, f"no dialog {name}"
        dialog = found[0]
        assert isinstance(dialog, FormDialog)
        self.page.wait()
        return dialog

    def answer(self, name: str, **values: str) -> None:
        """Fill a dialog in and press its button."""
        dialog = self.dialog(name)
        dialog.form.set_values(values)
        QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
        self.page.wait()
        assert not [w for w in self.page.window.findChildren(QDialog, name) if w.isVisible()], (
            dialog.refusal.text()
        )

    def chosen(self) -> Any:
        return self.screen.table.chosen()

    def choose(self, noun: Noun, entity_id: int) -> None:
        assert self.screen.table.choose((noun, entity_id))
        self.page.wait()


@contextmanager
def shown_as(ledger: Ledger, role: Role, texts: Texts, qtbot: QtBot) -> Iterator[LedgerPage]:
    """Show the ledger to a person of a role."""
    actor = ledger.floor.crew.actor(role)
    with shown_screen(LedgerScreen, ledger.factory, actor, texts, qtbot) as page:
        yield LedgerPage(page)
