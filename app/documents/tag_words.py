"""What the fields of tags are called, by name of the field. A word is a text of the catalogue, context "tag"."""

from __future__ import annotations

from typing import Final

from app.texts import Language, mark_term

CONTEXT: Final = "tag"
# Stands where the factory has no value; a gap is printed, never filled.
EMPTY: Final = "—"
FIELD_WORDS: Final = {
    "attempt": mark_term("tag", "Submission"),
    "badge": mark_term("tag", "Badge no."),
    "box_number": mark_term("tag", "Box"),
    "box_quantity": mark_term("tag", "Quantity in the box"),
    "boxes": mark_term("tag", "Boxes in all"),
    "calibrated_on": mark_term("tag", "Calibrated on"),
    "certificate": mark_term("tag", "Certificate no."),
    "change_content": mark_term("tag", "Content of the change"),
    "change_kind": mark_term("tag", "Kind of change"),
    "change_number": mark_term("tag", "Change no."),
    "customer": mark_term("tag", "Customer"),
    "customer_part_number": mark_term("tag", "Customer part no."),
    "defect": mark_term("tag", "Defect"),
    "delivered_on": mark_term("tag", "Delivered on"),
    "delivered_quantity": mark_term("tag", "Quantity"),
    "delivery_note": mark_term("tag", "Delivery note"),
    "description": mark_term("tag", "Description"),
    "disposition": mark_term("tag", "Disposition"),
    "done_on": mark_term("tag", "Date"),
    "due_on": mark_term("tag", "Due on"),
    "effective_on": mark_term("tag", "Effective from"),
    "engineering_order": mark_term("tag", "EO no."),
    "found_at": mark_term("tag", "Found at"),
    "found_by": mark_term("tag", "Found by"),
    "gauge_name": mark_term("tag", "Gauge"),
    "gauge_number": mark_term("tag", "Gauge no."),
    "good": mark_term("tag", "Good"),
    "gtin": mark_term("tag", "GTIN"),
    "heat_number": mark_term("tag", "Heat no."),
    "laboratory": mark_term("tag", "Laboratory"),
    "lot_number": mark_term("tag", "Lot no."),
    "lot_state": mark_term("tag", "State"),
    "m4": mark_term("tag", "4M code"),
    "material": mark_term("tag", "Material"),
    "next_due": mark_term("tag", "Next calibration"),
    "nonconformance_number": mark_term("tag", "Nonconformance no."),
    "operation_name": mark_term("tag", "Operation"),
    "operation_number": mark_term("tag", "No."),
    "order_number": mark_term("tag", "Work order"),
    "order_quantity": mark_term("tag", "Quantity ordered"),
    "order_state": mark_term("tag", "State"),
    "part_kind": mark_term("tag", "Kind"),
    "part_name": mark_term("tag", "Part name"),
    "part_number": mark_term("tag", "Part no."),
    "person_name": mark_term("tag", "Name"),
    "person_title": mark_term("tag", "Position"),
    "plant": mark_term("tag", "Maker"),
    "printed": mark_term("tag", "Printed"),
    "print_number": mark_term("tag", "Print no."),
    "quantity": mark_term("tag", "Quantity"),
    "reason": mark_term("tag", "Reason"),
    "revision": mark_term("tag", "Revision"),
    "scrap": mark_term("tag", "Scrap"),
    "serial_number": mark_term("tag", "Serial no."),
    "vehicle": mark_term("tag", "Vehicle"),
    "work_day": mark_term("tag", "Work day"),
    "worker": mark_term("tag", "Worker"),
}
COMMAND_WORDS: Final = {
    "UNDO": mark_term("tag", "Undo"),
    "OK": mark_term("tag", "OK"),
    "NG": mark_term("tag", "NG"),
    "NEXT": mark_term("tag", "Next"),
    "REPEAT": mark_term("tag", "Measure again"),
    "PAUSE": mark_term("tag", "Pause"),
    "LOGOUT": mark_term("tag", "Log out"),
    "FINISH": mark_term("tag", "Finish"),
}
CHANGE_KINDS: Final = {
    "man": mark_term("tag", "Man"),
    "machine": mark_term("tag", "Machine"),
    "material": mark_term("tag", "Material (4M)"),
    "method": mark_term("tag", "Method"),
}

LAYOUT_WORDS: Final = {
    "box-gs1": mark_term("tag", "with a GS1 Data Matrix"),
    "delivery-hkmc": mark_term("tag", "with the Hyundai–Kia code"),
    "identification-bar": mark_term("tag", "with a bar code"),
}
"""What the further layouts of the program are called; one of the plant has the name it was given."""

REPRINT_REASONS: Final = {
    "damaged": mark_term("reprint", "Damaged"),
    "lost": mark_term("reprint", "Lost"),
    "printer": mark_term("reprint", "The printer failed"),
    "changed": mark_term("reprint", "What it says has changed"),
}
"""Reasons of a reprint by the word that is kept; any other reason is kept as it was typed."""


def caption(language: Language, field: str) -> str:
    """Return what a field is called; one without a word keeps its name."""
    source = FIELD_WORDS.get(field)
    return language.term(CONTEXT, source) if source else field
