"""Assessment report: how far each group of requirements is, drawn and in numbers, what is open, and the findings.

Shares and points are counted from the rows of this moment; nothing is weighted that no scheme weights.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from app.certification.findings import person_rows
from app.certification.queries import DONE, RequirementRow
from app.documents.approvals import empty_line
from app.documents.assessment_facts import (
    STATE_MARKS,
    AssessmentFacts,
    assessment_facts,
    assessment_of,
    not_compared,
    sentences,
    state_text,
)
from app.documents.assessment_result import MOST_AXES, result_blocks
from app.documents.blocks import (
    Align,
    Block,
    Cell,
    Chart,
    ChartKind,
    ColumnKind,
    Fact,
    KeyValues,
    Paragraph,
    Table,
)
from app.documents.document import Document
from app.documents.findings_list import findings_table
from app.documents.source import DocumentSource
from app.texts import mark_term
from models.vocab import RequirementState

KIND: Final = "assessment_report"
TITLE: Final = mark_term("form", "Assessment report")
SCOPE: Final = "assessment"
_NUMBER: Final = ColumnKind.NUMBER
# "1a" and "1b" stand with "1", "8.5.1.2" with "8", "P6.2.1" with "P6".
_FIRST: Final = re.compile(r"[A-Za-z]*[0-9]+")


def build(source: DocumentSource, entity_id: int) -> Document:
    """Return the report of an assessment.

    Raises:
        PartproofError: ``documents.no_record``.
    """
    facts = assessment_of(source, entity_id)
    groups = _groups(facts.requirements)
    blocks: list[Block] = [
        KeyValues([*assessment_facts(source, facts), *_held(source, facts)]),
        *result_blocks(source, facts),
        *_states(source, facts),
        *_by_group(source, groups, _titles(facts)),
        *_scores(source, facts.requirements),
        _open(source, facts),
        findings_table(source, entity_id),
        Paragraph(not_compared(source, facts), note=True),
    ]
    return source.document(
        KIND,
        source.words.word(TITLE),
        subtitle=source.words.below(TITLE),
        number=f"AR-{facts.row.number}",
        approval=empty_line(source),
        blocks=blocks,
        form=source.form(KIND),
    )


def _held(source: DocumentSource, facts: AssessmentFacts) -> list[Fact]:
    """Return when it was held, of what and by whom, as far as that is on record."""
    fact, row = source.words.fact, facts.row
    people = person_rows(source.session, row.id)
    found = (
        (mark_term("form", "Day of the audit"), source.day(row.held_on)),
        (mark_term("form", "Process"), row.process),
        (mark_term("form", "Process steps"), ", ".join(row.steps)),
        (mark_term("form", "Supplier assessed"), row.supplier),
        (
            mark_term("form", "Taking part"),
            "\n".join(f"{one.name} ({one.duty})" if one.duty else one.name for one in people),
        ),
    )
    return [fact(title, value) for title, value in found if value]


def _groups(rows: Sequence[RequirementRow]) -> dict[str, list[RequirementRow]]:
    """Return the requirements by the heading they stand under, else by the first part of their code."""
    found: dict[str, list[RequirementRow]] = {}
    for row in rows:
        first = _FIRST.match(row.code)
        key = row.section or (first.group() if first is not None else row.code)
        found.setdefault(key, []).append(row)
    return found


def _states(source: DocumentSource, facts: AssessmentFacts) -> list[Block]:
    counts = dict.fromkeys(RequirementState, 0)
    for row in facts.requirements:
        counts[row.state] += 1
    column = source.words.column
    title = mark_term("form", "Requirements by state")
    table = Table(
        [
            column("state", mark_term("form", "State"), 60, ColumnKind.VERDICT),
            column("count", mark_term("form", "Requirements"), 40, _NUMBER),
        ],
        [
            # What there is none of is no warning.
            (Cell(state_text(source, state), STATE_MARKS[state] if count else None), str(count))
            for state, count in counts.items()
        ],
        key="states",
        title=source.words.word(title),
        subtitle=source.words.below(title),
    )
    caption = source.words.word(title)
    return [table, Chart(ChartKind.BARS, caption, "states", "state", ("count",))]


def _titles(facts: AssessmentFacts) -> dict[str, tuple[str, str]]:
    """Return the headings of the checklist by code, in English and Korean."""
    sections = facts.template.content.get("sections", ())
    return {str(one["code"]): (str(one["title"]), str(one["title_ko"])) for one in sections}


def _by_group(
    source: DocumentSource, groups: dict[str, list[RequirementRow]], titles: dict[str, tuple[str, str]]
) -> list[Block]:
    column = source.words.column
    title = mark_term("form", "Settled by group")
    korean = source.language.code == "ko"
    rows = []
    for key, members in groups.items():
        own = next(((row.title, row.title_ko) for row in members if row.code == key), ("", ""))
        name = titles.get(key, own)[korean]
        done = sum(row.state in DONE for row in members)
        share = (Decimal(100 * done) / len(members)).quantize(Decimal("0.1"), ROUND_HALF_UP)
        check = "=ROUND(100*{done}/{all},1)"
        rows.append((key, name, str(len(members)), str(done), Cell(str(share), formula=check)))
    table = Table(
        [
            column("group", mark_term("form", "Group"), 12, bold=True),
            column("name", mark_term("form", "Requirement"), 43),
            column("all", mark_term("form", "Requirements"), 15, _NUMBER),
            column("done", mark_term("form", "Settled"), 15, _NUMBER),
            column("share", mark_term("form", "Settled (%)"), 15, _NUMBER),
        ],
        rows,
        key="groups",
        title=source.words.word(title),
        subtitle=source.words.below(title),
    )
    kind = ChartKind.RADAR if 3 <= len(groups) <= MOST_AXES else ChartKind.BARS
    caption = source.words.word(mark_term("form", "Settled (%)"))
    named = kind is ChartKind.RADAR and all(row[1] for row in rows)
    return [table, Chart(kind, caption, "groups", "name" if named else "group", ("share",), highest=100)]


def _scores(source: DocumentSource, requirements: Sequence[RequirementRow]) -> list[Block]:
    """Return the points that auditors gave, where the scheme has some."""
    given = [(row, score) for row in requirements for score in row.scores]
    if not given:
        return []
    column = source.words.column
    title = mark_term("form", "Scores")
    by_step = any(score.step for _, score in given)
    rows = [
        (
            row.code,
            row.title_ko if source.language.code == "ko" else row.title,
            *([score.step] if by_step else []),
            score.not_evaluated if score.points is None else str(score.points),
        )
        for row, score in given
    ]
    return [
        Table(
            [
                column("code", mark_term("form", "No."), 10, align=Align.CENTER, bold=True),
                column("title", mark_term("form", "Requirement"), 50 if by_step else 70),
                *([column("step", mark_term("form", "Process step"), 20)] if by_step else []),
                column("points", mark_term("form", "Points"), 20, _NUMBER),
            ],
            rows,
            key="scores",
            title=source.words.word(title),
            subtitle=source.words.below(title),
        )
    ]


def _open(source: DocumentSource, facts: AssessmentFacts) -> Table:
    column = source.words.column
    title = mark_term("form", "What is open")
    rows = [
        (
            row.code,
            row.title_ko if source.language.code == "ko" else row.title,
            Cell(state_text(source, row.state), STATE_MARKS[row.state]),
            sentences(source, row.reasons),
            row.owner,
            source.day(row.due_on),
        )
        for row in facts.requirements
        if row.state not in DONE
    ]
    return Table(
        [
            column("code", mark_term("form", "No."), 7, align=Align.CENTER, bold=True),
            column("title", mark_term("form", "Requirement"), 29),
            column("state", mark_term("form", "State"), 12, ColumnKind.VERDICT),
            column("reason", mark_term("form", "Why"), 28),
            column("owner", mark_term("form", "Responsible"), 12),
            column("due", mark_term("form", "Due"), 12, align=Align.CENTER),
        ],
        rows,
        key="open",
        title=source.words.word(title),
        subtitle=source.words.below(title),
    )
