"""Which column of the register is read as what, by what the transfer brings in. Reads no file."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.drawings.import_header import Column
from models.vocab_transfer import TransferKind
from ui.column_lines import ColumnLines
from ui.i18n import Texts
from ui.transfer.transfer_words import fields_of


class RegisterColumns(ColumnLines):
    """The columns of a register; each kind of transfer has fields of its own."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(texts, parent, name="transfer.column")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def put(self, kind: TransferKind, columns: Sequence[Column]) -> None:
        """Show the columns as they were recognised."""
        self.show_columns(columns, fields_of(kind))
