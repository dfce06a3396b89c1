"""What a sheet's title block offers for a document, and where sheet and record, or block and table, disagree.

Proposes only: nothing read here is stored without a person taking it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.drawings.page_lines import lines_of
from app.drawings.page_title_block import TitleField, TitleProposal, TitleSource, title_proposals
from app.drawings.pages import PageSource, open_pages, page_text
from app.texts import mark
from app.unit_of_work import number_key

_PAGES: Final = 4


@dataclass(frozen=True)
class Contradiction:
    """Two statements that cannot both be right.

    Attributes:
        field: What they speak of.
        message: English source with the placeholders ``one`` and ``two``.
        one: The first value.
        two: The second.
    """

    field: TitleField
    message: str
    one: str
    two: str


@dataclass(frozen=True)
class TitleReading:
    """What the first pages of a sheet say of it.

    Attributes:
        proposals: By field, the values offered, best first.
        contradictions: Of the sheet with itself.
        mm_per_point: Real millimetres of one point by the scale stated; None where none is or several are.
    """

    proposals: dict[TitleField, tuple[str, ...]]
    contradictions: tuple[Contradiction, ...]
    mm_per_point: float | None = None

    def first(self, field: TitleField) -> str:
        """Return the best value offered for a field, or nothing."""
        return next(iter(self.proposals.get(field, ())), "")


BLOCK_AND_TABLE: Final = {
    TitleField.REVISION: mark("The title block says revision {one}, the revision table {two}."),
    TitleField.DATE: mark("The title block says {one}, the revision table {two}."),
}
SHEETS_DIFFER: Final = mark("One sheet says {one}, another {two}.")
NOT_THIS_NUMBER: Final = mark("The sheet says number {one}; this document is {two}.")
NOT_THIS_REVISION: Final = mark("The sheet says revision {one}; this one is {two}.")


def read_title(source: PageSource) -> TitleReading:
    """Read the title blocks of a drawing's first pages.

    Raises:
        PartproofError: Those of ``open_pages``.
    """
    pages = open_pages(source).pages[:_PAGES]
    found: list[TitleProposal] = []
    sheets: list[list[TitleProposal]] = []
    for index, page in enumerate(pages):
        offered = list(title_proposals(lines_of(page_text(source, index)), page))
        sheets.append(offered)
        found += offered
    proposals = {
        field: tuple(dict.fromkeys(_tidy(p.value) for p in _blocks_first(found) if p.field is field))
        for field in TitleField
    }
    kept = {field: values for field, values in proposals.items() if values}
    return TitleReading(kept, _contradictions(sheets), real_length(kept.get(TitleField.SCALE, ())))


def against_record(reading: TitleReading, number: str, label: str) -> tuple[Contradiction, ...]:
    """Return where a sheet says another number or revision than the document it is attached to."""
    found: list[Contradiction] = []
    numbers, revisions = (
        reading.proposals.get(field, ()) for field in (TitleField.NUMBER, TitleField.REVISION)
    )
    if numbers and all(number_key(value) != number_key(number) for value in numbers):
        found.append(Contradiction(TitleField.NUMBER, NOT_THIS_NUMBER, numbers[0], number))
    if revisions and all(_revision_key(value) != _revision_key(label) for value in revisions):
        found.append(Contradiction(TitleField.REVISION, NOT_THIS_REVISION, revisions[0], label))
    return tuple(found)


def real_length(scales: Sequence[str]) -> float | None:
    """Return the real millimetres of a point of paper by the one scale stated, e.g. ``1:2`` or ``5 : 1``."""
    ratios = set()
    for scale in scales:
        paper, _, real = scale.replace(" ", "").partition(":")
        if paper.isdigit() and real.isdigit() and int(paper) and int(real):
            ratios.add(int(real) / int(paper))
    return ratios.pop() * 25.4 / 72 if len(ratios) == 1 else None


def _blocks_first(found: Sequence[TitleProposal]) -> list[TitleProposal]:
    return sorted(found, key=lambda proposal: proposal.source is not TitleSource.BLOCK)


def _contradictions(sheets: Sequence[Sequence[TitleProposal]]) -> tuple[Contradiction, ...]:
    rows: list[Contradiction] = []
    every = [proposal for sheet in sheets for proposal in sheet]
    for field, message in BLOCK_AND_TABLE.items():
        block = {_tidy(p.value) for p in every if p.field is field and p.source is TitleSource.BLOCK}
        table = {_tidy(p.value) for p in every if p.field is field and p.source is TitleSource.REVISION_TABLE}
        if field is TitleField.REVISION and block and table:
            keys = {_revision_key(value) for value in block}
            if not keys & {_revision_key(value) for value in table}:
                rows.append(
                    Contradiction(field, message, " / ".join(sorted(block)), " / ".join(sorted(table)))
                )
    for field in (TitleField.NUMBER, TitleField.REVISION, TitleField.DATE):
        values = [
            {_tidy(p.value) for p in sheet if p.field is field and p.source is TitleSource.BLOCK}
            for sheet in sheets
        ]
        stated = [value for value in values if value]
        if len(stated) > 1 and not set.intersection(*stated):
            shown = sorted(set.union(*stated))
            rows.append(Contradiction(field, SHEETS_DIFFER, shown[0], ", ".join(shown[1:]) or shown[0]))
    return tuple(rows)


def _tidy(value: str) -> str:
    return " ".join(value.split())


def _revision_key(value: str) -> str:
    return number_key(value).removeprefix("rev").strip(" .")
