"""The lists below the results table: gauges with calibrations, how values came in, nonconformances, every reading.

Reads finished rows and formats them; counts apart what came in apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from app.documents.blocks import Align, Block, Cell, ColumnKind, Fact, KeyValues, Mark, Table
from app.documents.inspection_facts import InspectionFacts, ReadingFacts
from app.documents.source import DocumentSource
from app.drawings.queries import CharacteristicRow
from app.inspection.queries import InspectionSheet
from app.labels import label
from app.nonconformance.queries import found_readings, nonconformance_rows
from app.nonconformance.wording import dispositions_line
from app.texts import mark, mark_term
from models.types import decimal_text
from models.vocab import CalibrationResult, EntryMode, Verdict

_NUMBER: Final = ColumnKind.NUMBER
_VERDICT: Final = ColumnKind.VERDICT
_MARKS: Final = {Verdict.OK: None, Verdict.NG: Mark.NG, Verdict.NOT_JUDGED: Mark.WARN}


def gauges_used(source: DocumentSource, facts: InspectionFacts) -> Table:
    """Return the gauges with the calibration that each reading was taken under."""
    column = source.words.column
    rows: list[tuple[Cell | str, ...]] = []
    for used in facts.gauges:
        gauge, calibration = used.gauge, used.calibration
        resolution = f"{decimal_text(gauge.resolution)} {gauge.unit}".strip()
        start = (gauge.number, gauge.name, gauge.maker, gauge.serial_number, resolution)
        if calibration is None:
            missing = source.words.word(mark_term("form", "Not entered"))
            rows.append((*start, missing, "", "", "", Cell(missing, Mark.WARN)))
            continue
        passed = calibration.result is CalibrationResult.PASS
        rows.append(
            (
                *start,
                calibration.certificate,
                calibration.laboratory,
                source.day(calibration.done_on),
                source.day(calibration.due_on),
                Cell(label(source.language, calibration.result), Mark.OK if passed else Mark.NG),
            )
        )
    title = mark_term("form", "Gauges and calibrations")
    return Table(
        [
            column("number", mark_term("form", "Gauge no."), 9, bold=True),
            column("name", mark_term("form", "Name"), 18),
            column("maker", mark_term("form", "Maker"), 11),
            column("serial", mark_term("form", "Serial no."), 12),
            column("resolution", mark_term("form", "Resolution"), 9),
            column("certificate", mark_term("form", "Certificate no."), 15),
            column("laboratory", mark_term("form", "Laboratory"), 13),
            column("done", mark_term("form", "Calibrated"), 9, align=Align.CENTER),
            column("due", mark_term("form", "Calibration due"), 9, align=Align.CENTER),
            column("result", mark_term("form", "Result"), 8, _VERDICT),
        ],
        rows,
        key="gauges",
        title=source.words.word(title),
        subtitle=source.words.below(title),
    )


def entry_modes(source: DocumentSource, sheet: InspectionSheet) -> list[Block]:
    """Return how many of the holding values came in which way, with their shares; none is left out."""
    total = sum(sheet.modes.values())
    facts = []
    for mode in EntryMode:
        count = sheet.modes.get(mode, 0)
        share = Decimal(100 * count) / total if total else Decimal(0)
        shown = f"{count} ({share.quantize(Decimal('0.1'))} %)"
        facts.append(Fact(label(source.language, mode), shown, source.words.label_below(mode)))
    facts.append(source.words.fact(mark_term("form", "All values"), str(total)))
    return [
        source.words.heading(mark_term("form", "How the values came in"), 2),
        KeyValues(facts, columns=3),
    ]


def nonconformance_list(source: DocumentSource, inspection_id: int) -> list[Block]:
    """Return the nonconformances of an inspection, or nothing where there are none."""
    found = nonconformance_rows(source.session, inspection_id=inspection_id)
    if not found:
        return []
    column = source.words.column
    rows = [
        (
            row.number,
            row.title,
            label(source.language, row.state),
            row.lot_number + (f" · {label(source.language, row.lot_state)}" if row.lot_state else ""),
            dispositions_line(source.language, row) or source.words.word(mark_term("form", "Not decided")),
            ", ".join(
                f"{one.balloon}-{one.sample}: {one.value or one.attribute} {one.unit}".strip()
                for one in found_readings(source.session, row.id)
            ),
        )
        for row in reversed(found)
    ]
    title = mark_term("form", "Nonconformances")
    return [
        Table(
            [
                column("number", mark_term("form", "NC no."), 12, bold=True),
                column("title", mark_term("form", "What was found"), 28),
                column("state", mark_term("form", "State"), 10),
                column("lot", mark_term("form", "Lot no."), 15),
                column("disposition", mark_term("form", "Disposition"), 17),
                column("readings", mark_term("form", "Readings (balloon-sample)"), 18),
            ],
            rows,
            key="nonconformances",
            title=source.words.word(title),
            subtitle=source.words.below(title),
        )
    ]


def reading_list(
    source: DocumentSource, facts: InspectionFacts, characteristics: Sequence[CharacteristicRow]
) -> Table:
    """Return every reading in the order it was stored, also those replaced or taken back."""
    numbers = {row.id: row.number for row in characteristics}
    column = source.words.column
    title = mark_term("form", "All readings")
    return Table(
        [
            column("id", mark_term("form", "Reading ID"), 6, align=Align.CENTER),
            column("no", mark_term("form", "Balloon"), 5, align=Align.CENTER),
            column("sample", mark_term("form", "Sample"), 5, _NUMBER),
            column("value", mark_term("form", "Value"), 8, _NUMBER),
            column("unit", mark_term("form", "Unit"), 5, align=Align.CENTER),
            column("verdict", mark_term("form", "Verdict"), 8, _VERDICT),
            column("mode", mark_term("form", "Entry"), 7, align=Align.CENTER),
            column("gauge", mark_term("form", "Gauge no."), 9),
            column("operator", mark_term("form", "Measured by"), 9),
            column("at", mark_term("form", "Measured at"), 15, align=Align.CENTER),
            column("note", mark_term("form", "Remarks"), 23),
        ],
        [_reading(source, entry, numbers.get(entry.row.characteristic_id, "")) for entry in facts.readings],
        key="readings",
        title=source.words.word(title),
        subtitle=source.words.below(title),
        own_sheet=True,
    )


def _reading(source: DocumentSource, entry: ReadingFacts, balloon: str) -> tuple[Cell | str, ...]:
    row = entry.row
    value = decimal_text(row.value) if row.value is not None else ""
    verdict = Cell(label(source.language, row.verdict), _MARKS[row.verdict])
    if not value:
        value = label(source.language, Verdict(row.attribute.lower())) if row.attribute else ""
    return (
        str(row.id),
        balloon,
        str(row.sample),
        value,
        row.unit,
        verdict,
        label(source.language, row.mode),
        entry.gauge,
        entry.operator,
        source.second(row.measured_at),
        _remark(source, entry),
    )


def _remark(source: DocumentSource, entry: ReadingFacts) -> str:
    parts = [entry.row.reason]
    if entry.row.corrects_id is not None:
        parts.append(source.say(mark("replaces #{id}"), id=entry.row.corrects_id))
    if not entry.holds:
        ended = entry.ended_by
        if ended is None or ended.undone:
            parts.append(source.words.word(mark_term("form", "Taken back")))
        else:
            parts.append(source.say(mark("replaced by #{id}"), id=ended.id))
    return " · ".join(part for part in parts if part)
