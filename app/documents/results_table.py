"""The table of a dimensional results sheet: one row per balloon, one column per sample, verdict by the limits.

Numbers are texts as recorded; the workbook gets checking formulas beside them, never instead of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.documents.blocks import Align, Cell, Column, ColumnKind, Mark, Table
from app.documents.document import Paper
from app.documents.inspection_facts import InspectionFacts
from app.documents.source import DocumentSource
from app.documents.wording import NOT_MEASURED
from app.drawings.queries import CharacteristicRow
from app.inspection.queries import InspectionSheet, SheetCell, SheetRow
from app.labels import label
from app.texts import mark, mark_term
from models.types import decimal_text
from models.vocab import Special, Verdict

# So many samples stand beside each other in one table.
_MOST_ON: Final = {Paper.A4: 6, Paper.A3: 14}
_NUMBER: Final = ColumnKind.NUMBER
_TABLE: Final = "results"


@dataclass(frozen=True)
class RowResult:
    """What a balloon's cells say together: its mark and the verdict, or None while something is missing."""

    mark: Mark
    verdict: Verdict | None


def result_of(cells: Sequence[SheetCell]) -> RowResult:
    """Return the result of a row: one NG makes it NG; nothing missing and all judged makes it OK."""
    verdicts = [cell.verdict for cell in cells if cell.verdict is not None]
    if Verdict.NG in verdicts:
        return RowResult(Mark.NG, Verdict.NG)
    if any(cell.required and cell.verdict is None for cell in cells) or not verdicts:
        return RowResult(Mark.WARN, None)
    if Verdict.NOT_JUDGED in verdicts:
        return RowResult(Mark.WARN, Verdict.NOT_JUDGED)
    return RowResult(Mark.OK, Verdict.OK)


def results_tables(
    source: DocumentSource,
    sheet: InspectionSheet,
    characteristics: Sequence[CharacteristicRow],
    facts: InspectionFacts,
    paper: Paper | None = None,
) -> Iterator[Table]:
    """Yield the results, in several tables when there are more samples than fit beside each other.

    Args:
        source: What documents are made of.
        sheet: The inspection.
        characteristics: Of its drawing.
        facts: Of the inspection.
        paper: What the plant prints it on; None lets the samples decide.
    """
    size = sheet.head.sample_size
    most = _MOST_ON[paper or (Paper.A4 if size <= _MOST_ON[Paper.A4] else Paper.A3)]
    by_id = {row.id: row for row in characteristics}
    for part, start in enumerate(range(0, size, most)):
        samples = range(start, min(start + most, size))
        rows = [_row(source, row, by_id[row.characteristic_id], facts, samples) for row in sheet.rows]
        title = source.words.word(mark_term("form", "Measured results"))
        if size > most:
            title = source.say(
                mark("{title}, samples {first} to {last}"),
                title=title,
                first=samples[0] + 1,
                last=samples[-1] + 1,
            )
        yield Table(
            _columns(source, samples),
            rows,
            key=_TABLE if part == 0 else f"{_TABLE}{part + 1}",
            title=title,
            subtitle=source.words.below(mark_term("form", "Measured results")),
        )


def _columns(source: DocumentSource, samples: range) -> list[Column]:
    column = source.words.column
    limits = mark_term("form", "Limits")
    measured = mark_term("form", "Measured values")
    return [
        column("no", mark_term("form", "Balloon"), 6, align=Align.CENTER, bold=True),
        column("kind", mark_term("form", "Characteristic"), 9),
        column("specification", mark_term("form", "Specification"), 12),
        column("nominal", mark_term("form", "Nominal"), 6, _NUMBER),
        column("tolerance", mark_term("form", "Tolerance"), 7, align=Align.RIGHT),
        column("lower", mark_term("form", "Lower"), 6, _NUMBER, group=limits),
        column("upper", mark_term("form", "Upper"), 6, _NUMBER, group=limits),
        column("unit", mark_term("form", "Unit"), 4, align=Align.CENTER),
        column("special", mark_term("form", "SC"), 4, align=Align.CENTER),
        column("gauge", mark_term("form", "Gauge"), 7),
        *(
            Column(
                f"x{sample + 1}",
                str(sample + 1),
                7,
                _NUMBER,
                group=source.words.word(measured),
                group_subtitle=source.words.below(measured),
            )
            for sample in samples
        ),
        column("max", mark_term("form", "Max."), 6, _NUMBER),
        column("min", mark_term("form", "Min."), 6, _NUMBER),
        column("result", mark_term("form", "Result"), 7, ColumnKind.VERDICT),
        column("nonconformance", mark_term("form", "NC no."), 9.5, align=Align.CENTER),
    ]


