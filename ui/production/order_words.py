"""Words of orders on the screen. Asks nothing and shows nothing."""

from __future__ import annotations

from app.production.queries import OrderRow
from models.types import decimal_text


def revision_text(row: OrderRow) -> str:
    """Return the part revision an order makes, as the customer calls it."""
    return row.customer_label or str(row.revision)


def quantity_text(row: OrderRow) -> str:
    """Return how much an order asks for, with its unit."""
    return f"{decimal_text(row.quantity)} {row.unit}"
