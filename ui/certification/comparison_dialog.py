"""An assessment beside the last one of its scope: what stands otherwise, what is new, what is gone. Reads only."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.certification.findings import ComparedRow, Comparison, comparison
from app.certification.queries import AssessmentRow
from models.vocab import RequirementState
from ui.certification.assessment_words import STATE_TONES
from ui.i18n import Shown, say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk
from ui.theme.tokens import Tone
from ui.widgets.buttons import Button
from ui.widgets.label import Label
from ui.widgets.tables import RowTable
from ui.wording import day_text, worded

# From here on a requirement is worse than one of a higher number.
_ORDER: Final = (
    RequirementState.MISSING,
    RequirementState.PARTIAL,
    RequirementState.STALE,
    RequirementState.READY,
    RequirementState.ACCEPTED,
)


class ComparisonDialog(QDialog):
    """The comparison.

    Args:
        desk: What a screen has at hand.
        head: The assessment.
    """

    def __init__(self, desk: Desk, head: AssessmentRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._found: Comparison | None = None
        self.setModal(True)
        self.setObjectName("comparison.dialog")
        self.setMinimumSize(760, 520)
        texts = desk.texts
        texts.bind(self.setWindowTitle, say("{number} beside the last one", number=head.number))
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        top = QHBoxLayout()
        self.says = Label(texts, "", wrap=True)
        self.says.setObjectName("comparison.says")
        self.only = Button(texts, say("Only what differs"), self._put_rows, name="comparison.only")
        self.only.setCheckable(True)
        self.only.setChecked(True)
        top.addWidget(self.says, 1)
        top.addWidget(self.only)
        column.addLayout(top)
        self.table = RowTable(
            RowsModel(texts, self._columns(), key=lambda row: row.code), "comparison.rows", sortable=False
        )
        texts.bind(self.table.setAccessibleName, say("Only what differs"))
        self.table.when_empty(say("What stands otherwise than last time would stand here."), at_once=True)
        column.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(Button(texts, say("Done"), self.accept, "primary", name="comparison.done"))
        column.addLayout(foot)
        self.finished.connect(self.deleteLater)
        desk.tasks.read(lambda: desk.ask(comparison, head.id), self._put, owner=self)

    def _columns(self) -> tuple[Column[ComparedRow], ...]:
        korean = self._desk.texts.code == "ko"
        return (
            Column("#", lambda row: row.code),
            Column(
                term("certification", "Requirement"),
                lambda row: row.title_ko if korean else row.title,
                weight=1,
            ),
            Column(term("certification", "Last time"), lambda row: _shown(row.before), "chip", tone=_plain),
            Column(term("certification", "Now"), lambda row: _shown(row.now), "chip", tone=_tone),
            Column(
                term("certification", "Points"),
                lambda row: _points(row),
                "number",
            ),
        )

    def _put(self, found: Comparison | None) -> None:
        self._found = found
        if found is None:
            self.only.hide()
            self.says.put(say("There is no earlier assessment of this checklist for the same scope."))
            return
        better = sum(_rank(row.now) > _rank(row.before) for row in found.rows if _both(row))
        worse = sum(_rank(row.now) < _rank(row.before) for row in found.rows if _both(row))
        self.says.put(
            say(
                "Beside {number} of {day}: {better} better, {worse} worse.",
                number=found.number,
                day=day_text(found.held_on),
                better=better,
                worse=worse,
            )
        )
        self._put_rows()

    def _put_rows(self) -> None:
        if self._found is None:
            return
        rows = self._found.rows
        if self.only.isChecked():
            rows = tuple(
                row for row in rows if row.before is not row.now or row.points_before != row.points_now
            )
        self.table.rows_model.set_rows(rows)


def _both(row: ComparedRow) -> bool:
    """Whether both can be ranked: what does not apply is neither better nor worse."""
    return row.before in _ORDER and row.now in _ORDER


def _rank(state: RequirementState | None) -> int:
    return _ORDER.index(state) if state in _ORDER else -1


def _shown(state: RequirementState | None) -> Shown:
    return term("certification", "not there") if state is None else worded(state)


def _plain(_row: ComparedRow) -> Tone:
    return "neutral"


def _tone(row: ComparedRow) -> Tone:
    return "neutral" if row.now is None else STATE_TONES[row.now]


def _points(row: ComparedRow) -> str:
    if row.points_before is None and row.points_now is None:
        return ""
    before, now = row.points_before, row.points_now
    return f"{'–' if before is None else before} → {'–' if now is None else now}"
