"""A drawing dropped on the list of documents: its title block is read, offered, and taken by one key.

The same number and revision with another file is refused, and both are shown on each other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.drawings.documents import add_document, attach_file
from app.drawings.file_facts import ReadFacts, digest, read_facts
from app.drawings.file_kind import SHOWN
from app.drawings.page_title_block import TitleField
from app.drawings.pages import page_source
from app.drawings.queries import DocumentRevisionHead, revision_by_label
from app.drawings.title_reading import TitleReading, read_title
from app.errors import PartproofError
from app.labels import label
from app.unit_of_work import UnitOfWork
from models.vocab import DocumentKind
from ui.changes.form_dialog import FormDialog
from ui.drawings.compare_dialog import CompareDialog, ComparedSheet, first_shown
from ui.i18n import say
from ui.panels import Desk
from ui.widgets.buttons import Button, make_action
from ui.widgets.label import Label

_OFFERED = {"number": TitleField.NUMBER, "label": TitleField.REVISION, "title": TitleField.TITLE}


@dataclass(frozen=True)
class DroppedDrawing:
    """A file as it was dropped, with what it says."""

    name: str
    content: bytes
    read: ReadFacts
    title: TitleReading


def read_dropped(path: Path) -> DroppedDrawing:
    """Read a dropped file; slow, so away from the window's thread.

    Raises:
        PartproofError: It cannot be opened.
    """
    content = path.read_bytes()
    read = read_facts(content, path.name)
    title = TitleReading({}, ())
    if read.kind in SHOWN:
        try:
            title = read_title(page_source(content, path.name))
        except PartproofError:
            # A sheet whose text cannot be read is filled in by hand.
            title = TitleReading({}, ())
    return DroppedDrawing(path.name, content, read, title)


def receive(desk: Desk, path: Path, parent: QWidget, opened: Callable[[int], object]) -> None:
    """Ask for the new document of a dropped drawing, unless its number and revision are there already.

    Args:
        desk: What screens are given.
        path: The file.
        parent: Of the dialogs.
        opened: Called with the id of the revision to be shown.
    """

    def then(found: tuple[DroppedDrawing, DocumentRevisionHead | None]) -> None:
        dropped, known = found
        if known is not None and known.files:
            _already_there(desk, dropped, known, parent, opened)
            return
        dialog = DroppedDrawingDialog(desk, dropped, parent.window())
        dialog.done_with.connect(lambda changes: opened(changes.result))
        dialog.open()

    def work() -> tuple[DroppedDrawing, DocumentRevisionHead | None]:
        dropped = read_dropped(path)
        number, revision = (dropped.title.first(f) for f in (TitleField.NUMBER, TitleField.REVISION))
        known = desk.ask(revision_by_label, number, revision) if number and revision else None
        return dropped, known

    desk.tasks.read(work, then, owner=parent)


def _already_there(
    desk: Desk,
    dropped: DroppedDrawing,
    known: DocumentRevisionHead,
    parent: QWidget,
    opened: Callable[[int], object],
) -> None:
    if any(file.file_hash == digest(dropped.content) for file in known.files):
        desk.notices.toast(
            say("{number} Rev {label} has this very file already.", number=known.number, label=known.label)
        )
        opened(known.id)
        return
    desk.notices.toast(
        say(
            "{number} Rev {label} is there with another file; both are shown.",
            number=known.number,
            label=known.label,
        ),
        "warn",
    )
    stored, factory = first_shown(known), desk.factory
    if stored is None or factory is None or dropped.read.pages is None:
        opened(known.id)
        return
    desk.tasks.read(
        lambda: factory.read_file(stored[0]),
        lambda content: CompareDialog(
            desk,
            ComparedSheet(stored[1], content),
            ComparedSheet(dropped.name, dropped.content),
            parent.window(),
        ).open(),
        owner=parent,
    )


class DroppedDrawingDialog(FormDialog):
    """A new document for a dropped drawing; what the sheet says stands beside the fields until it is taken."""

    def __init__(self, desk: Desk, dropped: DroppedDrawing, parent: QWidget | None = None) -> None:
        super().__init__(desk, say("New document"), say("Add the document"), parent, columns=2)
        self.setObjectName("dropped_drawing_dialog")
        self._dropped = dropped
        offered = [dropped.title.first(field) for field in _OFFERED.values()]
        self.above.addWidget(Label(self.texts, say("Drawing dropped: {name}", name=dropped.name), "muted"))
        if any(offered):
            facts = " · ".join(text for text in offered if text)
            self.above.addWidget(
                Label(self.texts, say("The sheet says: {facts}", facts=facts), "muted", wrap=True)
            )
            self.above.addWidget(
                Button(self.texts, say("Take it over (F7)"), self.take_over, name="title.take")
            )
            make_action(
                self.texts, say("Take what the title block says"), self.take_over, self, "check", "F7"
            )
        for row in dropped.title.contradictions:
            words = self.texts.language.say(row.message, one=row.one, two=row.two)
            self.above.addWidget(Label(self.texts, f"▲ {words}", "bad", wrap=True))
        kinds = [(kind.value, label(self.texts.language, kind)) for kind in DocumentKind]
        self.form.add_line("number", say("Document number"), required=True)
        self.form.add_line("label", say("Revision"), say("as on the sheet"), required=True)
        self.form.add_line("title", say("Title"), required=True, wide=True)
        self.form.add_choice("kind", say("Kind"), kinds)
        self.form.rows["number"].field.setFocus()

    def take_over(self) -> None:
        """Fill in what the sheet states once; where it contradicts itself, the person decides."""
        values = {}
        for name, field in _OFFERED.items():
            offered = self._dropped.title.proposals.get(field, ())
            if len(offered) == 1:
                values[name] = offered[0]
        self.form.set_values(values)

    @override
    def save(self, values: dict[str, str]) -> None:
        self.run(_add_with_file, dict(values), self._dropped)


def _add_with_file(unit: UnitOfWork, values: dict[str, str], dropped: DroppedDrawing) -> int:
    """Add the document and attach the drawing, in one act; return the revision's id."""
    revision = add_document(
        unit,
        number=values["number"],
        title=values["title"],
        kind=DocumentKind(values["kind"]),
        label=values["label"],
    )
    attach_file(unit, revision, dropped.content, dropped.name, dropped.read)
    return revision
