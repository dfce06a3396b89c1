"""Findings of an assessment: how grave, what was found, the nonconformance it became, who, until when."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select

from app.documents.approvals import empty_line
from app.documents.assessment_facts import assessment_facts, assessment_of
from app.documents.blocks import Align, Cell, ColumnKind, KeyValues, Mark, Table
from app.documents.document import Document
from app.documents.source import DocumentSource
from app.labels import label
from app.texts import mark_term
from models.certification import AssessmentFinding, Requirement
from models.nonconformance import Nonconformance
from models.person import User
from models.vocab import FindingKind

KIND: Final = "findings_list"
TITLE: Final = mark_term("form", "List of findings")
SCOPE: Final = "assessment"
_MARKS: Final = {FindingKind.MAJOR: Mark.NG, FindingKind.MINOR: Mark.WARN, FindingKind.OBSERVATION: None}


def build(source: DocumentSource, entity_id: int) -> Document:
    """Return the findings of an assessment.

    Raises:
        PartproofError: ``documents.no_record``.
    """
    facts = assessment_of(source, entity_id)
    return source.document(
        KIND,
        source.words.word(TITLE),
        subtitle=source.words.below(TITLE),
        number=f"FL-{facts.row.number}",
        approval=empty_line(source),
        blocks=[
            KeyValues(assessment_facts(source, facts), columns=3),
            findings_table(source, entity_id),
        ],
        form=source.form(KIND, landscape=True),
    )


def findings_table(source: DocumentSource, assessment_id: int) -> Table:
    """Return the findings as a table; an empty one says that there are none."""
    column = source.words.column
    title = mark_term("form", "Findings")
    query = (
        select(AssessmentFinding, Requirement.code, Nonconformance, User.name)
        .outerjoin(Requirement, Requirement.id == AssessmentFinding.requirement_id)
        .outerjoin(Nonconformance, Nonconformance.id == AssessmentFinding.nonconformance_id)
        .outerjoin(User, User.id == AssessmentFinding.owner_id)
        .where(AssessmentFinding.assessment_id == assessment_id)
        .order_by(AssessmentFinding.number)
    )
    rows: list[tuple[Cell | str, ...]] = [
        _row(source, finding, code or "", nonconformance, owner or "")
        for finding, code, nonconformance, owner in source.session.execute(query)
    ]
    if not rows:
        none = source.words.word(mark_term("form", "No findings"))
        rows.append(("—", "", Cell(none), "", "", "", "", ""))
    return Table(
        [
            column("no", mark_term("form", "No."), 6, align=Align.CENTER, bold=True),
            column("requirement", mark_term("form", "Requirement"), 13, align=Align.CENTER),
            column("text", mark_term("form", "What was found"), 25),
            column("kind", mark_term("form", "Grade"), 10, ColumnKind.VERDICT),
            column("nonconformance", mark_term("form", "NC no."), 12, align=Align.CENTER),
            column("owner", mark_term("form", "Responsible"), 13),
            column("due", mark_term("form", "Due"), 11, align=Align.CENTER),
            column("closed", mark_term("form", "Closed"), 10, align=Align.CENTER),
        ],
        rows,
        key="findings",
        title=source.words.word(title),
        subtitle=source.words.below(title),
    )


def _row(
    source: DocumentSource,
    finding: AssessmentFinding,
    code: str,
    nonconformance: Nonconformance | None,
    owner: str,
) -> tuple[Cell | str, ...]:
    closed = finding.closed_at if nonconformance is None else nonconformance.closed_at
    return (
        str(finding.number),
        code,
        finding.text,
        Cell(label(source.language, finding.kind), _MARKS[finding.kind]),
        "" if nonconformance is None else nonconformance.number,
        owner,
        source.day(finding.due_on),
        source.day(closed) or source.words.word(mark_term("form", "Open")),
    )
