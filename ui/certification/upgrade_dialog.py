"""Shows row by row what a newer version of a checklist changes, before an assessment is moved to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.certification.upgrades import UpgradeRow, upgrade_assessment, upgrade_rows
from app.certification.workspace import Workspace
from ui.i18n import Words, say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk
from ui.theme.tokens import Tone
from ui.widgets.buttons import Button
from ui.widgets.label import Label
from ui.widgets.tables import RowTable

_CHANGES: Final[dict[str, tuple[Words, Tone]]] = {
    "added": (term("upgrade", "new"), "info"),
    "removed": (term("upgrade", "gone"), "warn"),
    "changed": (term("upgrade", "reads otherwise"), "warn"),
    "same": (term("upgrade", "the same"), "neutral"),
}


class UpgradeDialog(QDialog):
    """The review of a move to another version.

    Args:
        desk: What a screen has at hand.
        space: The assessment.
        moved: Called with the ChangeSet when it was moved.
    """

    def __init__(
        self,
        desk: Desk,
        space: Workspace,
        moved: Callable[[Any], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._space, self._moved = desk, space, moved
        texts = desk.texts
        self.setObjectName("upgrade.dialog")
        self.resize(760, 520)
        texts.bind(self.setWindowTitle, term("certification", "Newer checklist"))
        column = QVBoxLayout(self)
        column.addWidget(
            Label(
                texts,
                say(
                    "{number} is closed as it stands and followed by a new one. Evidence, owners and points go "
                    "along; an acceptance only where the row reads the same.",
                    number=space.head.number,
                ),
                wrap=True,
            )
        )
        columns: tuple[Column[UpgradeRow], ...] = (
            Column("#", lambda row: row.code),
            Column(
                term("certification", "Requirement"),
                lambda row: row.title_ko if texts.code == "ko" else row.title,
                weight=1,
            ),
            Column(
                term("upgrade", "Change"),
                lambda row: _CHANGES[row.change][0],
                "chip",
                tone=lambda row: _CHANGES[row.change][1],
            ),
        )
        self.table = RowTable(RowsModel(texts, columns, key=lambda row: row.code), "upgrade.rows")
        texts.bind(self.table.setAccessibleName, term("certification", "Newer checklist"))
        column.addWidget(self.table, 1)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(Button(texts, say("Cancel"), self.reject, name="upgrade.cancel"))
        self.yes = Button(texts, term("upgrade", "Move to it"), self._move, "primary", name="upgrade.save")
        line.addWidget(self.yes)
        column.addLayout(line)
        desk.tasks.read(lambda: desk.ask(upgrade_rows, space.head.id), self._put, owner=self)
        self.finished.connect(self.deleteLater)

    def _put(self, rows: tuple[UpgradeRow, ...]) -> None:
        self.table.rows_model.set_rows(sorted(rows, key=lambda row: row.change == "same"))

    def _move(self) -> None:
        desk, head, moved = self._desk, self._space.head, self._moved
        self.yes.setEnabled(False)

        def done(changes: Any) -> None:
            desk.notices.toast(say("{number} follows the newer checklist.", number=head.number), "ok")
            moved(changes)

        desk.tasks.write(
            lambda: desk.perform(upgrade_assessment, head.id, expected_version=head.version), done
        )
        self.accept()
