"""Who has a draft checked out, and the acts around it: to the work folder, back in with a note, given back.

The verbs decide; files are written and read on another thread. Only one's own check-out offers anything but a look.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path

import platformdirs
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.drawings.check_out import (
    CheckOutRow,
    VersionRow,
    check_in,
    check_out,
    check_out_of,
    give_back,
    take_off,
    versions_of,
)
from app.drawings.queries import DocumentRevisionHead, document_revision_head
from app.drawings.work_folder import (
    WorkFile,
    WorkState,
    compare_work_files,
    read_work_files,
    tidy_work_files,
    work_folder,
    write_work_files,
)
from app.settings import PlantSettings, read_settings
from models.vocab import RevisionState, Role
from ui.changes.form_dialog import FormDialog
from ui.drawings.compare_dialog import CompareDialog, ComparedSheet
from ui.i18n import say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk, Panel
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.flow import Flow
from ui.widgets.label import Label
from ui.widgets.tables import RowTable

_STATES = {
    WorkState.SAME: term("work file", "unchanged"),
    WorkState.CHANGED: term("work file", "changed"),
    WorkState.MISSING: term("work file", "missing"),
    WorkState.NEW: term("work file", "new"),
}


def work_root() -> Path:
    """Return where check-outs go on this PC."""
    return Path(platformdirs.user_documents_dir()) / "Partproof"


class CheckOutBar(Panel):
    """One line and the versions below it."""

    nouns = frozenset({"document_revision"})

    def __init__(
        self, desk: Desk, open_outside: Callable[[Path], bool], parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, parent)
        texts = desk.texts
        self._open_outside = open_outside
        self._head: DocumentRevisionHead | None = None
        self._row: CheckOutRow | None = None
        self._settings: PlantSettings | None = None
        # Edges that tests replace.
        self.root: Callable[[], Path] = work_root
        self.host: Callable[[], str] = socket.gethostname
        self.said = Label(texts, "", "muted", wrap=True)
        self.said.setObjectName("check_out.said")
        self.take = Button(
            texts, say("Check out"), self.check_out, icon_name="download", name="check_out.take"
        )
        self.open = Button(texts, say("Work folder"), self.open_folder, name="check_out.open")
        self.back = Button(texts, say("Give back"), self.give_back, name="check_out.back")
        self.bring = Button(texts, say("Check in"), self.check_in, "primary", name="check_out.bring")
        self.force = Button(texts, say("Take the check-out off"), self.take_off, name="check_out.force")
        acts = Flow()
        acts.put([self.take, self.open, self.back, self.bring, self.force])
        line = QVBoxLayout()
        line.setContentsMargins(12, 8, 12, 8)
        line.setSpacing(6)
        line.addWidget(self.said)
        line.addWidget(acts)
        columns: list[Column[VersionRow]] = [
            Column(say("Version"), lambda row: str(row.number), "number"),
            Column(say("File"), lambda row: row.name, weight=2),
            Column(say("Note"), lambda row: row.note, weight=2),
            Column(say("By"), lambda row: row.made_by, "muted"),
            Column(say("When"), lambda row: self._time(row), "muted"),
        ]
        self.rows: RowsModel[VersionRow] = RowsModel(texts, columns, key=lambda row: row.number)
        self.table: RowTable[VersionRow] = RowTable(self.rows, "versions")
        texts.bind(self.table.setAccessibleName, say("Versions"))
        self.table.when_empty(say("Every file that is checked in stands here as a version."))
        self.card = Card(texts, say("Check-out and versions"), flush=True)
        self.card.add(line)
        self.card.add(self.table, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card)

    def put(self, head: DocumentRevisionHead) -> None:
        """Show a revision."""
        self._head = head
        self.renew()

    @override
    def refresh(self) -> None:
        if self._head is None:
            return
        revision = self._head.id
        self.ask(read_settings, then=self._take_settings, key="settings")
        self.ask(check_out_of, revision, then=self._show, key="out")
        self.ask(versions_of, revision, then=self._show_versions, key="versions")

    def _take_settings(self, settings: PlantSettings) -> None:
        self._settings = settings

    def _time(self, row: VersionRow) -> str:
        if self._settings is None:
            return ""
        return f"{self._settings.local(row.made_at):%Y-%m-%d %H:%M}"

    def _show_versions(self, rows: tuple[VersionRow, ...]) -> None:
        self.rows.set_rows(rows)

    def _show(self, row: CheckOutRow | None) -> None:
        self._row = row
        draft = self._head is not None and self._head.state is RevisionState.DRAFT
        mine = row is not None and row.user_id == self.desk.actor().user_id
        self.take.setVisible(draft and row is None)
        for button in (self.open, self.back, self.bring):
            button.setVisible(mine)
        may_force = Role.ADMINISTRATOR in self.desk.actor().roles
        self.force.setVisible(row is not None and not mine and may_force)
        if row is None:
            self.said.put(say("Nobody has it checked out.") if draft else say("Only a draft is checked out."))
        elif mine:
            self.said.put(say("You have it in {folder}.", folder=row.folder))
        else:
            since = "" if self._settings is None else f"{self._settings.local(row.taken_at):%Y-%m-%d %H:%M}"
            self.said.put(
                say("{name} has it since {since} on {host}.", name=row.name, since=since, host=row.host)
            )

    # acts
    def check_out(self) -> None:
        """Claim the draft, then put its files into the work folder and open that."""
        head, factory = self._head, self.desk.factory
        if head is None or factory is None:
            return
        folder = work_folder(self.root(), head.number, head.label)

        def fetch(_changes: object) -> None:
            self.desk.tasks.read(
                lambda: write_work_files(folder, head.files, factory.read_file), fetched, owner=self
            )

        def fetched(left: tuple[str, ...]) -> None:
            self.renew()
            if left:
                names = ", ".join(left)
                self.desk.notices.toast(
                    say("Left as they are in the work folder, because they differ: {names}", names=names),
                    "warn",
                )
            self._open_outside(folder)

        self.do(check_out, head.id, folder=str(folder), host=self.host(), then=fetch)

    def open_folder(self) -> None:
        """Open the work folder; files that are not there any more are fetched again."""
        head, factory, row = self._head, self.desk.factory, self._row
        if head is None or factory is None or row is None:
            return
        folder = Path(row.folder)
        self.desk.tasks.read(
            lambda: write_work_files(folder, head.files, factory.read_file),
            lambda _left: self._open_outside(folder),
            owner=self,
        )

    def check_in(self) -> None:
        """Show what changed and ask for the note."""
        head, row = self._head, self._row
        if head is None or row is None:
            return
        folder = Path(row.folder)

        def then(files: tuple[WorkFile, ...]) -> None:
            dialog = CheckInDialog(self.desk, head, row, files, self.window())
            dialog.done_with.connect(lambda _changes: self._tidy(folder))
            dialog.open()

        self.desk.tasks.read(lambda: compare_work_files(folder, head.files), then, owner=self)

    def _tidy(self, folder: Path) -> None:
        head, desk = self._head, self.desk
        self.renew()
        if head is None:
            return

        def work() -> tuple[str, ...]:
            stored = desk.ask(document_revision_head, head.id)
            return tidy_work_files(folder, stored.files if stored is not None else ())

        def then(stay: tuple[str, ...]) -> None:
            if stay:
                desk.notices.toast(say("Still in the work folder: {names}", names=", ".join(stay)))

        desk.tasks.read(work, then, owner=self)

    def give_back(self) -> None:
        """End the check-out without storing; what was changed stays in the folder."""
        if self._row is not None:
            folder = Path(self._row.folder)
            self.do(give_back, self._row.id, then=lambda _changes: self._tidy(folder))

    def take_off(self) -> None:
        """Ask why somebody else's check-out is ended."""
        if self._row is not None:
            TakeOffDialog(self.desk, self._row, self.window()).open()


