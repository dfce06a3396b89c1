"""Assessments: what each requirement is, why, and the next step; the list of the others, and their files.

Asks one query, calls verbs. Files are written by what the composition root gives.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget
from typing_extensions import override

from app.certification.assessments import gather_evidence, open_assessment
from app.certification.conduct import close_assessment
from app.certification.queries import AssessmentRow, RequirementRow, assessment_rows
from app.certification.submissions import SCHEMES
from app.certification.workspace import Workspace, assessment_workspace, scope_choices
from app.documents.warrant_entries import RULE as WARRANT
from app.documents.warrant_entries import WarrantEntries, warrant_entries
from app.jobs import Progress
from app.packs.order import PackOrder
from models.vocab import AssessmentState
from ui.bridge import OutsideChanges
from ui.certification.assessment_columns import list_columns, requirement_columns
from ui.certification.assessment_files import AssessmentFiles, files_of
from ui.certification.assessment_form import AssessmentForm
from ui.certification.assessment_words import (
    BLOCKED,
    NOT_COMPARED,
    assessment_title,
    counts_words,
    due_chip,
    result_words,
)
from ui.certification.comparison_dialog import ComparisonDialog
from ui.certification.pack_dialog import PackDialog
from ui.certification.plan_dialog import PlanDialog
from ui.certification.requirement_acts import ChooseFile, RequirementActs
from ui.certification.requirement_card import RequirementCard
from ui.certification.requirement_work import RequirementWork
from ui.certification.upgrade_dialog import UpgradeDialog
from ui.certification.warrant_dialog import WarrantDialog
from ui.changes.document_dialog import Offered, offer_documents
from ui.i18n import say, term
from ui.itemmodels.rows_model import RowsModel
from ui.link_filter import LinkFilter
from ui.panels import Desk, Screen, stacked
from ui.widgets.buttons import Button, IconButton
from ui.widgets.card import Card
from ui.widgets.charts import DonutProgress
from ui.widgets.empty import EmptyState
from ui.widgets.label import Label
from ui.widgets.tables import RowTable
from ui.wording import worded
from ui.work_strip import WorkStrip

# What is written of every assessment, and what its checklist has beside that.
_DOCUMENTS: Final = ("checklist", "assessment_report", "findings_list")
_OWN_DOCUMENTS: Final = {"ppap": "submission_warrant", "isir": "isir_cover"}


def choose_to_open(parent: QWidget, title: str, _name: str) -> Path | None:
    """Ask for a file of this machine to read."""
    name, _kind = QFileDialog.getOpenFileName(parent, title)
    return Path(name) if name else None


def choose_to_save(parent: QWidget, title: str, name: str) -> Path | None:
    """Ask where a file is to be written."""
    chosen, _kind = QFileDialog.getSaveFileName(parent, title, name)
    return Path(chosen) if chosen else None


def choose_folder(parent: QWidget, title: str, _name: str) -> Path | None:
    """Ask for the folder that files are to be put into."""
    chosen = QFileDialog.getExistingDirectory(parent, title)
    return Path(chosen) if chosen else None


class AssessmentsScreen(Screen):
    """The screen of certification.

    Args:
        desk: What a screen has at hand.
        files: What writes the pack and the documents; by default as the desk's open factory can.
        to_open: Asks for a file to attach.
        to_save: Asks where the pack is to be written.
        to_folder: Asks for the folder of a document.
    """

    nouns = frozenset(
        {
            "assessment",
            "inspection",
            "reading",
            "gauge",
            "document_revision",
            "part_revision",
            "pack",
            "document",
            "part",
            "characteristic",
            "submission",
            "nonconformance",
            "lot",
            "order",
            "four_m_change",
            "change_order",
        }
    )

    def __init__(
        self,
        desk: Desk,
        files: AssessmentFiles | None = None,
        *,
        to_open: ChooseFile = choose_to_open,
        to_save: ChooseFile = choose_to_save,
        to_folder: ChooseFile = choose_folder,
    ) -> None:
        super().__init__(desk, say("Certification checklists"))
        self._files = files or files_of(desk)
        self._to_open, self._to_save, self._to_folder = to_open, to_save, to_folder
        self._chosen: int | None = None
        self._wanted: int | None = None
        self._space: Workspace | None = None
        self._dressed = (True, False)
        self._make_actions()
        self.strip = WorkStrip(self.texts, desk.tasks, desk.notices.failed)
        self.strip.finished.connect(self._pack_made)
        self.strip.canceled.connect(self._pack_canceled)
        self.body.addWidget(self.strip)
        self.pages = QStackedWidget()
        self.empty = EmptyState(
            self.texts,
            "certificate",
            term("certification", "No assessment yet"),
            say("An assessment shows for each requirement what proves it, what lacks, and what to do next."),
            (term("certification", "Open the first one"), self._open_form),
        )
        self.pages.addWidget(self.empty)
        self.work = QWidget()
        self.pages.addWidget(self.work)
        self._build()
        self.body.addWidget(self.pages, 1)
        self.texts.language_changed.connect(self._again)

    def _make_actions(self) -> None:
        new = term("certification", "New assessment")
        self.add_action(new, self._open_form, icon_name="plus", kind=None)
        self.add_action(
            term("certification", "Gather all evidence"), self._gather, kind=None, name="assessment.gather"
        )
        self.upgrade = self.add_action(
            term("certification", "Newer checklist"), self._upgrade, name="assessment.upgrade"
        )
        self.close_it = self.add_action(term("certification", "Close"), self._close, name="assessment.close")
        for action in (self.upgrade, self.close_it):
            action.setVisible(False)
        if self._files.document is not None:
            for kind, shown in (
                ("xlsx", term("certification", "Excel")),
                ("pdf", term("certification", "PDF")),
            ):
                self.add_action(shown, partial(self._write_document, kind), name=f"assessment.{kind}")
        offer_documents(self, self._documents)
        if self._files.pack is not None:
            self.add_action(
                say("Make the evidence pack"), self._make_pack, kind="primary", name="assessment.pack"
            )

    def _build(self) -> None:
        texts = self.texts
        share = Card(texts)
        self.donut = DonutProgress(texts, term("certification", "ready"))
        self.counts = Label(texts, "", "muted", wrap=True)
        self.counts.setAlignment(Qt.AlignmentFlag.AlignCenter)
        share.setMinimumWidth(216)
        share.add(self.donut)
        share.add(self.counts)
        self.result = Label(texts, "", "strong", wrap=True)
        self.result.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.result.setObjectName("assessment.result")
        self.result.hide()
        share.add(self.result)
        share.add(Button(texts, term("certification", "Plan and people"), self._plan, name="assessment.plan"))
        self.warrant = Button(
            texts, term("certification", "Fields of the warrant"), self._warrant, name="assessment.warrant"
        )
        self.warrant.hide()
        share.add(self.warrant)
        share.add(Button(texts, say("Beside the last one"), self._compare, name="assessment.compare"))
        others = Card(texts, term("certification", "Assessments"), flush=True)
        new = term("certification", "New assessment")
        self.list = RowTable(RowsModel(texts, list_columns(texts), key=lambda row: row.id), "assessments")
        self.texts.bind(self.list.setAccessibleName, term("certification", "Assessments"))
        self.list.horizontalHeader().hide()
        self.list.chosen_changed.connect(self._choose)
        self.link = LinkFilter(self, self.list, "assessments.link")
        others.add(self.link.line(IconButton(texts, "plus", new, self._open_form, "assessment.new")))
        others.add(self.list, 1)
        table = Card(
            texts,
            term("certification", "Requirements"),
            say("the program finds the evidence and says when it changed"),
        )
        table.body.setContentsMargins(0, 0, 0, 0)
        self.only_blocked = Button(
            texts, term("certification", "Only what blocks"), self._put_rows, name="assessment.blocked"
        )
        self.only_blocked.setCheckable(True)
        table.add_head(self.only_blocked)
        self.table = RowTable(
            RowsModel(texts, requirement_columns(texts), key=lambda row: row.id),
            "requirements",
            sortable=False,
        )
        texts.bind(self.table.setAccessibleName, term("certification", "Requirements"))
        self.table.chosen_changed.connect(self._put_detail)
        table.add(self.table, 1)
        self.detail = RequirementCard(texts)
        self.detail.go_to.connect(self._go_to)
        self.acts = RequirementActs(self, self.detail, lambda: self._chosen, self._to_open)
        self.form = AssessmentForm(texts, self._open_assessment, self._close_form)
        self.side = QStackedWidget()
        self.more = RequirementWork(self.desk)
        self.side.addWidget(stacked(self.detail, self.more))
        self.side.addWidget(stacked(self.form))
        line = self.columns((stacked(share, others, fill=True), 7), (table, 18), (self.side, 10))
        self.body.removeItem(line)
        self.work.setLayout(line)
        line.setContentsMargins(0, 0, 0, 0)

    @property
    def space(self) -> Workspace | None:
        """The assessment that is shown."""
        return self._space

    # asking
    @override
    def open_record(self, record: object) -> None:
        if isinstance(record, tuple):
            # An assessment and one of its requirements.
            record, self._wanted = record
        if isinstance(record, int):
            self._chosen = record
            self.side.setCurrentIndex(0)
            self.only_blocked.setChecked(False)
            self.link.clear_choice()
            self.renew()

    @override
    def refresh(self) -> None:
        self.ask(assessment_rows, linked=self.link.wanted(), then=self._put_list, key="list")

    def _put_list(self, rows: tuple[AssessmentRow, ...]) -> None:
        # The table tells its old choice again when its rows change.
        chosen = self._chosen
        self.list.rows_model.set_rows(rows)
        self.pages.setCurrentIndex(1 if rows or self.link.taken or self.side.currentIndex() == 1 else 0)
        ids = [row.id for row in rows]
        if not ids:
            return
        wanted = chosen if chosen in ids else ids[0]
        self.list.choose(wanted)
        self._ask_workspace(wanted)

    def _choose(self, row: AssessmentRow | None) -> None:
        if row is not None and row.id != self._chosen:
            self._ask_workspace(row.id)

    def _ask_workspace(self, assessment_id: int) -> None:
        self._chosen = assessment_id
        now = datetime.now(UTC)
        self.ask(assessment_workspace, assessment_id, now=now, then=self._put_workspace, key="workspace")

    # showing
    def _put_workspace(self, space: Workspace | None) -> None:
        if space is None:
            return
        self._space = space
        head = space.head
        self.head.put(
            assessment_title(self.texts, head), "", say("Certification / {number}", number=head.number)
        )
        chips: list[Any] = []
        if head.customer:
            chips.append((say("customer {name}", name=head.customer), "neutral"))
        due = due_chip(space)
        if due is not None:
            chips.append(due)
        if head.state is not AssessmentState.OPEN:
            chips.append((worded(head.state), "info"))
        if not head.licensed_check:
            chips.append((NOT_COMPARED, "neutral"))
        if space.upgrade:
            differs = say("newer checklist: {count} {count:row differs|rows differ}", count=space.upgrade)
            chips.append((differs, "info"))
        self.head.set_chips(*chips)
        self.donut.put(space.done, len(space.requirements))
        self.counts.put(counts_words(space))
        shown = result_words(space)
        self.result.put(shown)
        self.result.setVisible(bool(shown))
        is_open = head.state is AssessmentState.OPEN
        self.upgrade.setVisible(bool(space.upgrade) and is_open)
        self.close_it.setVisible(is_open and head.code not in SCHEMES)
        self.warrant.setVisible(is_open and any(row.rule == WARRANT for row in space.requirements))
        marked = any(row.submission for row in space.requirements)
        self._dress_table(submitted=marked, scored=bool(space.points))
        self._put_rows()

    def _dress_table(self, *, submitted: bool, scored: bool) -> None:
        """Show marks and points only where the checklist has them."""
        if (submitted, scored) != self._dressed:
            self._dressed = (submitted, scored)
            self.table.rows_model.set_columns(
                requirement_columns(self.texts, submitted=submitted, scored=scored)
            )

    def _put_rows(self) -> None:
        space = self._space
        if space is None:
            return
        rows = space.requirements
        if self.only_blocked.isChecked():
            rows = tuple(row for row in rows if row.state in BLOCKED)
        self.table.rows_model.set_rows(rows)
        if self._wanted is not None and self.table.choose(self._wanted):
            self._wanted = None
        if self.table.chosen() is None and rows:
            first = next((row for row in rows if row.state in BLOCKED), rows[0])
            self.table.choose(first.id)
        self._put_detail(self.table.chosen())

    def _put_detail(self, row: RequirementRow | None) -> None:
        space = self._space
        if space is not None:
            is_open = space.head.state is AssessmentState.OPEN
            self.detail.put(row, space.zone, open_for_work=is_open)
            self.more.put(row, space)

    def _go_to(self, requirement_id: int) -> None:
        """Show the requirement that comes first."""
        self.table.choose(requirement_id)

    def _again(self) -> None:
        if self._space is not None:
            self._put_workspace(self._space)

    # new assessments
    def _open_form(self) -> None:
        self.ask(scope_choices, then=self.form.put, key="choices")
        self.side.setCurrentIndex(1)
        self.pages.setCurrentIndex(1)

    def _close_form(self) -> None:
        self.side.setCurrentIndex(0)
        self.renew()

    def _open_assessment(self, facts: dict[str, Any]) -> None:
        def opened(changes: Any) -> None:
            self._chosen = int(changes.result)
            self._close_form()

        self.do(open_assessment, then=opened, said=say("The assessment is open."), **facts)

    # the whole
    def _gather(self) -> None:
        if self._chosen is not None:
            said = say("What the program proposes counts now.")
            self.do(gather_evidence, self._chosen, said=said)

    def _plan(self) -> None:
        if self._space is not None:
            PlanDialog(self.desk, self._space, self.window()).open()

    def _warrant(self) -> None:
        if self._space is None:
            return
        assessment_id = self._space.head.id

        def show(found: WarrantEntries) -> None:
            WarrantDialog(self.desk, assessment_id, found, self.window()).open()

        self.ask(warrant_entries, assessment_id, then=show, key="warrant")

    def _compare(self) -> None:
        if self._space is not None:
            ComparisonDialog(self.desk, self._space.head, self.window()).open()

    def _upgrade(self) -> None:
        space = self._space
        if space is not None:
            UpgradeDialog(self.desk, space, self._upgraded, self.window()).open()

    def _upgraded(self, changes: Any) -> None:
        self._chosen = int(changes.result)
        self.renew()

    def _close(self) -> None:
        if self._space is not None:
            number = self._space.head.number
            self.do(close_assessment, self._space.head.id, said=say("{number} is closed.", number=number))

    # files
    def _documents(self) -> tuple[Offered, ...]:
        """Return what can be given out about the assessment shown: its warrant or cover first."""
        if self._space is None:
            return ()
        head = self._space.head
        first = _OWN_DOCUMENTS.get(head.code)
        kinds = (*((first,) if first is not None and head.part_number else ()), *_DOCUMENTS)
        return tuple((kind, head.id) for kind in kinds)

    def _file_name(self, suffix: str) -> str:
        assert self._space is not None
        head = self._space.head
        return " ".join(filter(None, (head.number, head.part_number))) + f".{suffix}"

    def _write_document(self, kind: str) -> None:
        write = self._files.document
        if write is None or self._space is None or self.strip.busy:
            return
        folder = self._to_folder(self, self.texts.say("Folder for the checklist"), "")
        if folder is None:
            return
        assessment_id, number = self._space.head.id, self._space.head.number

        def work(_progress: Progress) -> Path:
            return write(assessment_id, kind, folder)[0]

        self.strip.run(say("Writing the checklist of {number}", number=number), work)

    def _make_pack(self) -> None:
        make = self._files.pack
        if make is None or self._space is None or self.strip.busy:
            return
        head = self._space.head
        if self._files.preview is not None:
            PackDialog(
                self.desk, head.id, head.customer, self._files.preview, self._ordered, self.window()
            ).open()
            return
        self._write_pack(lambda path, progress: make(head.id, path, head.customer, progress))

    def _ordered(self, order: PackOrder) -> None:
        make = self._files.ordered
        if make is None or self._space is None or self.strip.busy:
            return
        assessment_id = self._space.head.id
        self._write_pack(lambda path, progress: make(assessment_id, path, order, progress))

    def _write_pack(self, make: Callable[[Path, Progress], object]) -> None:
        """Ask where, then make the pack on a task with its progress in the strip."""
        path = self._to_save(self, self.texts.say("Save the evidence pack"), self._file_name("zip"))
        if path is None:
            return

        def work(progress: Progress) -> Path:
            make(path, progress)
            return path

        self.strip.run(say("Making {file}", file=path.name), work)

    def _pack_made(self, path: Path) -> None:
        self.desk.notices.toast(say("{file} is written.", file=path.name), "ok")
        # What issues files tells nobody by itself.
        self.desk.bridge.publish(OutsideChanges(frozenset({"pack", "issued_document"})))

    def _pack_canceled(self) -> None:
        self.desk.notices.toast(say("Stopped; nothing of it was kept."), "info")
