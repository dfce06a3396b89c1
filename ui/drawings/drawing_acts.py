"""What a drawing screen can do besides balloons: compare, print, check out, copies, plans, pasted pictures.

Holds the parts and joins them to the screen; each part stands in its own file.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QBuffer, QIODevice, QObject
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from app.drawings.documents import attach_file
from app.drawings.file_facts import SUSPECT, ReadFacts, read_facts
from app.drawings.queries import CharacteristicRow, DocumentRevisionHead
from app.drawings.refusals import SAME_REVISION_OTHER_FILE
from app.errors import PartproofError
from models.vocab import DocumentKind, FileKind, RevisionState
from ui.bom.file_drop import choose_file
from ui.drawings.changes_panel import ChangesPanel
from ui.drawings.check_out_bar import CheckOutBar
from ui.drawings.compare_dialog import CompareDialog, ComparedSheet, OfferedSheet, first_shown
from ui.drawings.copies_panel import CopiesPanel
from ui.drawings.copying import Copying, DragHandle
from ui.drawings.document_dialogs import DropDocumentDraftDialog, ObsoleteDocumentDialog
from ui.drawings.plan_dialog import ENDINGS as PLAN_ENDINGS
from ui.drawings.plan_dialog import PlanDialog
from ui.drawings.title_bar import TitleBar
from ui.i18n import Words, say
from ui.panels import Desk
from ui.widgets.buttons import IconButton, make_action
from ui.widgets.more_button import MoreButton

if TYPE_CHECKING:
    from ui.drawings.drawing_screen import DrawingScreen

_ENDS = (RevisionState.RELEASED, RevisionState.SUPERSEDED)


class DrawingActs(QObject):
    """The further acts of one drawing screen."""

    def __init__(self, screen: DrawingScreen, open_outside: Callable[[Path], bool]) -> None:
        super().__init__(screen)
        self._screen = screen
        desk: Desk = screen.desk
        self.desk = desk
        texts = desk.texts
        self.choose_file = choose_file
        self.copying = Copying(desk, screen)
        self.titles = TitleBar(desk)
        self.out = CheckOutBar(desk, open_outside)
        self.copies = CopiesPanel(desk)
        self.changes = ChangesPanel(desk)
        self.copies.print_wanted.connect(self.copying.print)
        self.changes.chosen.connect(screen.table.choose)
        self.titles.read.connect(screen.sheet.measuring.take_title)
        self._revisions: tuple[DocumentRevisionHead, ...] = ()
        self.compare_act = screen.add_action(
            say("Compare"), self.compare, icon_name="git-compare", name="drawing.compare"
        )
        sheet = screen.sheet
        self.print_button = IconButton(
            texts, "printer", say("Print with the stamp"), self.print, "drawing.print"
        )
        self.drag = DragHandle(texts, self.copying, lambda: screen.revision_id)
        for button in (self.print_button, self.drag):
            sheet.acts.addWidget(button)
        sheet.card.body.insertWidget(0, self.titles)
        print_act = make_action(texts, say("Print with the stamp"), self.print, screen, "printer", "Ctrl+P")
        self.paste_act = make_action(
            texts, say("Paste a picture or cells"), self.paste, screen, "paperclip", "Ctrl+V"
        )
        self.plan_act = make_action(
            texts, say("Import a plan of characteristics"), self.import_plan, screen, "file-import"
        )
        self.obsolete_act = make_action(
            texts, say("Make this revision obsolete"), self.obsolete, screen, "trash"
        )
        self.drop_act = make_action(texts, say("Discard this draft"), self.drop, screen, "trash")
        self.more = MoreButton(texts, "drawing.more")
        self.more.offer(print_act, self.paste_act, self.plan_act, self.obsolete_act, self.drop_act)
        screen.head.buttons.insertWidget(0, self.more)

    def show_revision(self, head: DocumentRevisionHead) -> None:
        """Show a revision in every part."""
        self.titles.put(head)
        self.out.put(head)
        released = head.state is RevisionState.RELEASED
        self.copies.show_document(head.document_id, head.id, released=released)
        self.changes.show_revision(head.id)
        self._offer()

    def show_revisions(self, revisions: tuple[DocumentRevisionHead, ...]) -> None:
        """Know the other revisions, to compare with."""
        self._revisions = revisions
        self.titles.used_labels = frozenset(row.label.casefold() for row in revisions)
        self._offer()

    def sheet_shown(self) -> None:
        """Another file is on the screen."""
        self.titles.open_source(self._screen.sheet.source)
        self._check_carried(self._screen.rows)
        self._offer()

    def rows_shown(self, rows: tuple[CharacteristicRow, ...]) -> None:
        """The balloons of the revision are known."""
        self.changes.ask_rows()
        self._check_carried(rows)

    def _check_carried(self, rows: tuple[CharacteristicRow, ...]) -> None:
        head, source = self._screen.facts, self._screen.sheet.source
        if head is not None and source is not None and rows and head.counter > 0 and self._screen.draft:
            self.changes.check_sheet(source, rows, len(self._screen.sheet.pages))

    def _offer(self) -> None:
        head, shown = self._screen.facts, bool(self._screen.sheet.pages)
        before = self._before()
        offered = before is not None and shown
        self.compare_act.setEnabled(offered)
        self.compare_act.setVisible(offered)
        for widget in (self.print_button, self.drag):
            widget.setEnabled(head is not None and shown)
        self.obsolete_act.setEnabled(head is not None and head.state in _ENDS)
        drawing = head is not None and head.kind is DocumentKind.DRAWING
        self.plan_act.setEnabled(self._screen.draft and drawing)
        for act in (self.paste_act, self.drop_act):
            act.setEnabled(self._screen.draft)

    def obsolete(self) -> None:
        """Ask why this revision becomes obsolete, showing who still uses it."""
        head = self._screen.facts
        if head is not None and head.state in _ENDS:
            ObsoleteDocumentDialog(self.desk, head, self._screen.window()).open()

    def drop(self) -> None:
        """Ask why this draft is discarded."""
        head = self._screen.facts
        if head is not None and self._screen.draft:
            dialog = DropDocumentDraftDialog(self.desk, head, self._screen.window())
            dialog.done_with.connect(lambda _changes: self._screen.left.emit())
            dialog.open()

    # comparing
    def _before(self) -> DocumentRevisionHead | None:
        """Return the newest older revision that has a sheet."""
        head = self._screen.facts
        if head is None:
            return None
        older = [row for row in self._revisions if row.counter < head.counter and first_shown(row)]
        return older[-1] if older else None

    def compare(self) -> None:
        """Lay the sheet and that of the revision before on each other; any other two can be chosen there."""
        head, before, factory = self._screen.facts, self._before(), self.desk.factory
        if head is None or before is None or factory is None:
            return
        old, new = first_shown(before), first_shown(head)
        if old is None or new is None:
            return

        offered = [
            OfferedSheet(f"Rev {row.label}", partial(factory.read_file, file[0]))
            for row in self._revisions
            if (file := first_shown(row)) is not None
        ]

        def work() -> tuple[bytes, bytes]:
            return factory.read_file(old[0]), factory.read_file(new[0])

        def then(found: tuple[bytes, bytes]) -> None:
            CompareDialog(
                self.desk,
                ComparedSheet(f"Rev {before.label}", found[0]),
                ComparedSheet(f"Rev {head.label}", found[1]),
                self._screen.window(),
                offered=offered,
            ).open()

        self.desk.tasks.read(work, then, owner=self._screen)

    def _open_compare(self, older: str, old: bytes, newer: str, new: bytes) -> None:
        CompareDialog(
            self.desk, ComparedSheet(older, old), ComparedSheet(newer, new), self._screen.window()
        ).open()

    # printing
    def print(self) -> None:
        """Print the sheet shown, stamped as an uncontrolled copy."""
        if self._screen.revision_id is not None and self._screen.sheet.pages:
            self.copying.print(self._screen.revision_id)

    # files
    def attach(self, content: bytes, name: str) -> None:
        """Attach a file to the draft; one that is locked or doubtful is named as such."""
        screen, revision = self._screen, self._screen.revision_id
        if revision is None or not screen.draft:
            return

        def then(read: ReadFacts) -> None:
            perform = self.desk.perform

            def done(_changes: Any) -> None:
                self._say_attached(read, name)

            self.desk.tasks.write(
                lambda: perform(attach_file, revision, content, name, read),
                done,
                failed=lambda error: self._not_attached(error, content, name),
                owner=screen,
            )

        self.desk.tasks.read(lambda: read_facts(content, name), then, owner=screen)

    def _say_attached(self, read: ReadFacts, name: str) -> None:
        toast = self.desk.notices.toast
        if read.kind is FileKind.LOCKED:
            toast(
                say(
                    "{name} was attached; it is locked by document security ({product}).",
                    name=name,
                    product=read.detail,
                ),
                "warn",
            )
        elif read.facts.get("suspect"):
            toast(Words(SUSPECT, "", ()), "warn")
        else:
            toast(say("{name} was attached.", name=name), "ok")

    def _not_attached(self, error: BaseException, content: bytes, name: str) -> None:
        """Tell why; where the same number and revision has another file, show both on each other."""
        self.desk.notices.failed(error)
        head, factory = self._screen.facts, self.desk.factory
        if not isinstance(error, PartproofError) or error.kind is not SAME_REVISION_OTHER_FILE:
            return
        known = (
            next((file for file in head.files if file.name.casefold() == name.casefold()), None)
            if head
            else None
        )
        if known is None or known.page_count is None or factory is None:
            return
        stored, given = self.desk.texts.say("stored"), self.desk.texts.say("given now")
        self.desk.tasks.read(
            lambda: factory.read_file(known.file_hash),
            lambda old: self._open_compare(f"{name} ({stored})", old, f"{name} ({given})", content),
            owner=self._screen,
        )

    def paste(self) -> None:
        """Attach what the clipboard holds: a picture, copied cells as a table, or copied files."""
        mime = QGuiApplication.clipboard().mimeData()
        if not self._screen.draft or mime is None:
            return
        paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
        if paths:
            for path in paths:
                self._screen.attach_path(path)
        elif mime.hasImage():
            image = mime.imageData()
            if isinstance(image, QImage) and not image.isNull():
                self.attach(png_of(image), self._free_name("png"))
        elif mime.hasText() and ("\t" in mime.text() or "\n" in mime.text().strip()):
            self.attach(mime.text().encode("utf-8-sig"), self._free_name("tsv"))

    def _free_name(self, ending: str) -> str:
        """Return a name that no file of the draft has."""
        used = {file.name.casefold() for file in self._screen.facts.files} if self._screen.facts else set()
        stem = self.desk.texts.say("pasted")
        at = 1
        while f"{stem} {at}.{ending}".casefold() in used:
            at += 1
        return f"{stem} {at}.{ending}"

    # plans
    def import_plan(self) -> None:
        """Ask for a plan of characteristics and show what it would bring in."""
        head = self._screen.facts
        if head is None or not self._screen.draft or head.kind is not DocumentKind.DRAWING:
            return
        words = self.desk.texts.say("Plans of characteristics")
        title = self.desk.texts.say("Import a plan of characteristics")
        path = self.choose_file(self._screen, title, f"{words} (*{' *'.join(PLAN_ENDINGS)})")
        if path is not None:
            self.open_plan(path)

    def open_plan(self, path: Path) -> QWidget | None:
        """Show what a plan would bring into the draft."""
        head = self._screen.facts
        if head is None or not self._screen.draft:
            return None
        dialog = PlanDialog(self.desk, head, self._screen.rows, path, self._screen.window())
        dialog.imported.connect(
            lambda count: self.desk.notices.toast(
                say("{n} {n:characteristic|characteristics} came in.", n=count), "ok"
            )
        )
        dialog.open()
        return dialog


def png_of(image: QImage) -> bytes:
    """Return a picture as a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    # At run time it wants a str, whatever its signature says.
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
