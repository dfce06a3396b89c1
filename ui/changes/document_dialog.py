"""Gives a document about a record out: which one, in which language and format, for whom. Changes no record.

Screens of other rooms offer it with `offer_documents`; what there is comes from the registry of documents.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.documents.languages import usual_language
from app.documents.registry import builder_of
from app.documents.wording import CONTEXT
from ui.changes.form_dialog import FormDialog
from ui.changes.issued_file import choose_folder, file_writer, issue_file, tell_issued
from ui.document_languages import DOCUMENT_LANGUAGE_WORDS
from ui.drag_out import DragOut
from ui.i18n import Shown, Words, term
from ui.panels import Desk, Screen
from ui.widgets.label import Label

# Code of a document's builder, and the id of the record it is about.
Offered = tuple[str, int]
_FORMATS: tuple[tuple[str, Shown], ...] = (
    ("pdf", term("give out", "PDF")),
    ("xlsx", term("give out", "Excel workbook")),
)


class DocumentDialog(FormDialog):
    """Chooses a document and writes it into a folder.

    Args:
        desk: What screens are given.
        offered: The documents there are about the record.
        parent: The screen.
    """

    def __init__(self, desk: Desk, offered: Sequence[Offered], parent: QWidget | None = None) -> None:
        super().__init__(
            desk, term("give out", "Give a document out"), term("give out", "Choose folder"), parent
        )
        self.setObjectName("document_dialog")
        self.to_folder: Callable[[QWidget, str], Path | None] = choose_folder
        self._offered = dict(offered)
        self._asked_by = parent
        titles: list[tuple[str, Shown]] = [
            (kind, Words(builder_of(kind).title, CONTEXT)) for kind, _ in offered
        ]
        self.form.add_choice("kind", term("give out", "Which document"), titles)
        self.form.add_choice("format", term("give out", "Format"), _FORMATS)
        self.form.add_choice("language", term("give out", "Language"), DOCUMENT_LANGUAGE_WORDS)
        self.form.add_line("recipient", term("give out", "For whom"), term("give out", "printed on it"))
        self.form.set_values({"language": usual_language(desk.texts.code)})

        drag = term("give out", "Press to choose a folder, or drag the file out from here.")
        desk.texts.bind(self.yes.setToolTip, drag)
        self.above.addWidget(Label(desk.texts, drag, "muted", wrap=True))
        self.drag = DragOut(desk, self.yes, self._file_out, made=lambda: tell_issued(self.desk))

    def _file_out(self) -> Callable[[Path], list[Path]] | None:
        """Return what issues the chosen document into a folder, to be dragged out."""
        values = self.form.values()
        return file_writer(
            self.desk,
            values["kind"],
            self._offered[values["kind"]],
            values["format"],
            recipient=values["recipient"],
            language=values["language"],
        )

    @override
    def save(self, values: dict[str, str]) -> None:
        folder = self.to_folder(self, self.texts.term("give out", "Choose folder"))
        if folder is None:
            return
        kind = values["kind"]
        issue_file(
            self.desk,
            self._asked_by or self,
            kind,
            self._offered[kind],
            values["format"],
            folder,
            recipient=values["recipient"],
            language=values["language"],
        )
        self.done(1)


def give_out(screen: Screen, offered: Sequence[Offered]) -> DocumentDialog | None:
    """Open the dialog for a record's documents; without any, say that a record is to be chosen first."""
    if not offered:
        screen.desk.notices.toast(term("give out", "Choose first what the document is about."))
        return None
    dialog = DocumentDialog(screen.desk, offered, screen)
    dialog.open()
    return dialog


def offer_documents(screen: Screen, offered: Callable[[], Sequence[Offered]]) -> QAction:
    """Add "Give a document out" to the head of a screen, for the record now chosen."""
    return screen.add_action(
        term("give out", "Document"),
        lambda: give_out(screen, offered()),
        icon_name="file-export",
        name="documents.give",
    )
