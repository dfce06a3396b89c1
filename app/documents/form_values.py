"""What can be put into a customer's form of an inspection: its fields, and one row per characteristic.

Every value is a text as the other documents print it; a gap says so and nothing is invented.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.certification.hashes import inspection_hash
from app.documents.approvals import finished_line
from app.documents.inspection_facts import inspection_facts
from app.documents.part_facts import part_of
from app.documents.results_table import exact_or_empty, result_of
from app.documents.source import DocumentSource
from app.documents.wording import NOT_ENTERED, NOT_MEASURED
from app.drawings.queries import characteristic_rows, document_revision_head
from app.inspection.queries import SheetCell, SheetRow, inspection_sheet
from app.labels import label
from app.texts import mark_term
from models.inspection import Inspection
from models.production import Lot
from models.types import decimal_text
from models.vocab import Verdict

# Field code → what people call it (marked under "form"); codes are kept with the form and never change.
FIELDS: Final = {
    "number": mark_term("form", "Issue number"),
    "issue": mark_term("form", "Issue count"),
    "issued_on": mark_term("form", "Issued on"),
    "supplier": mark_term("form", "Supplier"),
    "supplier_code": mark_term("form", "Supplier code"),
    "customer": mark_term("form", "Customer"),
    "part_number": mark_term("form", "Part no."),
    "part_name": mark_term("form", "Part name"),
    "customer_part_number": mark_term("form", "Customer part no."),
    "vehicle": mark_term("form", "Vehicle / project"),
    "revision": mark_term("form", "Revision"),
    "engineering_order": mark_term("form", "Engineering change"),
    "material": mark_term("form", "Material"),
    "drawing_number": mark_term("form", "Drawing no."),
    "drawing_revision": mark_term("form", "Drawing revision"),
    "lot_number": mark_term("form", "Lot no."),
    "lot_quantity": mark_term("form", "Lot quantity"),
    "heat_number": mark_term("form", "Heat no."),
    "order_number": mark_term("form", "Work order"),
    "inspection_number": mark_term("form", "Inspection"),
    "inspection_kind": mark_term("form", "Kind"),
    "inspected_on": mark_term("form", "Inspected on"),
    "sample_size": mark_term("form", "Samples"),
    "inspectors": mark_term("form", "Measured by"),
    "overall": mark_term("form", "Overall result"),
    "prepared_by": mark_term("form", "Prepared by (name)"),
    "prepared_on": mark_term("form", "Prepared on"),
    "reviewed_by": mark_term("form", "Reviewed by (name)"),
    "reviewed_on": mark_term("form", "Reviewed on"),
    "approved_by": mark_term("form", "Approved by (name)"),
    "approved_on": mark_term("form", "Approved on"),
    "page": mark_term("form", "Page number"),
    "pages": mark_term("form", "Number of pages"),
}
ROW_FIELDS: Final = {
    "no": mark_term("form", "Balloon"),
    "kind": mark_term("form", "Characteristic"),
    "specification": mark_term("form", "Specification"),
    "nominal": mark_term("form", "Nominal"),
    "lower": mark_term("form", "Lower limit"),
    "upper": mark_term("form", "Upper limit"),
    "unit": mark_term("form", "Unit"),
    "special": mark_term("form", "SC"),
    "method": mark_term("form", "Inspection method"),
    "gauge": mark_term("form", "Gauge"),
    "max": mark_term("form", "Max."),
    "min": mark_term("form", "Min."),
    "result": mark_term("form", "Result"),
}
# x1, x2 … are the samples; as many as the form has columns for.
SAMPLE: Final = "x"
MOST_SAMPLES: Final = 50


def known_row_field(code: str) -> bool:
    """Say whether a code names something of a row."""
    sample = code[1:] if code.startswith(SAMPLE) else ""
    known = sample.isdigit() and sample.isascii() and not sample.startswith("0")
    return code in ROW_FIELDS or (known and len(sample) < 3 and int(sample) <= MOST_SAMPLES)


@dataclass(frozen=True)
class FormValues:
    """Texts by field, and by row in the order of the balloons."""

    fields: Mapping[str, str]
    rows: Sequence[Mapping[str, str]]


def form_values(source: DocumentSource, inspection_id: int, number: str, issue: int) -> FormValues:
    """Return what an inspection says.

    Raises:
        PartproofError: ``documents.no_record``.
    """
    inspection: Inspection = source.record(Inspection, inspection_id)
    sheet = inspection_sheet(source.session, inspection_id)
    facts = inspection_facts(source, inspection_id)
    part = part_of(source, inspection.part_revision_id)
    lot: Lot = source.record(Lot, inspection.lot_id)
    drawing = document_revision_head(source.session, inspection.document_revision_id)
    names = dict.fromkeys(entry.operator for entry in facts.readings if entry.holds and entry.operator)
    values = {
        "number": number,
        "issue": str(issue),
        "issued_on": source.day(source.issue.issued_at),
        "supplier": source.settings.name,
        "supplier_code": source.settings.supplier_code,
        "customer": part.joined("customer"),
        "part_number": part.head.number,
        "part_name": part.head.name,
        "customer_part_number": part.joined("customer_part_number"),
        "vehicle": part.joined("vehicle"),
        "revision": part.revision_text,
        "engineering_order": part.joined("engineering_order"),
        "material": part.revision.material,
        "drawing_number": drawing.number if drawing else "",
        "drawing_revision": drawing.label if drawing else "",
        "lot_number": lot.number,
        "lot_quantity": decimal_text(lot.quantity),
        "heat_number": lot.heat_number,
        "order_number": sheet.head.order_number,
        "inspection_number": sheet.head.number,
        "inspection_kind": label(source.language, sheet.head.kind),
        "inspected_on": source.day(inspection.finished_at or inspection.opened_at),
        "sample_size": str(sheet.head.sample_size),
        "inspectors": ", ".join(names),
        "overall": label(source.language, sheet.head.state),
    }
    missing = source.words.word(NOT_ENTERED)
    filled = {name: value or missing for name, value in values.items()}
    filled.update(_approval(source, inspection_id))
    gauges = {
        row.id: facts.gauges_of(row.id)
        for row in characteristic_rows(source.session, inspection.document_revision_id)
    }
    return FormValues(
        filled, [_row(source, row, gauges.get(row.characteristic_id, "")) for row in sheet.rows]
    )


def _approval(source: DocumentSource, inspection_id: int) -> dict[str, str]:
    """Return names and dates of the approval line; a box nobody signed stays empty for signing by hand."""
    line = finished_line(source, inspection_id, inspection_hash(source.session, inspection_id))
    found: dict[str, str] = {}
    for name, step in zip(("prepared", "reviewed", "approved"), line.steps, strict=True):
        found[f"{name}_by"], found[f"{name}_on"] = step.name, step.date
    return found


def _row(source: DocumentSource, row: SheetRow, gauges: str) -> dict[str, str]:
    result = result_of(row.cells)
    missing = source.words.word(NOT_MEASURED)
    numbers = [cell.value for cell in row.cells if cell.value]
    values = {
        "no": row.number,
        "kind": label(source.language, row.kind),
        "specification": row.specification,
        "nominal": exact_or_empty(row.nominal),
        "lower": exact_or_empty(row.lower_limit),
        "upper": exact_or_empty(row.upper_limit),
        "unit": row.unit,
        "special": row.special_symbol,
        "method": row.method,
        "gauge": gauges,
        "max": max(numbers, key=_number) if numbers else "",
        "min": min(numbers, key=_number) if numbers else "",
        "result": missing if result.verdict is None else label(source.language, result.verdict),
    }
    for cell in row.cells:
        values[f"{SAMPLE}{cell.sample}"] = _value(source, cell, missing)
    return values


def _number(text: str) -> Decimal:
    return Decimal(text)


def _value(source: DocumentSource, cell: SheetCell, missing: str) -> str:
    if cell.verdict is None:
        return missing if cell.required else "—"
    return cell.value or label(source.language, Verdict(cell.attribute.lower()))
