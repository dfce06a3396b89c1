"""What a part shows of its drawings: the documents it uses and all their characteristics."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from app.drawings.queries import (
    DocumentRevisionHead,
    PartCharacteristicRow,
    characteristics_of_part,
    documents_of_part,
)
from app.labels import label
from ui.changes.state_words import file_state, state_tone
from ui.drawings.characteristic_words import nominal_text, sampling_text, signed, special_sign
from ui.drawings.document_dialogs import LinkDocumentDialog
from ui.i18n import say
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import BookOfPanels, Desk, Panel
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.empty import EmptyState
from ui.widgets.tables import RowTable


class PartDocuments(Panel):
    """The documents a part revision uses.

    Args:
        desk: What screens are given.
        revision_id: Of the part.
    """

    nouns = frozenset({"document", "document_revision", "part_revision"})

    def __init__(self, desk: Desk, revision_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._revision_id = revision_id
        texts = self.texts
        columns: list[Column[DocumentRevisionHead]] = [
            Column(say("Number"), lambda row: row.number, "strong"),
            Column(say("Title"), lambda row: row.title, weight=2),
            Column(say("Kind"), lambda row: label(texts.language, row.kind)),
            Column(say("Rev"), lambda row: row.label),
            Column(
                say("State"),
                lambda row: file_state(texts, row.kind, row.state, migrated=row.migrated),
                "chip",
                tone=lambda row: state_tone(row.state),
            ),
            Column(say("Files"), lambda row: str(len(row.files)), "number", 1),
        ]
        self.rows: RowsModel[DocumentRevisionHead] = RowsModel(texts, columns, key=lambda row: row.id)
        self.table: RowTable[DocumentRevisionHead] = RowTable(self.rows, "part.documents")
        texts.bind(self.table.setAccessibleName, say("Drawings and documents"))
        self.table.opened.connect(lambda row: desk.open_place("documents", row.document_id))
        empty = EmptyState(
            texts,
            "file-text",
            say("No drawing linked"),
            say("A made part is released only with its drawing."),
        )
        self.pages = QStackedWidget()
        self.pages.addWidget(self.table)
        self.pages.addWidget(empty)
        card = Card(texts, say("Drawings and documents"), flush=True)
        card.add_head(
            Button(texts, say("Link a document"), self._link, icon_name="link", name="part.link_document")
        )
        card.add(self.pages, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)

    @override
    def refresh(self) -> None:
        self.ask(documents_of_part, self._revision_id, then=self._show)

    def _show(self, rows: tuple[DocumentRevisionHead, ...]) -> None:
        self.rows.set_rows(rows)
        self.pages.setCurrentIndex(0 if rows else 1)

    def _link(self) -> None:
        LinkDocumentDialog(self.desk, self._revision_id, self.window()).open()


class PartCharacteristics(Panel):
    """The characteristics of all drawings of a part revision.

    Args:
        desk: What screens are given.
        revision_id: Of the part.
    """

    nouns = frozenset({"characteristic", "document_revision", "part_revision"})

    def __init__(self, desk: Desk, revision_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._revision_id = revision_id
        texts = self.texts
        columns: list[Column[PartCharacteristicRow]] = [
            Column(say("Drawing"), lambda row: f"{row.document} {row.label}", "muted"),
            Column(say("No."), lambda row: row.row.number, "number"),
            Column(say("Kind"), lambda row: label(texts.language, row.row.kind)),
            Column(say("Nominal"), lambda row: nominal_text(row.row), "number"),
            Column(say("Upper"), lambda row: signed(row.row.upper_tolerance), "number"),
            Column(say("Lower"), lambda row: signed(row.row.lower_tolerance), "number"),
            Column("◇", lambda row: special_sign(row.row)),
            Column(say("Gauge"), lambda row: row.row.method, weight=1),
            Column(say("Sample · freq."), lambda row: sampling_text(row.row), "muted"),
        ]
        self.rows: RowsModel[PartCharacteristicRow] = RowsModel(texts, columns, key=lambda row: row.row.id)
        self.table: RowTable[PartCharacteristicRow] = RowTable(self.rows, "part.characteristics")
        texts.bind(self.table.setAccessibleName, say("Characteristics"))
        self.table.opened.connect(lambda row: desk.open_place("documents", row.document_id))
        empty = EmptyState(
            texts,
            "ruler-measure",
            say("No characteristics yet"),
            say("They are placed on the drawing; link one and open it."),
        )
        self.pages = QStackedWidget()
        self.pages.addWidget(self.table)
        self.pages.addWidget(empty)
        card = Card(texts, say("Characteristics"), flush=True)
        card.add(self.pages, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)

    @override
    def refresh(self) -> None:
        self.ask(characteristics_of_part, self._revision_id, then=self._show)

    def _show(self, rows: tuple[PartCharacteristicRow, ...]) -> None:
        self.rows.set_rows(rows)
        self.pages.setCurrentIndex(0 if rows else 1)


def register(book: BookOfPanels) -> None:
    """Offer ``drawings.of-part`` and ``drawings.characteristics-of-part`` (a part revision's id)."""
    book.register("drawings.of-part", PartDocuments)
    book.register("drawings.characteristics-of-part", PartCharacteristics)
