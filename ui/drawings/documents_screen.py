"""The place of drawings and documents: the list, and the drawing that was opened."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget
from typing_extensions import override

from app.drawings.queries import (
    DocumentRevisionHead,
    DocumentRow,
    document_revisions,
    document_rows,
    documents_linked,
)
from app.labels import label
from app.unit_of_work import number_key
from models.vocab import DocumentKind
from ui.bom.file_drop import dropped_file
from ui.changes.state_words import count_words, file_state, state_tone
from ui.drawings.document_dialogs import NewDocumentDialog
from ui.drawings.drawing_screen import ENDINGS, DrawingScreen
from ui.drawings.dropped_drawing import receive
from ui.i18n import Shown, say
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.link_filter import LinkFilter
from ui.panels import Desk, Screen
from ui.seen_lists import export_button
from ui.widgets.card import Card
from ui.widgets.empty import EmptyState
from ui.widgets.fields import ChoiceField, LineField
from ui.widgets.label import Label
from ui.widgets.tables import RowTable


class DocumentsScreen(Screen):
    """All documents; ``open_record`` takes a document's id, None the list."""

    nouns = frozenset({"document", "document_revision", "part"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, say("Drawings and documents"))
        texts = self.texts
        self._all: tuple[DocumentRow, ...] = ()
        self._linked: frozenset[int] | None = None
        self.setAcceptDrops(True)
        self.new_act = self.add_action(
            say("New document"),
            self.add_document,
            icon_name="plus",
            shortcut="Ctrl+N",
            kind="primary",
            name="documents.new",
        )
        columns: list[Column[DocumentRow]] = [
            Column(say("Number"), lambda row: row.number, "strong"),
            Column(say("Title"), lambda row: row.title, weight=3),
            Column(say("Kind"), lambda row: label(texts.language, row.kind)),
            Column(say("Rev"), lambda row: row.label),
            Column(
                say("State"),
                lambda row: file_state(texts, row.kind, row.state, migrated=row.migrated),
                "chip",
                tone=lambda row: state_tone(row.state),
            ),
            Column(say("Date on the sheet"), lambda row: str(row.issued_on or "—"), weight=1),
            Column(say("Files"), lambda row: str(row.files), "number"),
            Column(say("Checked out by"), lambda row: row.holder, "muted"),
        ]
        self.rows: RowsModel[DocumentRow] = RowsModel(texts, columns, key=lambda row: row.id)
        self.table: RowTable[DocumentRow] = RowTable(self.rows, "documents", sortable=True)
        texts.bind(self.table.setAccessibleName, say("Drawings and documents"))
        self.table.opened.connect(lambda row: self.open_revision(row.revision_id))
        self.drawing = DrawingScreen(desk)
        self.drawing.left.connect(lambda: self.open_record(None))
        self._build()

    def _build(self) -> None:
        texts = self.texts
        self.search = LineField()
        self.search.setObjectName("documents.search")
        self.search.setClearButtonEnabled(True)
        texts.bind(self.search.setPlaceholderText, say("Number or title"))
        texts.bind(self.search.setAccessibleName, say("Filter by number or title"))
        self.search.textChanged.connect(self._filter)
        self.kind = ChoiceField(texts)
        self.kind.setObjectName("documents.kind")
        texts.bind(self.kind.setAccessibleName, say("Kind"))
        self.kind.currentIndexChanged.connect(lambda _at: self._filter())
        self.link = LinkFilter(self, self.table, "documents.link")
        self.count = Label(texts, "", "muted")
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 8, 12, 8)
        bar.setSpacing(8)
        bar.addWidget(self.search, 2)
        bar.addWidget(self.kind, 1)
        bar.addWidget(self.link, 1)
        bar.addStretch(1)
        bar.addWidget(self.count)
        title = say("Drawings and documents")
        self.export = export_button(
            self.desk, self.table, title, self.table, name="documents.export", facts=self._facts
        )
        bar.addWidget(self.export)
        empty = EmptyState(
            texts,
            "file-text",
            say("No documents yet"),
            say("Add a drawing, attach its PDF, and place the balloons on it."),
            (say("New document"), self.add_document),
        )
        none = EmptyState(texts, "filter", say("No document matches"), say("Clear a filter to see more."))
        self.lists = QStackedWidget()
        for page in (self.table, empty, none):
            self.lists.addWidget(page)
        self.card = Card(texts, flush=True)
        self.card.add(bar)
        self.card.add(self.lists, 1)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.card)
        self.pages.addWidget(self.drawing)
        self.body.addWidget(self.pages, 1)
        # The drawing brings its own margins.
        inner = self.drawing.layout()
        if inner is not None:
            inner.setContentsMargins(0, 0, 0, 0)
        texts.follow(self, self._rename)

    def _rename(self) -> None:
        kinds: list[tuple[str, Shown]] = [("", say("All kinds"))]
        kinds += [(kind.value, label(self.texts.language, kind)) for kind in DocumentKind]
        self.kind.blockSignals(True)
        self.kind.set_choices(kinds)
        self.kind.blockSignals(False)

    @override
    def refresh(self) -> None:
        self.ask(document_rows, then=self._show)
        wanted = self.link.wanted()
        if wanted:
            self.ask(documents_linked, then=self._show_linked, key="linked", **wanted)
        else:
            self._show_linked(None)

    def _facts(self) -> list[tuple[str, str]]:
        """Return what the list was filtered by."""
        fields = (self.kind, self.link)
        told = [self.search.text(), *(field.currentText() for field in fields if field.value())]
        return [(self.texts.say("Filter"), " · ".join(word for word in told if word))] if any(told) else []

    def _show_linked(self, found: frozenset[int] | None) -> None:
        self._linked = found
        self._filter()

    def _show(self, rows: tuple[DocumentRow, ...]) -> None:
        self._all = rows
        self._filter()

    def _filter(self) -> None:
        words, kind = number_key(self.search.text()).split(), self.kind.value()
        rows = [
            row
            for row in self._all
            if (not kind or row.kind.value == kind)
            and (self._linked is None or row.id in self._linked)
            and all(word in number_key(f"{row.number} {row.title}") for word in words)
        ]
        self.rows.set_rows(rows)
        self.count.put(count_words(len(rows), len(self._all)))
        self.lists.setCurrentIndex(0 if rows else (2 if self._all else 1))

    @override
    def open_record(self, record: object) -> None:
        if isinstance(record, int):
            self.ask(document_revisions, record, then=self._open_newest, key="open")
            return
        self.head.show()
        self.new_act.setEnabled(True)
        self.pages.setCurrentWidget(self.card)

    def _open_newest(self, revisions: tuple[DocumentRevisionHead, ...]) -> None:
        if revisions:
            self.open_revision(revisions[-1].id)

    def open_revision(self, revision_id: int) -> None:
        """Show one revision of a document."""
        self.head.hide()
        self.new_act.setEnabled(False)
        self.drawing.open_record(revision_id)
        self.pages.setCurrentWidget(self.drawing)

    def add_document(self) -> None:
        """Ask for a new document and open it."""
        dialog = NewDocumentDialog(self.desk, self.window())
        dialog.done_with.connect(self._added)
        dialog.open()

    def _added(self, changes: Any) -> None:
        self.open_revision(changes.result)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        listed = self.pages.currentWidget() is self.card
        if listed and dropped_file(event.mimeData(), ENDINGS) is not None:
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        path = dropped_file(event.mimeData(), ENDINGS)
        if path is not None:
            event.acceptProposedAction()
            receive(self.desk, path, self, self.open_revision)
