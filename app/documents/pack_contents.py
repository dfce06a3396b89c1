"""The table of contents of a pack's PDF: every requirement with its state and the page where it begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.documents.assessment_facts import STATE_MARKS, AssessmentFacts, state_text
from app.documents.blocks import Align, Cell, ColumnKind, Paragraph, Table
from app.documents.document import Document
from app.documents.source import DocumentSource
from app.texts import mark, mark_term
from models.vocab import RequirementState

TITLE: Final = mark_term("form", "Table of contents")


@dataclass(frozen=True)
class ContentsLine:
    """One line.

    Attributes:
        code: Of a requirement; empty for what lies inside its chapter or before all of them.
        title: What begins there.
        state: Of a requirement.
        page: Where it begins, counted from 1.
    """

    code: str
    title: str
    state: RequirementState | None
    page: int


def contents_document(
    source: DocumentSource, facts: AssessmentFacts, lines: Sequence[ContentsLine]
) -> Document:
    """Return the table of contents."""
    column = source.words.column
    table = Table(
        [
            column("code", mark_term("form", "No."), 7, align=Align.CENTER, bold=True),
            column("title", mark_term("form", "Content"), 66),
            column("state", mark_term("form", "State"), 17, ColumnKind.VERDICT),
            column("page", mark_term("form", "Page"), 10, align=Align.RIGHT),
        ],
        [_row(source, line) for line in lines],
        key="contents",
    )
    note = source.say(
        mark("States are those of the moment of issue. Bookmarks of this PDF lead to the same places.")
    )
    return source.document(
        "pack_contents",
        source.words.word(TITLE),
        subtitle=source.words.below(TITLE),
        number=facts.row.number,
        blocks=[table, Paragraph(note, note=True)],
        form=source.form("cover"),
        closed=False,
    )


def _row(source: DocumentSource, line: ContentsLine) -> tuple[Cell | str, ...]:
    title = line.title if line.code or line.state is not None else f"    {line.title}"
    state: Cell | str = ""
    if line.state is not None:
        state = Cell(state_text(source, line.state), STATE_MARKS[line.state])
    return (line.code, title, state, str(line.page))