class CheckInDialog(FormDialog):
    """Lists what changed in the work folder and asks for the note."""

    def __init__(
        self,
        desk: Desk,
        head: DocumentRevisionHead,
        row: CheckOutRow,
        files: tuple[WorkFile, ...],
        parent: QWidget | None = None,
    ) -> None:
        title = say("Check in {number} Rev {label}", number=head.number, label=head.label)
        super().__init__(desk, title, say("Check in"), parent)
        self.setObjectName("check_in_dialog")
        self._row = row
        self._wanted = [file for file in files if file.state in (WorkState.CHANGED, WorkState.NEW)]
        shown = {file.name for file in head.files if file.page_count}
        for file in files:
            line = QHBoxLayout()
            known = say("{name}: {state}", name=file.name, state=_STATES[file.state])
            line.addWidget(Label(self.texts, known, "muted"), 1)
            if file.state is WorkState.CHANGED and file.name in shown:
                look = partial(self.compare, file)
                line.addWidget(Button(self.texts, say("Show what differs"), look, name="check_in.compare"))
            self.above.addLayout(line)
        if not self._wanted:
            self.above.addWidget(
                Label(self.texts, say("Nothing changed: no version is made."), "hint", wrap=True)
            )
        self.form.add_text("note", say("What was changed"), required=bool(self._wanted), lines=2)
        self.form.rows["note"].field.setFocus()

    def compare(self, file: WorkFile) -> None:
        """Lay the stored sheet and that of the work folder on each other."""
        factory, folder = self.desk.factory, Path(self._row.folder)
        if factory is None:
            return

        def work() -> tuple[bytes, bytes]:
            return factory.read_file(file.stored), read_work_files(folder, [file])[0].content

        def then(found: tuple[bytes, bytes]) -> None:
            stored = ComparedSheet(self.texts.say("as stored"), found[0])
            mine = ComparedSheet(self.texts.say("in the work folder"), found[1])
            CompareDialog(self.desk, stored, mine, self).open()

        self.desk.tasks.read(work, then, failed=self._refused, owner=self)

    @override
    def save(self, values: dict[str, str]) -> None:
        folder, wanted, tasks = Path(self._row.folder), self._wanted, self.desk.tasks
        self.yes.setEnabled(False)
        tasks.read(
            lambda: read_work_files(folder, wanted),
            lambda contents: self.run(check_in, self._row.id, contents, note=values["note"]),
            failed=self._refused,
            owner=self,
        )


class TakeOffDialog(FormDialog):
    """Asks why a check-out is taken off somebody."""

    def __init__(self, desk: Desk, row: CheckOutRow, parent: QWidget | None = None) -> None:
        title = say("Take the check-out of {number} off {name}", number=row.number, name=row.name)
        super().__init__(desk, title, say("Take it off"), parent)
        self.setObjectName("take_off_dialog")
        self._row = row
        self.form.add_text("reason", say("Reason"), required=True, lines=2)
        self.form.rows["reason"].field.setFocus()

    @override
    def save(self, values: dict[str, str]) -> None:
        self.run(take_off, self._row.id, reason=values["reason"])
