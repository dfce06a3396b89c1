"""Cover of an initial sample report 초도품 검사보고서 (ISIR): why it is submitted and what it holds.

A box is ticked only where a record says it.
"""

from __future__ import annotations

from typing import Final

from app.certification.submission_queries import SubmissionRow, submission_rows
from app.documents.approvals import empty_line, part_history
from app.documents.assessment_facts import AssessmentFacts, assessment_facts, assessment_of, state_text
from app.documents.blocks import Align, Block, Cell, ColumnKind, Fact, KeyValues, Mark, Table
from app.documents.document import Document
from app.documents.part_facts import only_customer
from app.documents.source import DocumentSource
from app.documents.warrant_form import OPEN, TICKED
from app.labels import label
from app.texts import mark, mark_term
from models.vocab import RequirementState, SubmissionReason

KIND: Final = "isir_cover"
TITLE: Final = mark_term("form", "Initial sample inspection report")
SCOPE: Final = "assessment"
_READY: Final = frozenset({RequirementState.READY, RequirementState.ACCEPTED})
_REASONS: Final = (
    ("new", mark_term("form", "New part"), SubmissionReason.INITIAL),
    ("corr", mark_term("form", "Correction"), SubmissionReason.CORRECTION),
    ("ec", mark_term("form", "Engineering change"), SubmissionReason.ENGINEERING_CHANGE),
    ("m4", mark_term("form", "4M change"), SubmissionReason.FOUR_M),
)
# What is attached and by which words of a requirement's title it is found, whatever the scheme numbers it.
ATTACHMENTS: Final = (
    ("drawing", mark_term("form", "Drawing with balloons"), ("design record", "drawing", "도면", "설계기록")),
    ("dim", mark_term("form", "Dimensional results"), ("dimensional", "치수")),
    ("mat", mark_term("form", "Material certificate"), ("material", "재료", "재질")),
    (
        "test",
        mark_term("form", "Reliability / function test"),
        ("performance", "reliability", "성능", "신뢰성"),
    ),
    ("cp", mark_term("form", "Control plan"), ("control plan", "관리계획")),
    ("fmea", mark_term("form", "Process FMEA"), ("process fmea", "공정 fmea")),
    (
        "cap",
        mark_term("form", "Process capability"),
        ("initial process", "capability", "초기공정", "공정능력"),
    ),
    ("msa", mark_term("form", "MSA"), ("measurement system", "측정시스템", "msa")),
    ("limit", mark_term("form", "Limit sample"), ("master sample", "limit sample", "한도견본", "마스터")),
    ("pack", mark_term("form", "Packing standard"), ("packing", "packaging", "포장")),
)


def build(source: DocumentSource, entity_id: int) -> Document:
    """Return the cover of an assessment's initial sample report.

    Raises:
        PartproofError: ``documents.no_record``.
    """
    facts = assessment_of(source, entity_id)
    newest = next(iter(submission_rows(source.session, assessment_id=entity_id)), None)
    blocks: list[Block] = [
        KeyValues(assessment_facts(source, facts), columns=2),
        source.words.heading(mark_term("form", "Reason for submission"), 2),
        _reasons(source, facts, newest),
        KeyValues(_attempt(source, newest)),
        _attachments(source, facts),
    ]
    return source.document(
        KIND,
        source.words.word(TITLE),
        subtitle=source.words.below(TITLE),
        number=f"ISIR-{facts.row.number}",
        approval=empty_line(source),
        revisions=[]
        if facts.row.part_revision_id is None
        else part_history(source, facts.row.part_revision_id),
        blocks=blocks,
        form=source.form(KIND),
        customer_id=facts.row.customer_id or only_customer(source, facts.row.part_revision_id),
    )


def _reasons(source: DocumentSource, facts: AssessmentFacts, newest: SubmissionRow | None) -> Table:
    column, word = source.words.column, source.words.word
    rows = [
        (word(title), TICKED if newest is not None and newest.reason is reason else OPEN)
        for _, title, reason in _REASONS
    ]
    appearance = [row for row in facts.requirements if "appearance" in row.title.casefold()]
    # That a checklist asks for it says nothing of the part; accepted evidence of its appearance does.
    proved = any(row.state in _READY for row in appearance)
    rows.append((word(mark_term("form", "Appearance item")), TICKED if proved else OPEN))
    return Table(
        [
            column("reason", mark_term("form", "Reason"), 85),
            column("box", mark_term("form", "Applies"), 15, align=Align.CENTER),
        ],
        rows,
        key="reasons",
    )


def _attempt(source: DocumentSource, newest: SubmissionRow | None) -> list[Fact]:
    fact = source.words.fact
    number = "" if newest is None else source.say(mark("attempt {number}"), number=newest.attempt)
    return [
        fact(mark_term("form", "Attempt"), number),
        fact(mark_term("form", "Submitted on"), "" if newest is None else source.day(newest.submitted_on)),
        fact(mark_term("form", "Details"), "" if newest is None else newest.detail),
        fact(
            mark_term("form", "Customer disposition"),
            "" if newest is None else label(source.language, newest.verdict),
        ),
    ]


def _attachments(source: DocumentSource, facts: AssessmentFacts) -> Table:
    column, word = source.words.column, source.words.word
    title = mark_term("form", "Attached")
    rows: list[tuple[Cell | str, ...]] = []
    for _, name, needles in ATTACHMENTS:
        found = next(
            (
                row
                for row in facts.requirements
                if any(needle in f"{row.title} {row.title_ko}".casefold() for needle in needles)
            ),
            None,
        )
        if found is None:
            rows.append((word(name), "—", Cell(word(mark_term("form", "Not part of this checklist")))))
            continue
        shown = state_text(source, found.state)
        ready = Mark.OK if found.state in _READY else Mark.WARN
        skipped = found.state is RequirementState.NOT_APPLICABLE
        rows.append((word(name), found.code, Cell(shown, None if skipped else ready)))
    return Table(
        [
            column("name", title, 55, bold=True),
            column("code", mark_term("form", "No."), 12, align=Align.CENTER),
            column("state", mark_term("form", "State"), 33, ColumnKind.VERDICT),
        ],
        rows,
        key="attachments",
        title=word(title),
        subtitle=source.words.below(title),
    )
