"""Gauge register 계측기 관리대장 of the plant on the day of issue, with the last calibration of each gauge."""

from __future__ import annotations

from typing import Final

from app.documents.approvals import empty_line
from app.documents.blocks import Align, Cell, ColumnKind, Fact, KeyValues, Mark, Table
from app.documents.document import Document, Paper
from app.documents.source import DocumentSource
from app.gauges.queries import GaugeRow, calibration_rows, gauge_rows
from app.labels import label
from app.texts import mark_term
from models.rules.calibration import USABLE, GaugeCondition
from models.types import decimal_text
from models.vocab import CalibrationResult

KIND: Final = "gauge_register"
TITLE: Final = mark_term("form", "Gauge register")
SCOPE: Final = "plant"
_CONDITIONS: Final = {
    GaugeCondition.ACTIVE: mark_term("form", "In use"),
    GaugeCondition.DUE_SOON: mark_term("form", "Due soon"),
    GaugeCondition.OVERDUE: mark_term("form", "Overdue"),
    GaugeCondition.NOT_CALIBRATED: mark_term("form", "Not calibrated"),
    GaugeCondition.OUT_OF_TOLERANCE: mark_term("form", "Out of tolerance"),
    GaugeCondition.REPAIR: mark_term("form", "In repair"),
    GaugeCondition.RETIRED: mark_term("form", "Scrapped"),
}


def build(source: DocumentSource, entity_id: int) -> Document:
    """Return the register; ``entity_id`` is that of no record."""
    rows = gauge_rows(source.session, day=source.settings.local(source.issue.issued_at).date())
    fact = source.words.fact
    facts: list[Fact] = [
        fact(mark_term("form", "As of"), source.day(source.issue.issued_at)),
        fact(mark_term("form", "Gauges"), str(len(rows))),
    ]
    return source.document(
        KIND,
        source.words.word(TITLE),
        subtitle=source.words.below(TITLE),
        number=f"GR-{source.day(source.issue.issued_at)}",
        approval=empty_line(source),
        blocks=[KeyValues(facts), _table(source, rows)],
        form=source.form(KIND, paper=Paper.A3, landscape=True),
    )


def _table(source: DocumentSource, rows: tuple[GaugeRow, ...]) -> Table:
    column = source.words.column
    return Table(
        [
            column("no", mark_term("form", "Gauge no."), 8, bold=True),
            column("name", mark_term("form", "Gauge name"), 14),
            column("model", mark_term("form", "Range / resolution"), 13),
            column("maker", mark_term("form", "Maker"), 10),
            column("serial", mark_term("form", "Serial no."), 10),
            column("cycle", mark_term("form", "Interval (months)"), 6, ColumnKind.NUMBER),
            column("last", mark_term("form", "Calibrated"), 8, align=Align.CENTER),
            column("next", mark_term("form", "Calibration due"), 8, align=Align.CENTER),
            column("body", mark_term("form", "Laboratory"), 12),
            column("cert", mark_term("form", "Certificate no."), 12),
            column("result", mark_term("form", "Result"), 7, ColumnKind.VERDICT),
            column("state", mark_term("form", "State"), 9, ColumnKind.VERDICT),
            column("remark", mark_term("form", "Remarks"), 12),
        ],
        [_row(source, row) for row in rows],
        key="gauges",
    )


def _row(source: DocumentSource, row: GaugeRow) -> tuple[Cell | str, ...]:
    last = next(
        (one for one in calibration_rows(source.session, row.id) if one.id == row.calibration_id), None
    )
    none = source.words.word(mark_term("form", "Not entered"))
    unit = f" {row.unit}" if row.unit else ""
    span = f"{decimal_text(row.range_low)}–{decimal_text(row.range_high)}{unit}"
    result: Cell | str = Cell(none, Mark.WARN)
    if last is not None:
        passed = last.result is CalibrationResult.PASS
        result = Cell(label(source.language, last.result), Mark.OK if passed else Mark.NG)
    shown = source.words.word(_CONDITIONS[row.condition])
    usable = row.condition in USABLE
    return (
        row.number,
        row.name,
        f"{span} / {decimal_text(row.resolution)}{unit}",
        row.maker or none,
        row.serial_number or none,
        str(row.interval_months),
        source.day(last.done_on) if last else none,
        source.day(last.due_on) if last else none,
        (last.laboratory if last else "") or none,
        (last.certificate if last else "") or none,
        result,
        Cell(shown, Mark.OK if usable else Mark.WARN),
        "" if row.kind == row.name else row.kind,
    )
