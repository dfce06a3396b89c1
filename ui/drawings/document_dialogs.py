"""Forms for documents: a new one, its next revision, and linking one to a part's draft."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QWidget
from typing_extensions import override

from app.drawings.characteristics import copy_characteristics
from app.drawings.document_lifecycle import obsolete_document_revision
from app.drawings.documents import add_document, start_document_revision, use_document
from app.drawings.dropping import drop_document_draft
from app.drawings.queries import (
    DocumentRevisionHead,
    DocumentRow,
    document_rows,
    parts_using,
)
from app.labels import label
from app.unit_of_work import UnitOfWork, number_key
from models.vocab import DocumentKind
from ui.changes.form_dialog import FormDialog
from ui.changes.obsolete_dialog import ObsoleteFormDialog
from ui.i18n import say
from ui.panels import Desk
from ui.widgets.label import Label


class NewDocumentDialog(FormDialog):
    """A new document with its first draft."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, say("New document"), say("Add the document"), parent, columns=2)
        self.setObjectName("new_document_dialog")
        kinds = [(kind.value, label(self.texts.language, kind)) for kind in DocumentKind]
        self.form.add_line("number", say("Document number"), required=True)
        self.form.add_line("label", say("Revision"), say("as on the sheet"), required=True)
        self.form.add_line("title", say("Title"), required=True, wide=True)
        self.form.add_choice("kind", say("Kind"), kinds)
        self.form.rows["number"].field.setFocus()

    @override
    def save(self, values: dict[str, str]) -> None:
        self.run(
            add_document,
            number=values["number"],
            title=values["title"],
            kind=DocumentKind(values["kind"]),
            label=values["label"],
        )


class DropDocumentDraftDialog(FormDialog):
    """Discards a draft that nobody needs; what was released is not touched by it."""

    def __init__(self, desk: Desk, head: DocumentRevisionHead, parent: QWidget | None = None) -> None:
        what = f"{head.number} {head.label}"
        super().__init__(desk, say("Discard the draft {what}", what=what), say("Discard"), parent)
        self.setObjectName("drop_document_draft_dialog")
        self._id = head.id
        told = say("Its files stay in the vault, and the audit log keeps what it said.")
        self.above.addWidget(Label(self.texts, told, "muted", wrap=True))
        self.form.add_text("reason", say("Reason"), required=True, lines=2)

    @override
    def save(self, values: dict[str, str]) -> None:
        self.run(drop_document_draft, self._id, reason=values["reason"])


class NewDocumentRevisionDialog(FormDialog):
    """The next draft of a document; characteristics and balloons are carried over, files are not."""

    def __init__(self, desk: Desk, head: DocumentRevisionHead, parent: QWidget | None = None) -> None:
        title = say("New revision of {number}", number=head.number)
        super().__init__(desk, title, say("Start the draft"), parent)
        self.setObjectName("new_document_revision_dialog")
        self._head = head
        self.form.add_line("label", say("Revision"), say("as on the sheet"), required=True)
        self.form.add_text("reason", say("Reason of this revision"), required=True)
        self.form.rows["label"].field.setFocus()

    @override
    def save(self, values: dict[str, str]) -> None:
        self.run(
            _start_with_balloons,
            self._head.document_id,
            self._head.id,
            label=values["label"],
            reason=values["reason"],
        )


def _start_with_balloons(unit: UnitOfWork, document_id: int, former: int, *, label: str, reason: str) -> int:
    """Start a draft and carry the characteristics over, in one act."""
    revision = start_document_revision(unit, document_id, label=label, reason=reason)
    copy_characteristics(unit, former, revision)
    return revision


class ObsoleteDocumentDialog(ObsoleteFormDialog):
    """Makes a document revision obsolete, with the list of parts that still use it; its copies are recalled."""

    def __init__(self, desk: Desk, head: DocumentRevisionHead, parent: QWidget | None = None) -> None:
        title = say("Make {number} Rev {label} obsolete", number=head.number, label=head.label)
        super().__init__(desk, title, parent)
        self.setObjectName("obsolete_document_dialog")
        self._head = head
        self.above.addWidget(Label(self.texts, say("Its controlled copies are recalled."), "hint", wrap=True))
        self.ask_users(parts_using, head.id, lambda row: f"{row.number} {row.revision}")

    @override
    def save(self, values: dict[str, str]) -> None:
        self.end(obsolete_document_revision, self._head.id, values)


class LinkDocumentDialog(FormDialog):
    """Lets a part's draft use a document in its newest revision."""

    def __init__(self, desk: Desk, part_revision_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, say("Link a document"), say("Link"), parent)
        self.setObjectName("link_document_dialog")
        self._part_revision_id = part_revision_id
        self._documents: dict[str, DocumentRow] = {}
        self._line = self.form.add_line("document", say("Document"), say("Number or title"), required=True)
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._line.setCompleter(completer)
        self._line.setFocus()
        desk.tasks.read(lambda: desk.ask(document_rows), self._offer, owner=self)

    def _offer(self, rows: Sequence[DocumentRow]) -> None:
        self._documents = {number_key(row.number): row for row in rows}
        self._names.setStringList([f"{row.number}  {row.title}" for row in rows])

    @override
    def save(self, values: dict[str, str]) -> None:
        typed = number_key(values["document"])
        found = self._documents.get(typed) or self._documents.get(
            number_key(values["document"].split("  ")[0])
        )
        if found is None:
            self.form.rows["document"].show_wrong(say("No document has this number; choose one of the list."))
            return
        self.run(use_document, self._part_revision_id, found.revision_id)
