"""The checklist of an assessment: each requirement, its state of this moment, evidence, reasons, next step.

States are derived when the document is built; nothing here can make something fresh.
"""

from __future__ import annotations

from typing import Final

from app.certification.queries import EvidenceRow, RequirementRow
from app.documents.approvals import empty_line, part_history
from app.documents.assessment_facts import (
    STATE_MARKS,
    AssessmentFacts,
    assessment_facts,
    assessment_of,
    not_compared,
    sentences,
    state_text,
)
from app.documents.blocks import Align, Block, Cell, ColumnKind, Fact, KeyValues, Mark, Paragraph, Table
from app.documents.document import Document
from app.documents.languages import BOTH
from app.documents.source import DocumentSource
from app.texts import mark, mark_term
from models.vocab import RequirementState

KIND: Final = "checklist"
TITLE: Final = mark_term("form", "Checklist with evidence")
SCOPE: Final = "assessment"


def build(source: DocumentSource, entity_id: int) -> Document:
    """Return the checklist of an assessment.

    Raises:
        PartproofError: ``documents.no_record``.
    """
    facts = assessment_of(source, entity_id)
    notes = [not_compared(source, facts)]
    if any(row.submission for row in facts.requirements):
        notes.insert(
            0,
            source.say(
                mark("S: submit and keep a copy. R: keep and show on request. *: keep, submit on request.")
            ),
        )
    blocks: list[Block] = [
        KeyValues(assessment_facts(source, facts), columns=3),
        _summary(source, facts),
        _table(source, facts),
    ]
    blocks += [Paragraph(note, note=True) for note in notes]
    return source.document(
        KIND,
        source.say(mark("{checklist} checklist"), checklist=facts.title(source.language.code)),
        subtitle=source.words.below(TITLE),
        number=f"CK-{facts.row.number}",
        approval=empty_line(source),
        revisions=[]
        if facts.row.part_revision_id is None
        else part_history(source, facts.row.part_revision_id),
        blocks=blocks,
        form=source.form(KIND, landscape=True),
    )


def _summary(source: DocumentSource, facts: AssessmentFacts) -> KeyValues:
    """Return how many requirements stand in each state."""
    counts = dict.fromkeys(RequirementState, 0)
    for row in facts.requirements:
        counts[row.state] += 1
    return KeyValues(
        [
            Fact(
                state_text(source, state),
                str(count),
                source.words.label_below(state),
                STATE_MARKS[state] if count else None,
            )
            for state, count in counts.items()
        ],
        columns=3,
    )


def _table(source: DocumentSource, facts: AssessmentFacts) -> Table:
    column = source.words.column
    title = mark_term("form", "Requirements")
    return Table(
        [
            column("code", mark_term("form", "No."), 4, align=Align.CENTER, bold=True),
            column("title", mark_term("form", "Requirement"), 22),
            column("submission", mark_term("form", "S/R/*"), 4, align=Align.CENTER),
            column("state", mark_term("form", "State"), 8, ColumnKind.VERDICT),
            column("evidence", mark_term("form", "Evidence"), 19),
            column("reason", mark_term("form", "Why"), 20),
            column("next", mark_term("form", "Next step"), 15),
            column("verified", mark_term("form", "Source"), 9, align=Align.CENTER),
        ],
        [_row(source, row) for row in facts.requirements],
        key="requirements",
        title=source.words.word(title),
        subtitle=source.words.below(title),
    )


def _row(source: DocumentSource, row: RequirementRow) -> tuple[Cell | str, ...]:
    return (
        row.code,
        _title(source, row),
        row.submission,
        Cell(state_text(source, row.state), STATE_MARKS[row.state]),
        "\n".join(_evidence(source, one) for one in row.evidence),
        sentences(source, row.reasons),
        sentences(source, [row.next_step]),
        _verified(source, row),
    )


def _title(source: DocumentSource, row: RequirementRow) -> str:
    own, other = (row.title_ko, row.title) if source.language.code == "ko" else (row.title, row.title_ko)
    return f"{own}\n{other}" if source.written_in == BOTH else own


def _evidence(source: DocumentSource, row: EvidenceRow) -> str:
    if row.fresh:
        return row.label
    changed = source.words.word(mark_term("form", "changed since"))
    return f"{Mark.WARN.shape} {row.label} ({changed})"


def _verified(source: DocumentSource, row: RequirementRow) -> str:
    word = source.words.word
    if row.licensed:
        return source.say(mark("Licensed copy: {by}"), by=row.licensed)
    if row.verified:
        return word(mark_term("form", "Public source"))
    return word(mark_term("form", "Not checked against the licensed copy"))
