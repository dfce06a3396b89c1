"""Conditions of the refusals that belong to shipments; SQL over NEW that both engines understand."""

from __future__ import annotations

from typing import Final, Literal

from models.consumption_conditions import used_of
from models.quality_conditions import SAME, taken_out

_Row = tuple[str, str, Literal["INSERT", "UPDATE", "DELETE"], str, str]

SHIPPING_CONDITIONS: Final[tuple[_Row, ...]] = (
    (
        "shipment_line_leaves",
        "shipment_line",
        "INSERT",
        f"""NOT EXISTS (SELECT 1 FROM lot l WHERE l.id = NEW.lot_id AND l.state = 'released'
            AND CAST(NEW.total AS NUMERIC) <= CAST(l.quantity AS NUMERIC)
            AND CAST(NEW.total AS NUMERIC) + {taken_out("NEW.lot_id")} + {used_of("NEW.lot_id")}
            <= CAST(l.quantity AS NUMERIC) + {SAME})
        OR CAST(NEW.quantity AS NUMERIC) <= 0
        OR NEW.sequence <> 1 + COALESCE((SELECT MAX(sequence) FROM shipment_line
            WHERE lot_id = NEW.lot_id), 0)
        OR ABS(CAST(NEW.total AS NUMERIC) - CAST(NEW.quantity AS NUMERIC)
            - COALESCE((SELECT MAX(CAST(total AS NUMERIC)) FROM shipment_line
                WHERE lot_id = NEW.lot_id), 0)) > {SAME}""",
        "a lot leaves only while it is released, and never more than is good of it",
    ),
    (
        "lot_shipped_whole",
        "lot",
        "UPDATE",
        f"""NEW.state = 'shipped' AND OLD.state <> 'shipped' AND NOT EXISTS (
            SELECT 1 FROM shipment_line WHERE lot_id = OLD.id
            AND (CAST(total AS NUMERIC) >= CAST(NEW.quantity AS NUMERIC)
                OR ({taken_out("OLD.id")} + {used_of("OLD.id")} > 0
                AND CAST(total AS NUMERIC) + {taken_out("OLD.id")} + {used_of("OLD.id")}
                >= CAST(NEW.quantity AS NUMERIC) - {SAME})))""",
        "a lot has been shipped when all that is good of it left",
    ),
)
