"""The tone of each stored state, the same on every screen: colour only where somebody must act. Shows nothing."""

from __future__ import annotations

from typing import Final

from models.vocab import InspectionState, LotState, NonconformanceState, OrderState
from ui.theme.tokens import Tone

INSPECTION_TONES: Final[dict[InspectionState, Tone]] = {
    InspectionState.OPEN: "info",
    InspectionState.INCOMPLETE: "warn",
    InspectionState.PASS: "neutral",
    InspectionState.FAIL: "ng",
    InspectionState.ACCEPTED_BY_CONCESSION: "warn",
}
LOT_TONES: Final[dict[LotState, Tone]] = {
    LotState.QUARANTINE: "neutral",
    LotState.RELEASED: "neutral",
    LotState.HOLD: "warn",
    LotState.CONSUMED: "neutral",
    LotState.SHIPPED: "neutral",
    LotState.REJECTED: "ng",
}
# An open one always waits for its next step.
NONCONFORMANCE_TONES: Final[dict[NonconformanceState, Tone]] = {
    state: "neutral" if state is NonconformanceState.CLOSED else "warn" for state in NonconformanceState
}
ORDER_TONES: Final[dict[OrderState, Tone]] = {
    OrderState.PLANNED: "neutral",
    OrderState.RELEASED: "info",
    OrderState.RUNNING: "info",
    OrderState.ON_HOLD: "warn",
    OrderState.COMPLETED: "neutral",
    OrderState.CLOSED: "neutral",
    OrderState.CANCELED: "neutral",
}
