"""Report of a 4M change 4M 변경신고서: what changes from what to what, why, its risk, its first lot, who approved."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select

from app.changes.four_m import four_m_rules
from app.documents.blocks import Align, Block, Cell, ColumnKind, Fact, KeyValues, Mark, Table
from app.documents.change_facts import acted_line, files_table, needed_text, parts_table, text_blocks
from app.documents.document import Document
from app.documents.source import DocumentSource
from app.documents.warrant_form import OPEN, TICKED
from app.labels import label
from app.texts import mark_term
from models.change import FourMChange
from models.inspection import Inspection
from models.production import Lot
from models.vocab import FourMKind, InspectionState, Meaning, Noun

KIND: Final = "four_m_report"
TITLE: Final = mark_term("form", "4M change report")
SCOPE: Final = "four_m_change"
_ACTS: Final = (
    (Meaning.PREPARED, "four_m_reported"),
    (Meaning.REVIEWED, "four_m_assessed"),
    (Meaning.APPROVED, "four_m_approved"),
)
_MARKS: Final = {InspectionState.PASS: Mark.OK, InspectionState.FAIL: Mark.NG}


def build(source: DocumentSource, entity_id: int) -> Document:
    """Return the report of a 4M change.

    Raises:
        PartproofError: ``documents.no_record``.
    """
    row: FourMChange = source.record(FourMChange, entity_id)
    blocks: list[Block] = [
        KeyValues(_head(source, row)),
        parts_table(source, Noun.FOUR_M_CHANGE, row.id),
        *text_blocks(source, mark_term("form", "Reason"), row.reason),
        _before_and_after(source, row),
        *text_blocks(source, mark_term("form", "Risk and impact review"), row.assessment),
        _first_lot(source, row),
        *text_blocks(source, mark_term("form", "What the first lot showed"), row.trial_result),
        KeyValues(_customer(source, row)),
        files_table(source, Noun.FOUR_M_CHANGE, row.id),
    ]
    return source.document(
        KIND,
        source.words.word(TITLE),
        subtitle=source.words.below(TITLE),
        number=row.number,
        approval=acted_line(source, Noun.FOUR_M_CHANGE, row.id, _ACTS),
        blocks=blocks,
        form=source.form(KIND),
    )


def _head(source: DocumentSource, row: FourMChange) -> list[Fact]:
    fact = source.words.fact
    sort = next((one for one in four_m_rules(source.session) if one.code == row.rule), None)
    named = row.rule if sort is None else sort.title_ko if source.language.code == "ko" else sort.title
    kinds = "   ".join(
        # No line ends between a box and its word.
        f"{TICKED if kind is row.kind else OPEN}{label(source.language, kind)}"
        for kind in FourMKind
    )
    lot = None if row.trial_lot_id is None else source.session.get(Lot, row.trial_lot_id)
    return [
        fact(mark_term("form", "Notice no."), row.number),
        fact(mark_term("form", "Notice date"), source.day(row.created_at)),
        fact(mark_term("form", "What changes"), row.title),
        fact(mark_term("form", "State"), label(source.language, row.state)),
        fact(mark_term("form", "4M kind"), kinds),
        fact(mark_term("form", "Sort"), named),
        fact(mark_term("form", "Operation"), row.operation),
        fact(mark_term("form", "Planned start"), source.day(row.planned_on)),
        fact(mark_term("form", "First lot applied"), lot.number if lot else ""),
        fact(mark_term("form", "In effect from"), source.day(row.effective_on)),
    ]


def _before_and_after(source: DocumentSource, row: FourMChange) -> Table:
    column = source.words.column
    missing = source.words.word(mark_term("form", "Not entered"))
    return Table(
        [
            column("before", mark_term("form", "Before the change"), 50),
            column("after", mark_term("form", "After the change"), 50),
        ],
        [(row.before or missing, row.after or missing)],
        key="before_and_after",
    )


def _first_lot(source: DocumentSource, row: FourMChange) -> Table:
    """Return the inspections of the first lot; without one the row says that nothing was measured."""
    column = source.words.column
    title = mark_term("form", "First-piece inspection of the first lot")
    query = select(Inspection).where(Inspection.lot_id == (row.trial_lot_id or 0)).order_by(Inspection.id)
    rows: list[tuple[Cell | str, ...]] = [
        (
            one.number,
            label(source.language, one.kind),
            source.day(one.work_day),
            str(one.sample_size),
            Cell(label(source.language, one.state), _MARKS.get(one.state, Mark.WARN)),
        )
        for one in source.session.scalars(query)
    ]
    missing = source.words.word(mark_term("form", "Not measured"))
    return Table(
        [
            column("number", mark_term("form", "Inspection"), 26, bold=True),
            column("kind", mark_term("form", "Kind"), 24),
            column("day", mark_term("form", "Work day"), 18, align=Align.CENTER),
            column("samples", mark_term("form", "Samples"), 12, ColumnKind.NUMBER),
            column("state", mark_term("form", "Result"), 20, ColumnKind.VERDICT),
        ],
        rows or [("—", "", "", "", Cell(missing, Mark.WARN))],
        key="first_lot",
        title=source.words.word(title),
        subtitle=source.words.below(title),
    )


def _customer(source: DocumentSource, row: FourMChange) -> list[Fact]:
    fact = source.words.fact
    return [
        fact(mark_term("form", "Customer approval"), needed_text(source, needed=row.customer_needed)),
        fact(mark_term("form", "Customer approval no."), row.customer_approval),
        fact(mark_term("form", "Customer approved on"), source.day(row.customer_approved_on)),
    ]
