"""The verb that writes a previewed characteristics plan into a drawing's draft, all of it or nothing."""

from __future__ import annotations

from app.drawings.characteristics import CharacteristicFacts, add_characteristic
from app.drawings.import_preview import PlanPreview
from app.unit_of_work import UnitOfWork
from models.vocab import Noun


def import_plan(unit: UnitOfWork, revision_id: int, preview: PlanPreview, *, source_name: str) -> int:
    """Add every characteristic of a plan to a draft drawing revision and return how many.

    Args:
        unit: The unit of work.
        revision_id: A drawing's draft revision.
        preview: What the user saw and confirmed.
        source_name: Name of the file, for the record.

    Raises:
        PartproofError: not a draft, a taken balloon number, crossed limits; nothing is written then.
    """
    for line in preview.lines:
        facts = CharacteristicFacts(
            number=line.number,
            kind=line.kind,
            specification=line.specification,
            nominal=line.nominal,
            upper_tolerance=line.upper_tolerance,
            lower_tolerance=line.lower_tolerance,
            upper_limit=line.upper_limit,
            lower_limit=line.lower_limit,
            unit=line.unit or "mm",
            places=line.places,
            special=line.special,
            special_symbol=line.special_symbol,
            method=line.method,
            sample_size=line.sample_size or 5,
            frequency=line.frequency,
            zone=line.zone,
        )
        add_characteristic(unit, revision_id, facts)
    unit.record(
        "plan_imported", Noun.DOCUMENT_REVISION, revision_id, file=source_name, rows=len(preview.lines)
    )
    return len(preview.lines)
