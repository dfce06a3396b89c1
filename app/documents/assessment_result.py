"""The result of a scored assessment on paper: points by field with their radar, total, pass mark, downgrading.

Prints what the scheme's rules computed from the points that were given; where nothing was given nothing is printed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from app.certification.findings import Result, ResultLine, result_of
from app.documents.assessment_facts import AssessmentFacts
from app.documents.blocks import (
    Align,
    Block,
    Cell,
    Chart,
    ChartKind,
    ColumnKind,
    Fact,
    KeyValues,
    Mark,
    Table,
)
from app.documents.source import DocumentSource
from app.texts import mark, mark_term
from models.types import decimal_text

# More axes than these cannot be read on a radar.
MOST_AXES: Final = 14
_NUMBER: Final = ColumnKind.NUMBER
# A process element of VDA 6.3; sub-elements and process steps stand in a table of their own.
_ELEMENT: Final = re.compile(r"P[0-9]+")
_WORDS: Final = {
    "passed": (mark_term("form", "Passed"), Mark.OK),
    "failed": (mark_term("form", "Failed"), Mark.NG),
    "A": ("A", Mark.OK),
    "B": ("B", Mark.WARN),
    "C": ("C", Mark.NG),
}


def result_blocks(source: DocumentSource, facts: AssessmentFacts) -> list[Block]:
    """Return the result with its pictures, or nothing where the checklist gives no points or none were given."""
    result = result_of(source.session, facts.row.id, facts.requirements)
    if result is None or result.total is None:
        return []
    title = mark_term("form", "Result of the assessment")
    head: list[Block] = [source.words.heading(title, 2), KeyValues(_facts(source, result))]
    first = [line for line in result.lines if result.kind != "vda63" or _ELEMENT.fullmatch(line.code)]
    further = [line for line in result.lines if line not in first]
    blocks = [*head, *_lines(source, "result", mark_term("form", "Points by field"), first)]
    if further:
        blocks += _lines(source, "steps", mark_term("form", "Sub-elements and process steps"), further)
    return blocks


def _facts(source: DocumentSource, result: Result) -> list[Fact]:
    fact = source.words.fact
    assert result.total is not None  # asked before
    total = f"{decimal_text(result.total)} / {result.full}"
    word, verdict = _WORDS.get(result.grade, ("", None))
    shown = source.words.word(word) if word in ("Passed", "Failed") else word
    undecided = source.words.word(mark_term("form", "Not decided"))
    facts = [
        fact(mark_term("form", "Points given"), total),
        fact(mark_term("form", "Result"), shown or undecided, verdict),
    ]
    if result.pass_mark is not None:
        facts.append(fact(mark_term("form", "Pass mark"), str(result.pass_mark)))
    if result.downgrades:
        why = ", ".join(dict.fromkeys(what for _, what in result.downgrades))
        text = source.say(mark("from {grade} because of {why}"), grade=result.by_points, why=why)
        facts.append(fact(mark_term("form", "Downgraded"), text))
    if result.incomplete:
        facts.append(fact(mark_term("form", "Not evaluated"), ", ".join(result.incomplete), Mark.WARN))
    return facts


def _lines(source: DocumentSource, key: str, title: str, lines: Sequence[ResultLine]) -> list[Block]:
    column = source.words.column
    korean = source.language.code == "ko"
    table = Table(
        [
            column("code", mark_term("form", "No."), 10, align=Align.CENTER, bold=True),
            column("title", mark_term("form", "Field"), 45),
            column("got", mark_term("form", "Points given"), 15, _NUMBER),
            column("full", mark_term("form", "Points possible"), 15, _NUMBER),
            column("share", mark_term("form", "Share (%)"), 15, _NUMBER),
        ],
        [(line.code, line.title_ko if korean else line.title, *_share(line)) for line in lines],
        key=key,
        title=source.words.word(title),
        subtitle=source.words.below(title),
    )
    kind = ChartKind.RADAR if 3 <= len(lines) <= MOST_AXES else ChartKind.BARS
    caption = source.words.word(mark_term("form", "Share (%)"))
    # A radar has room for the names; the bars of many sub-elements go by their codes.
    named = kind is ChartKind.RADAR and all(line.title_ko if korean else line.title for line in lines)
    return [table, Chart(kind, caption, key, "title" if named else "code", ("share",), highest=100)]


def _share(line: ResultLine) -> tuple[str, str, Cell]:
    share = Decimal(0) if not line.possible else 100 * line.got / line.possible
    return (
        decimal_text(line.got),
        str(line.possible),
        Cell(
            str(share.quantize(Decimal("0.1"), ROUND_HALF_UP)),
            formula="=ROUND(100*{got}/{full},1)" if line.possible else None,
        ),
    )
