"""Fields and codes of tags on parts and lots: identification, lot, part, box, delivery, first submission, 4M change.

Reads records; knows no layout.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from sqlalchemy import select

from app.bom.stock import taken_out_by_lot
from app.documents.tag_content import TagContent, TagSource
from app.documents.tag_refusals import LOT_HELD
from app.documents.tag_words import EMPTY, caption
from app.labels import label
from app.parts.queries import PartHead, PartRevisionRow, part_head
from app.production.lots import find_lot
from app.texts import mark
from devices.barcodes import hkmc
from devices.barcodes.content import EOT, GS, RS
from devices.barcodes.gs1 import Fault, read_bracketed
from devices.barcodes.partproof import lot_code, part_code
from models.certification import Assessment, Submission
from models.part import PartRevision
from models.production import Lot, WorkOrder
from models.types import decimal_text
from models.vocab import LotState

PART_FIELDS: Final = (
    "part_number", "part_name", "revision", "material", "part_kind", "customer", "customer_part_number", "vehicle",
    "engineering_order",
)  # fmt: skip
LOT_FIELDS: Final = (
    *PART_FIELDS, "lot_number", "quantity", "heat_number", "work_day", "order_number", "lot_state",
)  # fmt: skip
LOT_CODES: Final = ("lot", "part", "message")
_REVISION: Final = mark("{label} (internal {counter})")
_BAD_LOT: Final = frozenset({LotState.HOLD, LotState.REJECTED})
_TRACE_DROPS: Final = re.compile(r"[-/. ]")


@dataclass(frozen=True)
class LotFacts:
    """One lot with its part; ``good`` is what it holds without what was scrapped or sent back."""

    lot: Lot
    head: PartHead
    revision: PartRevisionRow | None
    order_number: str
    good: Decimal

    @property
    def unit(self) -> str:
        """Unit of its quantity."""
        return self.head.unit

    def amount(self, quantity: Decimal) -> str:
        """Return a quantity with the unit."""
        return f"{decimal_text(quantity)} {self.unit}".strip()

    @property
    def customer_number(self) -> str:
        """The customer's number of the part where there is one and only one, else our own."""
        numbers = {row.customer_part_number for row in self.head.customers if row.customer_part_number}
        return numbers.pop() if len(numbers) == 1 else self.head.number


def lot_facts(source: TagSource, lot_id: int) -> LotFacts:
    """Return a lot with its part, revision and order.

    Raises:
        PartproofError: ``record.not_found``.
    """
    lot = find_lot(source.session, lot_id)
    head = part_head(source.session, lot.part_id)
    assert head is not None  # a lot cannot be without its part
    order = None if lot.order_id is None else source.session.get_one(WorkOrder, lot.order_id)
    wanted = None if order is None else order.part_revision_id
    ordered = next((row for row in head.revisions if row.id == wanted), None)
    out = taken_out_by_lot(source.session, Lot.id == lot.id).get(lot.id, Decimal(0))
    number = "" if order is None else order.number
    return LotFacts(lot, head, ordered or head.current, number, lot.quantity - out)


def part_fields(source: TagSource, head: PartHead, revision: PartRevisionRow | None) -> dict[str, str]:
    """Return the fields of a part."""

    def joined(name: str) -> str:
        values = (str(getattr(row, name)) for row in head.customers)
        return ", ".join(dict.fromkeys(value for value in values if value)) or EMPTY

    return {
        "part_number": head.number,
        "part_name": head.name,
        "revision": EMPTY if revision is None else revision_text(source, revision),
        "material": (revision.material if revision else "") or EMPTY,
        "part_kind": label(source.language, head.kind),
        "customer": joined("customer"),
        "customer_part_number": joined("customer_part_number"),
        "vehicle": joined("vehicle"),
        "engineering_order": joined("engineering_order"),
    }


def revision_text(source: TagSource, revision: PartRevisionRow) -> str:
    """Return a revision with the customer's label and our counter."""
    if not revision.customer_label:
        return str(revision.counter)
    return source.language.say(_REVISION, label=revision.customer_label, counter=revision.counter)


def lot_fields(source: TagSource, facts: LotFacts) -> dict[str, str]:
    """Return the fields of a lot and its part."""
    lot = facts.lot
    return {
        **part_fields(source, facts.head, facts.revision),
        "lot_number": lot.number,
        "quantity": facts.amount(facts.good),
        "heat_number": lot.heat_number or EMPTY,
        "work_day": lot.work_day.isoformat(),
        "order_number": facts.order_number or EMPTY,
        "lot_state": label(source.language, lot.state),
    }


def lot_codes(source: TagSource, facts: LotFacts, quantity: Decimal) -> dict[str, Callable[[], str]]:
    """Return our own codes and the ISO/IEC 15434 message of a lot: V supplier, P part, Q quantity, 1T lot."""

    def message() -> str:
        supplier = source.settings.supplier_code
        parts = [f"V{supplier}"] if supplier else []
        parts += [f"P{facts.customer_number}", f"Q{decimal_text(quantity)}", f"1T{facts.lot.number}"]
        if any(ord(sign) < 0x20 for part in parts for sign in part):
            raise ValueError("a control character")
        return f"[)>{RS}06{GS}" + GS.join(parts) + RS + EOT

    return {
        "lot": lambda: lot_code(facts.lot.number),
        "part": lambda: part_code(facts.head.number),
        "message": message,
    }


