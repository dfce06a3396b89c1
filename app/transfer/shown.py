"""The plan as screen and command show it: against the factory of now, with what is remembered of the layout."""

from __future__ import annotations

from app.errors import PartproofError
from app.factory import Factory
from app.transfer.gauge_register import plan_gauges
from app.transfer.planning import Sources, plan_parts
from app.transfer.preview import Reading, TransferPreview
from app.transfer.queries import existing_gauges, existing_numbers, plant_day, remembered_reading
from models.vocab_transfer import TransferKind


def show_plan(factory: Factory, kind: TransferKind, sources: Sources, reading: Reading) -> TransferPreview:
    """Return the plan of a transfer against what the factory has now; writes nothing.

    Raises:
        PartproofError: the register or a pattern is refused.
    """
    today = factory.ask(plant_day, factory.clock())
    if kind is TransferKind.GAUGES:
        known = factory.ask(existing_gauges)
        preview = plan_gauges(
            sources.register_path, sources.register_hash, reading, today=today, existing=known
        )
    else:
        preview = plan_parts(sources, reading, today=today, existing=factory.ask(existing_numbers))
    # Made here and kept: thousands of lines are not hashed on the window's thread.
    assert preview.plan_hash
    return preview


def show_first_plan(factory: Factory, kind: TransferKind, sources: Sources) -> tuple[TransferPreview, bool]:
    """Return the plan as this layout was read last time, and whether it was; else as it is recognised.

    Raises:
        PartproofError: the register is refused.
    """
    preview = show_plan(factory, kind, sources, Reading())
    remembered = factory.ask(remembered_reading, preview.layout)
    if remembered is None:
        return preview, False
    try:
        return show_plan(factory, kind, sources, remembered), True
    except PartproofError:
        # What was remembered no longer fits, e.g. a sheet of another name: begin as for a new layout.
        return preview, False
