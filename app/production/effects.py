"""What happens in production when something happens below it: a failed gauge puts its lots on hold."""

from __future__ import annotations

from app.events import GaugeFailed
from app.gauges.gauges import find_gauge
from app.gauges.queries import readings_since
from app.hooks import Hooks
from app.production.lots import hold_lots
from app.settings import read_settings
from app.texts import Language, mark
from app.unit_of_work import UnitOfWork
from models.vocab import Noun

_REASON = mark(
    "The gauge {gauge} was found out of tolerance; measured with it since its last good calibration."
)


def register(hooks: Hooks) -> None:
    """Register this room's effects."""
    hooks.on(GaugeFailed, hold_suspect_lots)


def hold_suspect_lots(unit: UnitOfWork, failed: GaugeFailed) -> None:
    """Hold every lot measured with a gauge since its last good calibration, in the act that found it failed."""
    suspects = readings_since(unit.session, failed.gauge_id, failed.last_good_on)
    if not suspects:
        return
    gauge = find_gauge(unit.session, failed.gauge_id)
    language = Language(read_settings(unit.session).language)
    reason = language.say(_REASON, gauge=gauge.number)
    lots = hold_lots(unit, {row.lot_id for row in suspects}, reason=reason)
    unit.record(
        "suspect_lots_held",
        Noun.GAUGE,
        failed.gauge_id,
        readings=len(suspects),
        held=lots.held,
        already=lots.already,
        beyond=lots.beyond,
    )
