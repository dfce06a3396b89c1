"""A layout filled with examples, so that a person who changes it sees what comes of it. No record is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from app.documents.tag_content import TagContent, title
from app.documents.tag_page import TagPage
from app.documents.tag_placing import place_tag
from app.documents.tag_plant_layouts import judge_layout
from app.documents.tag_words import COMMAND_WORDS, CONTEXT
from app.documents.tags import tag_kind
from app.texts import Language
from devices.barcodes.content import EOT, GS, RS

_EXAMPLES: Final = {
    "part_number": "HB-2210-01", "part_name": "브라켓 BRACKET", "revision": "C (2)", "material": "SCM440",
    "part_kind": "COMPONENT", "customer": "현대자동차", "customer_part_number": "52933-D4100", "vehicle": "NX4",
    "engineering_order": "EO2611A", "lot_number": "261124-02", "quantity": "500 EA", "heat_number": "H-7788",
    "work_day": "2026-11-24", "order_number": "W-26-0012", "order_quantity": "500 EA", "plant": "대한정밀",
    "supplier_code": "A1B2", "box_number": "3 / 10", "box_quantity": "50 EA", "gtin": "08801234567893",
    "delivery_note": "D-261124-07", "delivered_number": "52933-D4100", "delivered_on": "2026-11-24",
    "delivered_quantity": "500 EA", "gauge_number": "G-014", "gauge_name": "디지털 마이크로미터",
    "serial_number": "S-0815", "calibrated_on": "2026-11-01", "next_due": "2027-11-01", "certificate": "K-77",
    "laboratory": "KTL", "person_name": "최작업", "person_title": "반장", "badge": "B-1004", "attempt": "2",
    "nonconformance_number": "NC-26-003", "defect": "⌀40 +0.05", "found_by": "이품질", "page": "1 / 1",
    "found_at": "2026-11-24 09:30", "change_number": "4M-26-031", "effective_on": "2026-11-25",
    "printed": "2026-11-24 09:30 이품질", "print_number": "1", "due_on": "2026-12-01",
}  # fmt: skip
_OWN: Final = "PP:L:261124-02"
_CODES: Final[dict[str, str]] = {
    "gs1": "(01)08801234567893(10)261124-02(37)20",
    "message": GS.join((f"[)>{RS}06", "VA1B2", "P52933-D4100", "Q500", "1T261124-02")) + RS + EOT,
    "hkmc": GS.join((f"[)>{RS}06", "VA1B2", "P52933D4100", "T261124A1D2A261124002")) + RS + EOT,
}


def example_page(name: str, text: str, language: str) -> TagPage:
    """Return the first page of a layout with examples in it.

    Args:
        name: Of the layout.
        text: The layout file.
        language: ``ko`` or ``en``.

    Raises:
        PartproofError: what `judge_layout` refuses, or an example that does not fit.
    """
    layout = judge_layout(name, text)
    kind, said = tag_kind(layout.tag), Language(language)
    other = Language("en" if said.code == "ko" else "ko")
    fields = {
        **_EXAMPLES,
        "title": title(said, kind.kind),
        "subtitle": title(other, kind.kind),
        **{f"command_{key.lower()}": said.term(CONTEXT, word) for key, word in COMMAND_WORDS.items()},
    }
    rows = tuple({**dict.fromkeys(kind.columns, ""), "operation_number": str(at * 10)} for at in (1, 2, 3))
    codes = {code: _code(code) for code in kind.codes}
    return place_tag(layout, TagContent(kind.kind, fields, codes, rows if kind.columns else ()), said)[0]


def _code(name: str) -> Callable[[], str]:
    return lambda: _CODES.get(name, _OWN)