def for_customer(source: TagSource, facts: LotFacts) -> LotFacts:
    """Return the facts with the one customer the goods go to, by what was typed where there are several.

    Raises:
        PartproofError: ``tag.entry_missing`` where it is open which, ``tag.entry_wrong`` for one that is none.
    """
    rows = facts.head.customers
    wanted = source.entry("customer", needed=len({row.customer_part_number for row in rows}) > 1)
    if wanted:
        rows = tuple(row for row in rows if wanted in (row.customer, row.customer_part_number))
        if len({row.customer_part_number for row in rows}) != 1:
            raise source.wrong("customer", wanted)
    return replace(facts, head=replace(facts.head, customers=rows))


def build_lot(source: TagSource, lot_id: int) -> TagContent:
    """Return an identification tag or a lot label."""
    facts = lot_facts(source, lot_id)
    return TagContent(source.tag, lot_fields(source, facts), lot_codes(source, facts, facts.good))


def build_part(source: TagSource, part_revision_id: int) -> TagContent:
    """Return the label of a part revision."""
    revision = source.session.get(PartRevision, part_revision_id)
    head = None if revision is None else part_head(source.session, revision.part_id)
    if head is None:
        raise source.missing(part_revision_id)
    row = next(entry for entry in head.revisions if entry.id == part_revision_id)
    return TagContent(source.tag, part_fields(source, head, row), {"part": lambda: part_code(head.number)})


def build_box(source: TagSource, lot_id: int) -> TagContent:
    """Return the label of one box of a lot."""
    facts = for_customer(source, lot_facts(source, lot_id))
    _require_good(source, facts.lot, _BAD_LOT)
    number, boxes = source.count("box_number"), source.count("boxes")
    if number > boxes:
        raise source.wrong("box_number", f"{number} / {boxes}")
    quantity = source.quantity("box_quantity", facts.good)
    fields = {
        **lot_fields(source, facts),
        "box_number": f"{number} / {boxes}",
        "box_quantity": facts.amount(quantity),
        "gtin": source.entry("gtin") or EMPTY,
    }
    codes = {**lot_codes(source, facts, quantity), "gs1": lambda: _gs1(source, facts, quantity)}
    return TagContent(source.tag, fields, codes, piece=f"{number}/{boxes}")


def build_delivery(source: TagSource, lot_id: int) -> TagContent:
    """Return the label of a delivery out of a lot; its main number is the one in its code."""
    facts = for_customer(source, lot_facts(source, lot_id))
    _require_good(source, facts.lot, frozenset(LotState) - {LotState.RELEASED, LotState.SHIPPED})
    quantity = source.quantity("delivered_quantity", facts.good)
    note = source.entry("delivery_note", needed=True)
    fields = {
        **lot_fields(source, facts),
        "delivery_note": note,
        "delivered_number": facts.customer_number,
        "delivered_on": source.day("delivered_on"),
        "delivered_quantity": facts.amount(quantity),
    }
    codes = {**lot_codes(source, facts, quantity), "hkmc": lambda: _hkmc(source, facts)}
    return TagContent(source.tag, fields, codes, piece=note)


def build_first_submission(source: TagSource, lot_id: int) -> TagContent:
    """Return the tag of the first parts after a submission; attempt and reason come from the newest one."""
    facts = lot_facts(source, lot_id)
    newest = source.session.execute(
        select(Submission.attempt, Submission.reason)
        .join(Assessment, Assessment.id == Submission.assessment_id)
        .where(Assessment.part_revision_id == (facts.revision.id if facts.revision else None))
        .order_by(Submission.id.desc())
        .limit(1)
    ).one_or_none()
    fields = lot_fields(source, facts)
    order = source.entry("engineering_order")
    fields["engineering_order"] = order or fields["engineering_order"]
    fields["attempt"] = EMPTY if newest is None else str(newest.attempt)
    fields["reason"] = (
        source.entry("reason") or (label(source.language, newest.reason) if newest else "") or EMPTY
    )
    return TagContent(source.tag, fields, lot_codes(source, facts, facts.good))


def build_four_m_change(source: TagSource, lot_id: int) -> TagContent:
    """Return the tag of the parts made after a change of man, machine, material or method."""
    facts = lot_facts(source, lot_id)
    number = source.entry("change_number", needed=True)
    fields = {
        **lot_fields(source, facts),
        "change_number": number,
        "change_kind": source.change_kind(),
        "change_content": source.entry("change_content", needed=True),
        "effective_on": source.day("effective_on"),
    }
    return TagContent(source.tag, fields, lot_codes(source, facts, facts.good), piece=number)


def _require_good(source: TagSource, lot: Lot, bad: frozenset[LotState]) -> None:
    if lot.state in bad:
        raise LOT_HELD(number=lot.number, state=label(source.language, lot.state))


def _hkmc(source: TagSource, facts: LotFacts) -> str:
    """Return the HKMC message; its trace number has no room for the signs between the parts of a lot number."""
    return hkmc.build(
        supplier=source.settings.supplier_code,
        part=_TRACE_DROPS.sub("", facts.customer_number),
        made_on=facts.lot.work_day,
        m4=source.entry("m4", needed=True),
        trace=_TRACE_DROPS.sub("", facts.lot.number),
        lot=True,
    )


def _gs1(source: TagSource, facts: LotFacts, quantity: Decimal) -> str:
    """Return GTIN, lot and count as bracketed GS1 elements, judged by the reader that will read them back."""
    gtin = source.entry("gtin", needed=True)
    values: Mapping[str, str] = {"01": gtin, "10": facts.lot.number, "37": decimal_text(quantity)}
    text = "".join(f"({identifier}){value}" for identifier, value in values.items())
    answer = read_bracketed(text, _today(source))
    if isinstance(answer, Fault):
        raise ValueError(f"{answer.reason_code} {answer.detail}")
    if dict(answer.fields) != values:
        raise ValueError(caption(source.language, "lot_number"))
    return text


def _today(source: TagSource) -> date:
    return source.settings.local(source.now).date()
