"""Controlled copies 배포대장: of one document as a panel, of all as a screen; issue, receipt, return, destruction.

A QR scanned anywhere on the screen takes its copy back. The verbs decide; nothing is deleted.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from app.drawings.distribution import destroy_copy, issue_copy, receive_copy, return_copy, return_scanned
from app.drawings.distribution_queries import CopyRow, copies_of, ledger
from app.labels import label
from app.settings import PlantSettings, read_settings
from devices.events import ScanReceived
from models.vocab import CopyState
from ui.changes.form_dialog import FormDialog
from ui.i18n import Words, say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.link_filter import LinkFilter
from ui.panels import Desk, Panel, Screen
from ui.seen_lists import export_button
from ui.theme.tokens import Tone
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.empty import EmptyState
from ui.widgets.label import Label
from ui.widgets.tables import RowTable

_TONES: dict[CopyState, Tone] = {CopyState.RECALLED: "warn", CopyState.ISSUED: "info"}
_OUT = (CopyState.ISSUED, CopyState.RECEIVED, CopyState.RECALLED)


class CopiesPanel(Panel):
    """The ledger of a document, or of all when it has none.

    Signals:
        print_wanted: (revision id, copy id) of a copy to be printed.
        counted: How many copies are still to come back.
    """

    nouns = frozenset({"controlled_copy", "document_revision"})
    print_wanted = Signal(int, int)
    counted = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None, *, all_documents: bool = False) -> None:
        super().__init__(desk, parent)
        texts = desk.texts
        self._all = all_documents
        self._document = 0
        self._revision = 0
        self._released = False
        self._settings: PlantSettings | None = None
        columns: list[Column[CopyRow]] = []
        if all_documents:
            columns.append(Column(term("copy", "Document"), lambda row: row.document, "strong", weight=1))
        columns += [
            Column(say("Rev"), lambda row: row.label),
            Column(term("copy", "No."), lambda row: str(row.number), "number"),
            Column(term("copy", "Place"), lambda row: row.place, weight=2),
            Column(term("copy", "Holder"), lambda row: row.holder, weight=1),
            Column(
                say("State"),
                lambda row: label(texts.language, row.state),
                "chip",
                tone=lambda row: _TONES.get(row.state, "neutral"),
            ),
            Column(term("copy", "Issued on"), lambda row: self._day(row), "muted"),
            Column(term("copy", "Received by"), lambda row: row.received_by or "—", "muted"),
        ]
        name = "ledger" if all_documents else "copies"
        self.rows: RowsModel[CopyRow] = RowsModel(texts, columns, key=lambda row: row.id)
        self.table: RowTable[CopyRow] = RowTable(self.rows, name)
        texts.bind(self.table.setAccessibleName, say("Distribution ledger"))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_acts())
        title = term("copy", "All copies") if all_documents else say("Distribution ledger")
        self.card = Card(texts, title, flush=True)
        self.issue = self._button(say("Issue a copy"), self.issue_copy, "copy.issue")
        self.receive = self._button(say("Received"), self.receive_copy, "copy.receive")
        self.give = self._button(say("Came back"), self.return_copy, "copy.return")
        self.destroyed_act = self._button(say("Destroyed"), self.destroy_copy, "copy.destroy")
        self.print = self._button(say("Print"), self._print, "copy.print")
        self.link: LinkFilter | None = None
        if all_documents:
            self.link = LinkFilter(self, self.table, "ledger.link")
            self.card.add_head(self.link)
            export = export_button(desk, self, say("Distribution ledger"), self.table, name="ledger.export")
            self.card.add_head(export)
        self.hint = Label(texts, say("Scan the QR of a copy to take it back."), "hint", wrap=True)
        self.hint.setContentsMargins(12, 4, 12, 6)
        self.empty = EmptyState(
            texts,
            "copy",
            say("No controlled copies yet"),
            say("Issue one on the released drawing: it gets a number, a place and a QR in its stamp."),
        )
        self.pages = QStackedWidget()
        self.pages.addWidget(self.table)
        self.pages.addWidget(self.empty)
        self.card.add(self.pages, 1)
        self.card.add(self.hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card)
        self._show_acts()

    def _button(self, words: Words, run: Callable[[], object], name: str) -> Button:
        button = Button(self.texts, words, run, name=name)
        self.card.add_head(button)
        return button

    def show_document(self, document_id: int, revision_id: int, *, released: bool) -> None:
        """Show the ledger of a document; copies are issued of this revision."""
        self._document, self._revision, self._released = document_id, revision_id, released
        self.renew()

    @override
    def refresh(self) -> None:
        self.ask(read_settings, then=self._take_settings, key="settings")
        if self.link is not None:
            self.ask(ledger, linked=self.link.wanted(), then=self._put, key="rows")
        elif self._document:
            self.ask(copies_of, self._document, then=self._put, key="rows")

    def _take_settings(self, settings: PlantSettings) -> None:
        self._settings = settings

    def _day(self, row: CopyRow) -> str:
        return "" if self._settings is None else f"{self._settings.local(row.issued_at):%Y-%m-%d}"

    def _put(self, rows: tuple[CopyRow, ...]) -> None:
        open_first = sorted(rows, key=lambda row: row.state is not CopyState.RECALLED)
        self.rows.set_rows(open_first)
        self.pages.setCurrentIndex(0 if rows or (self.link is not None and self.link.taken) else 1)
        self.hint.setVisible(bool(rows))
        waiting = sum(row.state is CopyState.RECALLED for row in rows)
        if waiting:
            self.card.set_chip(say("{n} to come back", n=waiting), "warn")
        else:
            self.card.chip.hide()
        self.counted.emit(waiting)
        self._show_acts()

    def _show_acts(self) -> None:
        row = self.table.chosen()
        out = row is not None and row.state in _OUT
        self.issue.setVisible(self._released and not self._all)
        self.receive.setVisible(row is not None and row.state is CopyState.ISSUED)
        self.give.setVisible(out)
        self.destroyed_act.setVisible(out)
        self.print.setVisible(row is not None and row.state in (CopyState.ISSUED, CopyState.RECEIVED))

    # acts
    def issue_copy(self) -> None:
        """Ask where a new copy goes."""
        dialog = IssueCopyDialog(self.desk, self._revision, self.window())
        revision = self._revision
        dialog.done_with.connect(lambda changes: self.print_wanted.emit(revision, changes.result))
        dialog.open()

    def receive_copy(self) -> None:
        """Ask who took the chosen copy."""
        row = self.table.chosen()
        if row is not None:
            ReceiveCopyDialog(self.desk, row, self.window()).open()

    def return_copy(self) -> None:
        """Note that the chosen copy is back."""
        row = self.table.chosen()
        if row is not None:
            self.do(return_copy, row.id, said=say("Copy {number} is back.", number=row.number))

    def destroy_copy(self) -> None:
        """Ask for the signature on a destruction."""
        row = self.table.chosen()
        if row is not None:
            DestroyCopyDialog(self.desk, row, self.window()).open()

    def take_scanned(self, code: str) -> bool:
        """Take back the copy whose QR was scanned; False where it is no such code."""
        if not code.upper().startswith("PPCC:"):
            return False
        self.do(return_scanned, code, said=say("The copy is back."))
        return True

    def _print(self) -> None:
        row = self.table.chosen()
        if row is not None:
            self.print_wanted.emit(row.revision_id, row.id)


class DistributionScreen(Screen):
    """The distribution ledger of all documents; ``open_record`` takes nothing."""

    nouns = frozenset({"controlled_copy"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, say("Distribution ledger"))
        self.copies = CopiesPanel(desk, all_documents=True)
        self.copies.print.hide()
        self.copies.table.opened.connect(lambda row: desk.open_place("documents", row.document_id))
        self.body.addWidget(self.copies, 1)

    @override
    def scan(self, scan: ScanReceived) -> bool:
        return self.copies.take_scanned(scan.text)


class IssueCopyDialog(FormDialog):
    """Where a new controlled copy goes and who answers for it."""

    def __init__(self, desk: Desk, revision_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, say("Issue a controlled copy"), say("Issue and print"), parent)
        self.setObjectName("issue_copy_dialog")
        self._revision = revision_id
        self.form.add_line("place", term("copy", "Place"), say("e.g. line 2 board, supplier"), required=True)
        self.form.add_line("holder", term("copy", "Holder"), required=True)
        self.form.add_line("note", say("Note"))
        self.form.rows["place"].field.setFocus()

    @override
    def save(self, values: dict[str, str]) -> None:
        self.run(
            issue_copy, self._revision, place=values["place"], holder=values["holder"], note=values["note"]
        )


class ReceiveCopyDialog(FormDialog):
    """Who took a copy."""

    def __init__(self, desk: Desk, row: CopyRow, parent: QWidget | None = None) -> None:
        title = say("Receipt of copy {number}, {place}", number=row.number, place=row.place)
        super().__init__(desk, title, say("Record the receipt"), parent)
        self.setObjectName("receive_copy_dialog")
        self._row = row
        self.form.add_line("received_by", term("copy", "Received by"), required=True)
        self.form.set_values({"received_by": row.holder})
        self.form.rows["received_by"].field.setFocus()

    @override
    def save(self, values: dict[str, str]) -> None:
        self.run(receive_copy, self._row.id, received_by=values["received_by"])


class DestroyCopyDialog(FormDialog):
    """The signature on the destruction of a copy."""

    def __init__(self, desk: Desk, row: CopyRow, parent: QWidget | None = None) -> None:
        title = say("Sign that copy {number}, {place}, was destroyed", number=row.number, place=row.place)
        super().__init__(desk, title, say("Sign"), parent)
        self.setObjectName("destroy_copy_dialog")
        self._row = row
        self.form.add_line("reason", say("Reason"), required=True)
        self.form.add_password("secret", say("Your password"), required=True)
        self.form.rows["reason"].field.setFocus()

    @override
    def save(self, values: dict[str, str]) -> None:
        self.run(destroy_copy, self._row.id, secret=values["secret"], reason=values["reason"])
