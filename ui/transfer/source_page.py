"""Step 1 of a transfer: what comes, its register, its folder; and the transfers there were."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.transfer.queries import TransferRow
from models.vocab_transfer import TransferKind
from ui.i18n import Texts, say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.transfer.transfer_words import KINDS, TRANSFER_STATES
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.fields import ChoiceField, LineField
from ui.widgets.label import Label
from ui.widgets.tables import RowTable
from ui.wording import minute_text

ChoosePath = Callable[[QWidget, str], Path | None]
_REGISTERS = "(*.xlsx *.xlsm *.xls *.csv *.tsv *.txt)"


def choose_register(parent: QWidget, title: str) -> Path | None:
    """Let a person choose the register; the edge that tests replace."""
    name, _kind = QFileDialog.getOpenFileName(parent, title, "", f"Excel, CSV {_REGISTERS}")
    return Path(name) if name else None


def choose_drawings(parent: QWidget, title: str) -> Path | None:
    """Let a person choose the folder of the drawings; the edge that tests replace."""
    name = QFileDialog.getExistingDirectory(parent, title)
    return Path(name) if name else None


class SourcePage(QWidget):
    """Where the transfer comes from.

    Args:
        texts: The window's language.
        to_register: Asks for the register.
        to_folder: Asks for the folder.

    Signals:
        filled: Whether there is enough to go on.
    """

    filled = Signal(bool)

    def __init__(self, texts: Texts, to_register: ChoosePath, to_folder: ChoosePath) -> None:
        super().__init__()
        self._texts, self._to_register, self._to_folder = texts, to_register, to_folder
        self._zone = ZoneInfo("UTC")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self._source_card())
        column.addWidget(self._past_card(), 1)

    def _source_card(self) -> Card:
        texts = self._texts
        card = Card(texts, say("What was approved before the program came"))
        card.add(
            Label(
                texts,
                say(
                    "A register and a folder of drawings become parts, documents and revisions in one signed act."
                    " They stay marked as transferred for ever, with their original revision and approval date."
                ),
                "muted",
                wrap=True,
            )
        )
        self.kind = ChoiceField(texts, [(kind.value, shown) for kind, shown in KINDS.items()])
        self.kind.setObjectName("transfer.kind")
        texts.bind(self.kind.setAccessibleName, say("What is transferred"))
        self.kind.chosen.connect(lambda _kind: self._told())
        self.register = LineField()
        self.folder = LineField()
        card.add(self._line(say("What is transferred"), self.kind))
        card.add(
            self._line(
                say("Register (xlsx, xls, csv)"),
                self.register,
                Button(
                    texts,
                    say("Choose …"),
                    self.ask_register,
                    icon_name="file-spreadsheet",
                    name="transfer.register",
                ),
            )
        )
        self.folder_button = Button(
            texts, say("Choose …"), self.ask_folder, icon_name="file-import", name="transfer.folder"
        )
        self._folder_line = self._line(say("Folder of the drawings"), self.folder, self.folder_button)
        card.add(self._folder_line)
        for field, name in ((self.register, "register"), (self.folder, "folder")):
            field.setObjectName(f"transfer.{name}.path")
            field.textChanged.connect(lambda _text: self._told())
        return card

    def _line(self, shown: object, field: QWidget, button: Button | None = None) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        label = Label(self._texts, shown, "muted")  # type: ignore[arg-type]
        label.setMinimumWidth(190)
        label.setBuddy(field)
        self._texts.bind(field.setAccessibleName, shown)  # type: ignore[arg-type]
        line.addWidget(label)
        line.addWidget(field, 1)
        if button is not None:
            line.addWidget(button)
        return holder

    def _past_card(self) -> Card:
        texts = self._texts
        columns: list[Column[TransferRow]] = [
            Column(say("Register"), lambda row: row.register_name, "strong", weight=2),
            Column(say("What is transferred"), lambda row: KINDS[row.kind]),
            Column(term("transfer", "Parts"), lambda row: str(row.parts or ""), "number"),
            Column(term("transfer", "Revisions"), lambda row: str(row.revisions or ""), "number"),
            Column(term("transfer", "Gauges"), lambda row: str(row.gauges or ""), "number"),
            Column(say("Signed by"), lambda row: row.signer),
            Column(say("Signed at"), lambda row: minute_text(row.signed_at, self._zone), "muted"),
            Column(
                say("State"),
                lambda row: TRANSFER_STATES[row.state][0],
                "chip",
                tone=lambda row: TRANSFER_STATES[row.state][1],
            ),
            Column(say("Hash of the plan"), lambda row: row.plan_hash[:12], "muted"),
        ]
        card = Card(texts, say("Transfers so far"), flush=True)
        self.past: RowTable[TransferRow] = RowTable(
            RowsModel(texts, columns, key=lambda row: row.id), "transfer.past", sortable=True
        )
        texts.bind(self.past.setAccessibleName, say("Transfers so far"))
        self.past.when_empty(say("Nothing was transferred yet. Choose the register above to begin."))
        card.add(self.past, 1)
        return card

    def put_past(self, rows: Sequence[TransferRow], zone: ZoneInfo) -> None:
        """Show the transfers there were."""
        self._zone = zone
        self.past.rows_model.set_rows(rows)

    @property
    def chosen_kind(self) -> TransferKind:
        """What is to be transferred."""
        return TransferKind(self.kind.value() or TransferKind.PARTS.value)

    @property
    def paths(self) -> tuple[Path, Path | None] | None:
        """The register and the folder, or None while the register is missing."""
        register, folder = self.register.value(), self.folder.value()
        if not register:
            return None
        wanted = folder and self.chosen_kind is TransferKind.PARTS
        return Path(register), Path(folder) if wanted else None

    def ask_register(self) -> None:
        """Let the register be chosen."""
        path = self._to_register(self, self._texts.say("Choose the register"))
        if path is not None:
            self.register.set_value(str(path))

    def ask_folder(self) -> None:
        """Let the folder be chosen."""
        path = self._to_folder(self, self._texts.say("Choose the folder of the drawings"))
        if path is not None:
            self.folder.set_value(str(path))

    def _told(self) -> None:
        self._folder_line.setVisible(self.chosen_kind is TransferKind.PARTS)
        self.filled.emit(self.paths is not None)
