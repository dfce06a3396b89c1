"""Conditions of the refusals about what was put into what; SQL over NEW that both engines understand."""

from __future__ import annotations

from typing import Final, Literal

from models.quality_conditions import SAME, taken_out

_Row = tuple[str, str, Literal["INSERT", "UPDATE", "DELETE"], str, str]


def used_of(lot: str) -> str:
    """Return SQL for how much of a lot was put into others; ``lot`` is SQL for its id."""
    return f"""COALESCE((SELECT SUM(CAST(u.quantity AS NUMERIC)) FROM consumption u
        WHERE u.used_lot_id = {lot}), 0)"""


def shipped_of(lot: str) -> str:
    """Return SQL for how much of a lot has left the house; ``lot`` is SQL for its id."""
    return f"""COALESCE((SELECT SUM(CAST(s.quantity AS NUMERIC)) FROM shipment_line s
        WHERE s.lot_id = {lot}), 0)"""


# Everything the used lot was made of, over all levels; what was taken back no longer counts.
_MADE_OF: Final = """WITH RECURSIVE below(id) AS (SELECT NEW.used_lot_id UNION
    SELECT c.used_lot_id FROM consumption c JOIN below b ON c.made_lot_id = b.id
    WHERE c.takes_back_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM consumption t WHERE t.takes_back_id = c.id))
    SELECT 1 FROM below WHERE below.id = NEW.made_lot_id"""

CONSUMPTION_CONDITIONS: Final[tuple[_Row, ...]] = (
    (
        "consumption_counted",
        "consumption",
        "INSERT",
        """NEW.sequence <> 1 + COALESCE((SELECT MAX(sequence) FROM consumption
            WHERE used_lot_id = NEW.used_lot_id), 0)""",
        "what is put in of a lot is counted 1, 2, 3",
    ),
    (
        "consumption_takes_back",
        "consumption",
        "INSERT",
        """NEW.takes_back_id IS NOT NULL AND (TRIM(NEW.reason) = '' OR NOT EXISTS (
            SELECT 1 FROM consumption o WHERE o.id = NEW.takes_back_id AND o.takes_back_id IS NULL
            AND o.made_lot_id = NEW.made_lot_id AND o.used_lot_id = NEW.used_lot_id
            AND NEW.quantity = '-' || o.quantity))""",
        "only what was put in is taken back, whole and with the reason",
    ),
    (
        "consumption_of_what_is_there",
        "consumption",
        "INSERT",
        f"""NEW.takes_back_id IS NULL AND (CAST(NEW.quantity AS NUMERIC) <= 0
        OR NOT EXISTS (SELECT 1 FROM lot m WHERE m.id = NEW.made_lot_id
            AND m.state IN ('quarantine', 'released'))
        OR NOT EXISTS (SELECT 1 FROM lot l WHERE l.id = NEW.used_lot_id AND l.state = 'released'
            AND {used_of("l.id")} + {shipped_of("l.id")} + {taken_out("l.id")} + CAST(NEW.quantity AS NUMERIC)
            <= CAST(l.quantity AS NUMERIC) + {SAME}))""",
        "only a released lot is put in, never more than is good of it, and into no lot that is held or gone",
    ),
    (
        "consumption_without_cycle",
        "consumption",
        "INSERT",
        f"""NEW.takes_back_id IS NULL AND EXISTS ({_MADE_OF})""",
        "no lot is made of itself",
    ),
)