def _row(
    source: DocumentSource,
    row: SheetRow,
    characteristic: CharacteristicRow,
    facts: InspectionFacts,
    samples: range,
) -> list[Cell | str]:
    cells = [row.cells[index] for index in samples]
    highest, lowest = _extremes(cells, samples)
    special = row.special_symbol
    if not special and row.special is not Special.NONE:
        special = label(source.language, row.special)
    return [
        row.number,
        label(source.language, row.kind),
        row.specification,
        exact_or_empty(row.nominal),
        _tolerance(characteristic),
        exact_or_empty(row.lower_limit),
        exact_or_empty(row.upper_limit),
        row.unit,
        special,
        facts.gauges_of(row.characteristic_id),
        *(_value(source, cell) for cell in cells),
        highest,
        lowest,
        _verdict(source, row, cells),
        "\n".join(facts.nonconformances.get(row.characteristic_id, ())),
    ]


def _value(source: DocumentSource, cell: SheetCell) -> Cell:
    if cell.verdict is None:
        return Cell(source.words.word(NOT_MEASURED), Mark.WARN) if cell.required else Cell("—")
    text = cell.value or label(source.language, Verdict(cell.attribute.lower()))
    if cell.verdict is Verdict.NG:
        return Cell(text, Mark.NG)
    return Cell(text, Mark.WARN) if cell.verdict is Verdict.NOT_JUDGED else Cell(text)


def _extremes(cells: Sequence[SheetCell], samples: range) -> tuple[Cell, Cell]:
    """Return the largest and smallest value as recorded, each with the formula that finds it again."""
    values = [cell.value for cell in cells if cell.value]
    if not values:
        return Cell(""), Cell("")
    names = ",".join(f"{{x{sample + 1}}}" for sample in samples)
    highest, lowest = max(values, key=Decimal), min(values, key=Decimal)
    return Cell(highest, formula=f"=MAX({names})"), Cell(lowest, formula=f"=MIN({names})")


def _verdict(source: DocumentSource, row: SheetRow, cells: Sequence[SheetCell]) -> Cell:
    result = result_of(cells)
    text = (
        source.words.word(NOT_MEASURED) if result.verdict is None else label(source.language, result.verdict)
    )
    checks = []
    if any(cell.value for cell in cells):
        checks += ["{min}>={lower}"] if row.lower_limit is not None else []
        checks += ["{max}<={upper}"] if row.upper_limit is not None else []
    return Cell(text, result.mark, f"=AND({','.join(checks)})" if checks else None)


def exact_or_empty(value: Decimal | None) -> str:
    """Return a decimal as recorded, or an empty text for none."""
    return "" if value is None else decimal_text(value)


def _tolerance(row: CharacteristicRow) -> str:
    """Return the deviations as a drawing stacks them: upper above lower, or ± where they mirror each other."""
    upper, lower = row.upper_tolerance, row.lower_tolerance
    if upper is not None and lower is not None and upper == -lower and upper != 0:
        return f"±{decimal_text(upper)}"
    return "\n".join(_signed(value) for value in (upper, lower) if value is not None)


def _signed(value: Decimal) -> str:
    return f"+{decimal_text(value)}" if value > 0 else decimal_text(value)
