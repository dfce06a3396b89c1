"""Words and tones of orders and lots on the screen. Asks nothing and shows nothing."""

from __future__ import annotations

from typing import Final

from app.production.queries import OrderRow
from models.types import decimal_text
from models.vocab import LotState, OrderState
from ui.theme.tokens import Tone

ORDER_TONES: Final[dict[OrderState, Tone]] = {
    OrderState.PLANNED: "neutral",
    OrderState.RELEASED: "info",
    OrderState.RUNNING: "info",
    OrderState.ON_HOLD: "warn",
    OrderState.COMPLETED: "neutral",
    OrderState.CLOSED: "neutral",
    OrderState.CANCELED: "neutral",
}
LOT_TONES: Final[dict[LotState, Tone]] = {
    LotState.QUARANTINE: "neutral",
    LotState.RELEASED: "neutral",
    LotState.HOLD: "warn",
    LotState.CONSUMED: "neutral",
    LotState.SHIPPED: "neutral",
    LotState.REJECTED: "ng",
}


def revision_text(row: OrderRow) -> str:
    """Return the part revision an order makes, as the customer calls it."""
    return row.customer_label or str(row.revision)


def quantity_text(row: OrderRow) -> str:
    """Return how much an order asks for, with its unit."""
    return f"{decimal_text(row.quantity)} {row.unit}"
