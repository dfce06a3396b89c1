"""Fields and codes of the other tags: traveller, red tag, calibration label, badge, command sheet.

Reads records; knows no layout.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from app.documents.tag_content import TagContent, TagSource
from app.documents.tag_lots import lot_codes, lot_facts, lot_fields, part_fields, revision_text
from app.documents.tag_refusals import GAUGE_UNFIT, NO_BADGE
from app.documents.tag_words import COMMAND_WORDS, CONTEXT, EMPTY
from app.gauges.gauges import find_gauge
from app.gauges.queries import calibration_rows, gauge_rows
from app.labels import label
from app.nonconformance.nonconformances import find_nonconformance
from app.nonconformance.queries import nonconformance_rows
from app.nonconformance.wording import dispositions_line
from app.parts.queries import part_head
from app.people.users import find_user
from app.production.orders import find_order
from app.production.queries import snapshot_rows
from app.settings import PlantSettings
from devices.barcodes.partproof import (
    COMMANDS,
    badge_code,
    command_code,
    gauge_code,
    lot_code,
    order_code,
    part_code,
)
from models.part import PartRevision
from models.rules.calibration import USABLE
from models.types import decimal_text

COMMAND_FIELDS: Final = tuple(f"command_{command.lower()}" for command in COMMANDS)
OPERATION_COLUMNS: Final = ("operation_number", "operation_name", "worker", "good", "scrap", "done_on")


def build_traveller(source: TagSource, order_id: int) -> TagContent:
    """Return the traveller of an order, with the operations of its newest snapshot to be filled in by hand."""
    order = find_order(source.session, order_id)
    revision = source.session.get_one(PartRevision, order.part_revision_id)
    head = part_head(source.session, revision.part_id)
    assert head is not None  # an order cannot be without its part
    row = next(entry for entry in head.revisions if entry.id == revision.id)
    snapshots = snapshot_rows(source.session, order_id)
    operations = snapshots[-1].content["operations"] if snapshots else []
    fields = {
        **part_fields(source, head, row),
        "revision": revision_text(source, row),
        "order_number": order.number,
        "order_quantity": f"{decimal_text(order.quantity)} {head.unit}".strip(),
        "order_state": label(source.language, order.state),
        "due_on": EMPTY if order.due_on is None else order.due_on.isoformat(),
    }
    blank = dict.fromkeys(OPERATION_COLUMNS, "")
    rows = tuple(
        {**blank, "operation_number": str(entry["number"]), "operation_name": str(entry["name"])}
        for entry in operations
    )
    return TagContent(source.tag, fields, {"order": lambda: order_code(order.number)}, rows)


def build_nonconforming(source: TagSource, nonconformance_id: int) -> TagContent:
    """Return the red tag of a nonconformance; its code is the lot's, or the part's where it has no lot."""
    found = find_nonconformance(source.session, nonconformance_id)
    (row,) = nonconformance_rows(source.session, nonconformance_id=nonconformance_id)
    said = {
        "nonconformance_number": row.number,
        "defect": row.title,
        "description": row.description or EMPTY,
        "disposition": dispositions_line(source.language, row) or EMPTY,
        "found_by": row.found_by,
        "found_at": source.minute(row.found_at),
    }
    if found.lot_id is not None:
        facts = lot_facts(source, found.lot_id)
        # The red tag hangs on the parts that were counted; before that it stands for the whole lot.
        counted = row.quantity or facts.good
        said["quantity"] = facts.amount(counted)
        codes = lot_codes(source, facts, counted)
        number = facts.lot.number
        return TagContent(
            source.tag, {**lot_fields(source, facts), **said}, {**codes, "thing": lambda: lot_code(number)}
        )
    revision = source.session.get_one(PartRevision, found.part_revision_id)
    head = part_head(source.session, revision.part_id)
    assert head is not None  # a revision cannot be without its part
    current = next(entry for entry in head.revisions if entry.id == revision.id)
    lotless = dict.fromkeys(
        ("lot_number", "quantity", "heat_number", "work_day", "order_number", "lot_state"), EMPTY
    )
    fields = {**part_fields(source, head, current), **lotless, **said}
    return TagContent(source.tag, fields, {"thing": lambda: part_code(head.number)})


def build_calibration(source: TagSource, gauge_id: int) -> TagContent:
    """Return the calibration label of a gauge that may be used today.

    Raises:
        PartproofError: ``tag.gauge_unfit`` for one without a calibration in force.
    """
    gauge = find_gauge(source.session, gauge_id)
    day = source.settings.local(source.now).date()
    row = next(entry for entry in gauge_rows(source.session, day=day) if entry.id == gauge_id)
    if row.condition not in USABLE:
        raise GAUGE_UNFIT(number=gauge.number)
    held = next(
        entry for entry in calibration_rows(source.session, gauge_id) if entry.id == row.calibration_id
    )
    fields = {
        "gauge_number": gauge.number,
        "gauge_name": gauge.name,
        "serial_number": gauge.serial_number or EMPTY,
        "calibrated_on": held.done_on.isoformat(),
        "next_due": held.due_on.isoformat(),
        "certificate": held.certificate or EMPTY,
        "laboratory": held.laboratory or EMPTY,
    }
    return TagContent(source.tag, fields, {"gauge": lambda: gauge_code(gauge.number)})


def build_badge(source: TagSource, user_id: int) -> TagContent:
    """Return the badge of a person; it identifies at a station and never signs.

    Raises:
        PartproofError: ``tag.no_badge``.
    """
    user = find_user(source.session, user_id)
    badge = user.badge
    if not badge or not user.active:
        raise NO_BADGE(name=user.name)
    fields = {"person_name": user.name, "person_title": user.title or EMPTY, "badge": badge}
    return TagContent(source.tag, fields, {"badge": lambda: badge_code(badge)})


def build_commands(source: TagSource, _plant: int) -> TagContent:
    """Return the sheet of command codes for a station."""
    fields = {
        f"command_{command.lower()}": source.language.term(CONTEXT, COMMAND_WORDS[command])
        for command in COMMANDS
    }
    codes = {f"command_{command.lower()}": _command(command) for command in COMMANDS}
    return TagContent(source.tag, fields, codes)


def _command(command: str) -> Callable[[], str]:
    return lambda: command_code(command)


def plant_fields(settings: PlantSettings) -> dict[str, str]:
    """Return what every tag says of its maker."""
    return {"plant": settings.name or EMPTY, "supplier_code": settings.supplier_code or EMPTY}
