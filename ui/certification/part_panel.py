"""What is certified of a part: its assessments, its submissions and what may leave. For the part's workspace."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout
from typing_extensions import override

from app.certification.part_queries import PartCertification, part_certification
from app.certification.queries import AssessmentRow
from app.certification.submission_queries import SubmissionRow
from ui.certification.assessment_words import assessment_title
from ui.certification.submission_words import VERDICT_TONES, attempt_words, left_words
from ui.i18n import say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk, Panel
from ui.widgets.card import Card
from ui.widgets.empty import EmptyState
from ui.widgets.tables import RowTable
from ui.wording import day_text, worded


class PartCertificationPanel(Panel):
    """The certification tab of a part."""

    nouns = frozenset(
        {"assessment", "submission", "inspection", "reading", "gauge", "document_revision", "part_revision"}
    )

    def __init__(self, desk: Desk, part_id: int) -> None:
        super().__init__(desk)
        self._part_id = part_id
        texts = self.texts
        self.empty = EmptyState(
            texts,
            "certificate",
            term("certification", "No assessment of this part yet"),
            say("A PPAP, ISIR or APQP of the part stands here, with what the customer answered."),
            (term("certification", "Go to the checklists"), lambda: desk.open_place("assessments", None)),
        )
        self.assessments = Card(texts, term("certification", "Assessments"), flush=True)
        self.table = RowTable(RowsModel(texts, self._columns(), key=lambda row: row.id), "part.assessments")
        texts.bind(self.table.setAccessibleName, term("certification", "Assessments"))
        self.table.opened.connect(lambda row: desk.open_place("assessments", row.id))
        self.assessments.add(self.table, 1)
        self.submissions = Card(texts, say("Submissions"), flush=True)
        self.handed = RowTable(
            RowsModel(texts, self._submitted(), key=lambda row: row.id), "part.submissions"
        )
        texts.bind(self.handed.setAccessibleName, say("Submissions"))
        self.handed.opened.connect(lambda row: desk.open_place("submissions", row.id))
        self.submissions.add(self.handed, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for widget in (self.empty, self.assessments, self.submissions):
            column.addWidget(widget, 1)
        self._put(PartCertification((), ()))

    def _columns(self) -> tuple[Column[AssessmentRow], ...]:
        return (
            Column(
                term("certification", "Assessment"),
                lambda row: assessment_title(self.texts, row),
                "strong",
                weight=2,
                second=lambda row: row.number,
            ),
            Column(term("certification", "State"), lambda row: worded(row.state), "chip"),
            Column(
                term("certification", "Settled"),
                lambda row: say("{done}/{total}", done=row.done, total=row.total),
                "number",
            ),
            Column(
                term("certification", "Stale"),
                lambda row: str(row.stale) if row.stale else "",
                "chip",
                tone=lambda _row: "warn",
            ),
            Column(term("certification", "Due"), lambda row: day_text(row.due_on), "muted"),
        )

    def _submitted(self) -> tuple[Column[SubmissionRow], ...]:
        return (
            Column(term("submissions", "Attempt"), attempt_words, "strong", second=lambda row: row.revision),
            Column(term("submissions", "Reason"), lambda row: worded(row.reason)),
            Column(term("submissions", "Customer"), lambda row: row.customer, weight=1),
            Column(term("submissions", "Handed in"), lambda row: day_text(row.submitted_on), "muted"),
            Column(
                term("submissions", "Verdict"),
                lambda row: worded(row.verdict),
                "chip",
                tone=lambda row: VERDICT_TONES[row.verdict] if row.newest else "neutral",
            ),
            Column(term("submissions", "May leave"), left_words, "muted", weight=1),
        )

    @override
    def refresh(self) -> None:
        self.ask(part_certification, self._part_id, then=self._put)

    def _put(self, found: PartCertification) -> None:
        self.table.rows_model.set_rows(found.assessments)
        self.handed.rows_model.set_rows(found.submissions)
        self.assessments.setVisible(bool(found.assessments))
        self.submissions.setVisible(bool(found.submissions))
        self.empty.setVisible(not found.assessments and not found.submissions)
