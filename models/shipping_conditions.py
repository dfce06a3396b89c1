"""Conditions of the refusals that belong to shipments; SQL over NEW that both engines understand."""

from __future__ import annotations

from typing import Final, Literal

_Row = tuple[str, str, Literal["INSERT", "UPDATE", "DELETE"], str, str]

SHIPPING_CONDITIONS: Final[tuple[_Row, ...]] = (
    (
        "shipment_line_leaves",
        "shipment_line",
        "INSERT",
        """NOT EXISTS (SELECT 1 FROM lot l WHERE l.id = NEW.lot_id AND l.state = 'released'
            AND CAST(NEW.total AS NUMERIC) <= CAST(l.quantity AS NUMERIC))
        OR CAST(NEW.quantity AS NUMERIC) <= 0
        OR NEW.sequence <> 1 + COALESCE((SELECT MAX(sequence) FROM shipment_line
            WHERE lot_id = NEW.lot_id), 0)
        OR ABS(CAST(NEW.total AS NUMERIC) - CAST(NEW.quantity AS NUMERIC)
            - COALESCE((SELECT MAX(CAST(total AS NUMERIC)) FROM shipment_line
                WHERE lot_id = NEW.lot_id), 0)) > 0.0000001""",
        "a lot leaves only while it is released, and never more than it holds",
    ),
    (
        "lot_shipped_whole",
        "lot",
        "UPDATE",
        """NEW.state = 'shipped' AND OLD.state <> 'shipped' AND NOT EXISTS (
            SELECT 1 FROM shipment_line WHERE lot_id = OLD.id
            AND CAST(total AS NUMERIC) >= CAST(NEW.quantity AS NUMERIC))""",
        "a lot has been shipped when all of it left",
    ),
)
