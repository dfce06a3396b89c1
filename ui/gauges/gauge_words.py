"""Words and tones of gauges on the screen. Asks nothing and shows nothing."""

from __future__ import annotations

from typing import Final

from app.gauges.queries import GaugeRow
from models.rules.calibration import GaugeCondition
from models.types import decimal_text
from ui.i18n import Shown, Words, say, term
from ui.theme.tokens import Tone

CONDITIONS: Final[dict[GaugeCondition, tuple[Words, Tone]]] = {
    GaugeCondition.ACTIVE: (term("gauge", "Active"), "neutral"),
    GaugeCondition.DUE_SOON: (term("gauge", "Due soon"), "warn"),
    GaugeCondition.OVERDUE: (term("gauge", "Overdue"), "ng"),
    GaugeCondition.NOT_CALIBRATED: (term("gauge", "Never calibrated"), "ng"),
    GaugeCondition.OUT_OF_TOLERANCE: (term("gauge", "Out of tolerance"), "ng"),
    GaugeCondition.REPAIR: (term("gauge", "In repair"), "neutral"),
    GaugeCondition.RETIRED: (term("gauge", "Retired"), "neutral"),
}
# What somebody must do something about.
CALLING: Final = frozenset(
    {
        GaugeCondition.DUE_SOON,
        GaugeCondition.OVERDUE,
        GaugeCondition.NOT_CALIBRATED,
        GaugeCondition.OUT_OF_TOLERANCE,
    }
)


def range_text(row: GaugeRow) -> str:
    """Return what a gauge measures, with its unit."""
    return f"{decimal_text(row.range_low)} – {decimal_text(row.range_high)} {row.unit}".strip()


def left_words(row: GaugeRow) -> Shown:
    """Return how long its calibration still holds."""
    if row.days_left is None:
        return ""
    if row.days_left < 0:
        return say("{days} {days:day|days} late", days=-row.days_left)
    if row.days_left == 0:
        return say("due today")
    return say("{days} {days:day|days} left", days=row.days_left)
