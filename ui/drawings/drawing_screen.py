"""One drawing or document: its sheet with balloons, its characteristics, files and review side by side.

Every wish of the view is a verb; what a released revision refuses is not offered, and shown as locked.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from app.drawings.characteristics import (
    add_characteristic,
    confirm_characteristic,
    place_balloon,
    remove_characteristic,
)
from app.drawings.page_facts import Rectangle
from app.drawings.queries import (
    CharacteristicRow,
    DocumentRevisionHead,
    characteristic_rows,
    document_revision_head,
    document_revisions,
)
from app.people.signatures import record_opened
from devices.events import ScanReceived
from models.vocab import DocumentKind, Noun, RevisionState
from ui.bom.file_drop import choose_file, dropped_file
from ui.changes.issued_file import choose_folder, issue_file
from ui.changes.review_panel import ReviewPanel
from ui.changes.state_words import approved_before, file_state, state_tone
from ui.drawings.balloon_rows import shapes_of
from ui.drawings.characteristic_dialog import CharacteristicDialog, facts_of, place_of
from ui.drawings.characteristics_panel import CharacteristicsPanel
from ui.drawings.document_dialogs import NewDocumentRevisionDialog
from ui.drawings.drawing_acts import DrawingActs
from ui.drawings.files_panel import FilesPanel
from ui.drawings.finding import Finding
from ui.drawings.proposed import Proposed, add_proposals, place_at
from ui.drawings.sheet_card import SheetCard
from ui.drawings.using_parts import UsingParts
from ui.i18n import Words, say
from ui.panels import Desk, Screen, stacked
from ui.theme.tokens import Tone
from ui.widgets.buttons import IconButton, make_action
from ui.widgets.tabs import TabStrip

ENDINGS = (
    *(".pdf", ".dxf", ".dwg", ".step", ".stp", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"),
    *(".heic", ".xlsx", ".xls", ".csv", ".hwp", ".hwpx", ".docx", ".pptx", ".zip"),
    *(".catpart", ".catproduct", ".catdrawing", ".txt"),
)


class DrawingScreen(Screen):
    """A document revision; ``open_record`` takes its id.

    Signals:
        left: The person goes back to the list.
    """

    nouns = frozenset({"document", "document_revision", "characteristic", "review"})
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, say("Drawing"))
        self.revision_id: int | None = None
        self.facts: DocumentRevisionHead | None = None
        self.rows: tuple[CharacteristicRow, ...] = ()
        self._newest = 0
        self.choose_file = choose_file
        self.choose_folder = choose_folder
        self.setAcceptDrops(True)
        self.sheet = SheetCard(desk, self.attach)
        self.table = CharacteristicsPanel(self.texts)
        self.files = FilesPanel(desk)
        self.users = UsingParts(desk)
        self.review = ReviewPanel(desk, self.users)
        self.finding = Finding(desk, self.sheet)
        self.acts = DrawingActs(self, self.files.open_file)
        self._make_acts()
        self._build()
        self._connect()

    def _make_acts(self) -> None:
        texts = self.texts
        back = IconButton(texts, "chevron-left", say("All documents"), self.left.emit, "drawing.back")
        line = self.head.layout()
        if isinstance(line, QHBoxLayout):
            line.insertWidget(0, back)
        make_action(texts, say("All documents"), self.left.emit, self, "chevron-left", "Alt+Left")
        self.find_act = self.add_action(
            say("Find dimensions"), self.find_dimensions, icon_name="scan", name="drawing.find"
        )
        self.attach_act = self.add_action(
            say("Attach a file"), self.attach, icon_name="paperclip", name="drawing.attach"
        )
        self.issue_act = self.add_action(
            say("Ballooned PDF"), self.issue_ballooned, icon_name="file-export", name="drawing.issue"
        )
        self.revise_act = self.add_action(
            say("New revision"), self.start_revision, kind="primary", name="drawing.new_revision"
        )
        self.confirm_act = make_action(
            texts, say("Confirm and go on"), self.confirm_next, self, "check", "F8"
        )
        self.head.buttons.addWidget(self.review.buttons)

    def _build(self) -> None:
        self.tabs = TabStrip(self.texts)
        self.tabs.add_tab("characteristics", say("Characteristics"), self.table)
        self.tabs.add_tab("review", say("Review"), stacked(self.review))
        self.tabs.add_tab("files", say("Files"), stacked(self.files, self.acts.out, fill=True))
        self.tabs.add_tab("changes", say("Changes"), self.acts.changes)
        self.tabs.add_tab("copies", say("Copies"), self.acts.copies)
        self.acts.changes.counted.connect(self._count_changes)
        self.acts.copies.counted.connect(self._count_recalls)
        self._history: LaterPanel | None = None
        right = QWidget()
        column = stacked(self.tabs, self.tabs.pages, fill=True)
        inner = QHBoxLayout(right)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(column)
        self.split = QSplitter()
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(12)
        self.split.addWidget(self.sheet)
        self.split.addWidget(right)
        self.split.setStretchFactor(0, 1)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([1100, 960])
        self.body.addWidget(self.split, 1)

    def _connect(self) -> None:
        view = self.sheet.view
        view.balloon_selected.connect(self._balloon_chosen)
        view.balloon_activated.connect(lambda key: self.edit(_id_of(key)))
        view.balloon_moved.connect(self._balloon_moved)
        view.remove_requested.connect(lambda key: self.remove(_id_of(key)))
        view.place_requested.connect(self.place)
        view.area_chosen.connect(self.read_area)
        self.sheet.seen_whole.connect(self._seen)
        self.sheet.shown.connect(self._sheet_shown)
        self.table.chosen.connect(self._row_chosen)
        self.table.edit_wanted.connect(self.edit)
        self.table.remove_wanted.connect(self.remove)
        self.table.confirm_wanted.connect(self.confirm)
        self.table.add_wanted.connect(self.add_without_balloon)
        self.files.attach_wanted.connect(self.attach)
        self.texts.language_changed.connect(self._retext)

    # what is shown
    @property
    def draft(self) -> bool:
        """Whether the content may be changed."""
        return self.facts is not None and self.facts.state is RevisionState.DRAFT

    @override
    def open_record(self, record: object) -> None:
        if not isinstance(record, int):
            return
        if record != self.revision_id:
            self.facts, self.rows = None, ()
            self.sheet.close_file()
        self.revision_id = record
        self.renew()

    @override
    def refresh(self) -> None:
        if self.revision_id is None:
            return
        self.ask(document_revision_head, self.revision_id, then=self._show, key="head")
        self.ask(characteristic_rows, self.revision_id, then=self._show_rows, key="rows")

    def _show(self, head: DocumentRevisionHead | None) -> None:
        if head is None:
            self.left.emit()
            return
        self.facts = head
        self._show_head(head)
        self.sheet.put(head.files, draft=self.draft, revision_id=head.id)
        self.sheet.set_draft(self.draft)
        self.files.put(head)
        self.tabs.name_tab("files", say("Files {n}", n=len(head.files)) if head.files else say("Files"))
        self.users.show_document(head.id)
        self.review.show_revision(Noun.DOCUMENT_REVISION, head.id)
        self.ask(document_revisions, head.document_id, then=self._show_newest, key="revisions")
        self._show_history(head.document_id)
        self.acts.show_revision(head)
        self._show_rows(self.rows)

    def _show_head(self, head: DocumentRevisionHead) -> None:
        what = say("{number} Rev {label}", number=head.number, label=head.label)
        self.head.put(head.title, what, say("Drawings / {number}", number=head.number))
        state = file_state(self.texts, head.kind, head.state, migrated=head.migrated)
        chips: list[tuple[Words | str, Tone]] = []
        if head.state is RevisionState.DRAFT:
            chips.append((state, state_tone(head.state)))
        else:
            chips.append((say("{state} · locked", state=state), state_tone(head.state)))
        if head.migrated:
            chips.append((say("Approved before: {what}", what=_before(head)), "neutral"))
        self.head.set_chips(*chips)

    def _show_newest(self, revisions: tuple[DocumentRevisionHead, ...]) -> None:
        newest = revisions[-1]
        self._newest = newest.id
        self.acts.show_revisions(revisions)
        self._show_acts()

    def _show_history(self, document_id: int) -> None:
        if self._history is None:
            self._history = LaterPanel(self.desk, "changes.document-history", document_id)
            self.tabs.add_tab("history", say("History"), self._history)

    def _show_rows(self, rows: tuple[CharacteristicRow, ...]) -> None:
        self.rows = rows
        self.table.put(rows, draft=self.draft)
        self.sheet.view.set_balloons(shapes_of(self.texts, rows, draft=self.draft))
        words = say("Characteristics {n}", n=len(rows)) if rows else say("Characteristics")
        self.tabs.name_tab("characteristics", words)
        self.acts.rows_shown(rows)
        self._show_acts()

    def _sheet_shown(self) -> None:
        # Opening a file empties the view, balloons included.
        self.sheet.view.set_balloons(shapes_of(self.texts, self.rows, draft=self.draft))
        self._row_chosen(self.table.chosen_id)
        self.acts.sheet_shown()
        self._show_acts()

    def _count_changes(self, count: int) -> None:
        self.tabs.name_tab("changes", say("Changes {n}", n=count) if count else say("Changes"))

    def _count_recalls(self, count: int) -> None:
        self.tabs.name_tab("copies", say("Copies · {n} out", n=count) if count else say("Copies"))

    def _retext(self) -> None:
        if self.facts is not None:
            self._show_head(self.facts)
            self._show_rows(self.rows)

    def _show_acts(self) -> None:
        draft, facts = self.draft, self.facts
        drawing = facts is not None and facts.kind is DocumentKind.DRAWING
        ended = facts is not None and facts.state not in (RevisionState.DRAFT, RevisionState.IN_REVIEW)
        for act, offered in (
            (self.find_act, draft and drawing and bool(self.sheet.pages)),
            (self.attach_act, draft),
            (self.issue_act, drawing and bool(self.rows) and bool(self.sheet.pages) and not draft),
            (self.revise_act, ended and self._newest == self.revision_id),
            (self.confirm_act, draft and any(not row.confirmed for row in self.rows)),
        ):
            act.setEnabled(offered)
            act.setVisible(offered)

    # choice
    def _balloon_chosen(self, key: str) -> None:
        row = self._row(self.table.chosen_id)
        if not key and row is not None and not row.balloons:
            # The balloon before was let go because a row without one was chosen.
            return
        self.table.choose(_id_of(key))

    def _row_chosen(self, characteristic_id: int) -> None:
        shape = next((b for row in self.rows if row.id == characteristic_id for b in row.balloons), None)
        self.sheet.view.select_balloon(str(characteristic_id) if shape is not None else "")

    def _row(self, characteristic_id: int) -> CharacteristicRow | None:
        return next((row for row in self.rows if row.id == characteristic_id), None)

    def _seen(self, file_hash: str) -> None:
        perform = self.desk.perform
        self.desk.tasks.write(lambda: perform(record_opened, file_hash), owner=self)

    # characteristics
    def place(self, x: float, y: float) -> None:
        """Ask for a characteristic whose balloon stands at a place, read from the text nearest to it."""
        if self.draft and self.sheet.page_facts is not None:
            self.finding.beside(self._next_number(), x, y, self._open_new)

    def read_area(self, area: Rectangle) -> None:
        """Ask for a characteristic read from the text inside an area."""
        if self.draft:
            self.finding.inside(self._next_number(), area, self._open_new)

    def add_without_balloon(self) -> None:
        """Ask for a characteristic that stands nowhere on the sheet, e.g. of a note."""
        if self.draft:
            self._open_new(self.finding.blank(self._next_number()), None)

    def _open_new(self, facts: Any, place: Any) -> None:
        if self.revision_id is None:
            return
        dialog = CharacteristicDialog(self.desk, self.revision_id, facts, place=place, parent=self.window())
        dialog.done_with.connect(lambda changes: self._choose_later(changes.result))
        dialog.open()

    def _choose_later(self, characteristic_id: int) -> None:
        if self.revision_id is None:
            return

        def then(rows: tuple[CharacteristicRow, ...]) -> None:
            self._show_rows(rows)
            self.table.choose(characteristic_id)

        self.ask(characteristic_rows, self.revision_id, then=then, key="rows")

    def edit(self, characteristic_id: int) -> None:
        """Open a characteristic of a draft."""
        row = self._row(characteristic_id)
        if row is not None and self.draft and self.revision_id is not None:
            CharacteristicDialog(
                self.desk, self.revision_id, facts_of(row), row=row, parent=self.window()
            ).open()

    def confirm(self, characteristic_id: int) -> None:
        """Confirm a proposal and go on to the next one."""
        following = self.table.next_unconfirmed(characteristic_id)
        self.do(confirm_characteristic, characteristic_id, then=lambda _changes: self.table.choose(following))

    def confirm_next(self) -> None:
        """Confirm the chosen proposal; where none is chosen, go to the first."""
        chosen = self._row(self.table.chosen_id)
        if chosen is not None and not chosen.confirmed:
            self.confirm(chosen.id)
        else:
            self.table.choose(self.table.next_unconfirmed(0))

    def remove(self, characteristic_id: int) -> None:
        """Take a characteristic out of a draft; the toast offers to put it back."""
        row, revision = self._row(characteristic_id), self.revision_id
        if row is None or not self.draft or revision is None:
            return
        facts, place = facts_of(row), place_of(row)
        self.do(
            remove_characteristic,
            row.id,
            said=say("Characteristic {number} was removed.", number=row.number),
            undo=lambda: self.do(add_characteristic, revision, facts, place),
        )

    def _balloon_moved(self, key: str, x: float, y: float) -> None:
        row = self._row(_id_of(key))
        former = place_of(row) if row is not None else None
        if row is None or former is None:
            return
        anchor = (float(former.anchor_x), float(former.anchor_y))
        self.do(place_balloon, row.id, place_at(former.page - 1, (x, y), anchor))

    # proposals
    def find_dimensions(self) -> None:
        """Propose the dimensions of the page shown; they stay hollow until each is confirmed."""
        if self.draft:
            self.finding.page(self.rows, self._take_proposals)

    def _take_proposals(self, made: list[Proposed]) -> None:
        if self.revision_id is None or not made:
            return

        def then(changes: Any) -> None:
            ids: list[int] = changes.result
            self.table.remember({key: entry.candidate for key, entry in zip(ids, made, strict=True)})
            self._choose_later(ids[0])

        said = say("{n} {n:dimension|dimensions} found. Look at each, then confirm it with F8.", n=len(made))
        self.do(add_proposals, self.revision_id, made, then=then, said=said)

    # files and revisions
    def attach(self) -> None:
        """Ask for a file to attach."""
        words = self.texts.say("Drawings and documents")
        kinds = f"{words} (*{' *'.join(ENDINGS)})"
        path = self.choose_file(self, self.texts.say("Attach a file"), kinds)
        if path is not None:
            self.attach_path(path)

    def attach_path(self, path: Path) -> None:
        """Attach a file to the draft."""
        if self.revision_id is None or not self.draft:
            return
        self.desk.tasks.read(
            path.read_bytes, lambda content: self.acts.attach(content, path.name), owner=self
        )

    def issue_ballooned(self) -> None:
        """Write the drawing with its balloons and its list of characteristics as a PDF."""
        if self.revision_id is None or not self.rows:
            return
        folder = self.choose_folder(self, self.texts.say("Where to write the ballooned drawing"))
        if folder is not None:
            issue_file(self.desk, self, "characteristics_list", self.revision_id, "pdf", folder)

    def start_revision(self) -> None:
        """Ask for the next revision and open it."""
        if self.facts is None:
            return
        dialog = NewDocumentRevisionDialog(self.desk, self.facts, self.window())
        dialog.done_with.connect(lambda changes: self.open_record(changes.result))
        dialog.open()

    def _next_number(self) -> str:
        used = {row.number for row in self.rows}
        following = 1
        while str(following) in used:
            following += 1
        return str(following)

    @override
    def scan(self, scan: ScanReceived) -> bool:
        return self.acts.copies.take_scanned(scan.text)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.draft and dropped_file(event.mimeData(), ENDINGS) is not None:
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        path = dropped_file(event.mimeData(), ENDINGS)
        if path is not None:
            event.acceptProposedAction()
            self.attach_path(path)


def _before(head: DocumentRevisionHead) -> Words:
    return approved_before(head.original_revision, head.original_approved_on, head.original_approver)


class LaterPanel(QWidget):
    """A page of another noun's panel that is built when it is first looked at."""

    def __init__(self, desk: Desk, key: str, record: int) -> None:
        super().__init__()
        self._desk, self._key, self._record = desk, key, record
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._column.count() == 0:
            panel = self._desk.panels.make(self._key, self._desk, self._record)
            if panel is not None:
                self._column.addWidget(stacked(panel, fill=True))


def _id_of(key: str) -> int:
    return int(key.split(":")[0]) if key else 0
