"""Conditions of the refusals about lots and nonconformances: no release without a pass, no decision unsigned,
no part disposed of twice.

SQL over NEW and OLD that both engines understand; ``<>?`` stands for "differs, NULLs counted".
"""

from __future__ import annotations

from typing import Final, Literal

_Row = tuple[str, str, Literal["INSERT", "UPDATE", "DELETE"], str, str]

# Closing a nonconformance makes no part good: after rework it is inspected again, used as it is only by concession.
_DONE_AGAIN: Final = """SELECT 1 FROM inspection a
    JOIN document_revision ar ON ar.id = a.document_revision_id
    JOIN document_revision fr ON fr.id = f.document_revision_id AND fr.document_id = ar.document_id
    WHERE a.lot_id = f.lot_id AND a.kind = f.kind AND a.id > f.id AND a.opened_at >= f.finished_at
    AND a.state IN ('pass', 'accepted_by_concession')"""
# Parts that were worked on or sorted are looked at again after the finding was closed, whatever had shown it.
_WORKED_ON_UNSEEN: Final = """SELECT 1 FROM nonconformance n
    JOIN nonconformance_disposition d ON d.nonconformance_id = n.id
    WHERE n.lot_id = OLD.id AND d.kind IN ('repair', 'sort', 'rework')
    AND NOT EXISTS (SELECT 1 FROM inspection a WHERE a.lot_id = OLD.id AND a.opened_at >= n.closed_at
        AND a.state IN ('pass', 'accepted_by_concession'))"""
# A SQLite number is a double; a difference this small is no difference of quantities.
SAME: Final = "0.0000001"


def taken_out(lot: str) -> str:
    """Return SQL for how much of a lot is scrapped or sent back; ``lot`` is SQL for its id."""
    return f"""COALESCE((SELECT SUM(CAST(o.quantity AS NUMERIC)) FROM nonconformance_disposition o
        JOIN nonconformance n ON n.id = o.nonconformance_id
        WHERE n.lot_id = {lot} AND o.kind IN ('scrap', 'return')), 0)"""


def _disposed(nonconformance: str) -> str:
    return f"""COALESCE((SELECT SUM(CAST(o.quantity AS NUMERIC)) FROM nonconformance_disposition o
        WHERE o.nonconformance_id = {nonconformance}), 0)"""


QUALITY_CONDITIONS: Final[tuple[_Row, ...]] = (
    (
        "lot_released_good",
        "lot",
        "UPDATE",
        f"""NEW.state = 'released' AND OLD.state <> 'released' AND (
        EXISTS (SELECT 1 FROM nonconformance n WHERE n.lot_id = OLD.id AND n.state <> 'closed')
        OR EXISTS (SELECT 1 FROM inspection f WHERE f.lot_id = OLD.id
            AND f.state NOT IN ('pass', 'accepted_by_concession')
            AND NOT (f.state = 'fail' AND EXISTS ({_DONE_AGAIN})))
        OR EXISTS ({_WORKED_ON_UNSEEN}))""",
        "a lot is released when what failed or was reworked passed again or was conceded, every finding closed",
    ),
    (
        "lot_released_of_something",
        "lot",
        "UPDATE",
        f"""NEW.state = 'released' AND OLD.state <> 'released'
        AND {taken_out("OLD.id")} >= CAST(NEW.quantity AS NUMERIC) - {SAME}""",
        "a lot of which all is scrapped or sent back is not released",
    ),
    (
        "disposition_of_what_was_found",
        "nonconformance_disposition",
        "INSERT",
        f"""NOT EXISTS (SELECT 1 FROM nonconformance n WHERE n.id = NEW.nonconformance_id AND n.quantity IS NOT NULL
        AND {_disposed("NEW.nonconformance_id")} + CAST(NEW.quantity AS NUMERIC)
            <= CAST(n.quantity AS NUMERIC) + {SAME})""",
        "dispositions never cover more than the nonconforming quantity",
    ),
    (
        "disposition_takes_of_its_lot",
        "nonconformance_disposition",
        "INSERT",
        f"""NEW.kind IN ('scrap', 'return') AND EXISTS (SELECT 1 FROM nonconformance m JOIN lot l ON l.id = m.lot_id
            WHERE m.id = NEW.nonconformance_id AND {taken_out("m.lot_id")} + CAST(NEW.quantity AS NUMERIC)
            > CAST(l.quantity AS NUMERIC) + {SAME})""",
        "no more of a lot is scrapped or sent back than it holds",
    ),
    (
        "disposition_conceded",
        "nonconformance_disposition",
        "INSERT",
        """NEW.kind = 'concession' AND NOT EXISTS (SELECT 1 FROM nonconformance n
            JOIN lot l ON l.id = n.lot_id JOIN concession c ON c.part_id = l.part_id
            WHERE n.id = NEW.nonconformance_id AND c.id = NEW.concession_id AND c.state = 'active')""",
        "parts of a lot are used under a concession of their part that is in force",
    ),
    (
        "nonconformance_counted",
        "nonconformance",
        "INSERT",
        f"""EXISTS (SELECT 1 FROM lot l WHERE l.id = NEW.lot_id
            AND CAST(NEW.quantity AS NUMERIC) > CAST(l.quantity AS NUMERIC) + {SAME})""",
        "no more parts are nonconforming than the lot holds",
    ),
    (
        "nonconformance_counted_again",
        "nonconformance",
        "UPDATE",
        f"""NEW.quantity <>? OLD.quantity AND (EXISTS (SELECT 1 FROM lot l WHERE l.id = NEW.lot_id
            AND CAST(NEW.quantity AS NUMERIC) > CAST(l.quantity AS NUMERIC) + {SAME})
        OR COALESCE(CAST(NEW.quantity AS NUMERIC), 0) < {_disposed("OLD.id")} - {SAME})""",
        "the nonconforming quantity covers its dispositions and no more than the lot",
    ),
    (
        "nonconformance_closed",
        "nonconformance",
        "UPDATE",
        f"""NEW.state = 'closed' AND OLD.state <> 'closed' AND (NEW.closed_at IS NULL OR NEW.quantity IS NULL
        OR (CAST(NEW.quantity AS NUMERIC) = 0 AND NEW.disposition_note = '')
        OR ABS({_disposed("OLD.id")} - CAST(NEW.quantity AS NUMERIC)) > {SAME}
        OR EXISTS (SELECT 1 FROM nonconformance_disposition d WHERE d.nonconformance_id = OLD.id
            AND d.kind = 'concession' AND COALESCE((SELECT SUM(CAST(u.quantity AS NUMERIC)) FROM concession_use u
                WHERE u.concession_id = d.concession_id AND u.lot_id = OLD.lot_id), 0)
                < CAST(d.quantity AS NUMERIC) - {SAME})
        OR NOT EXISTS (SELECT 1 FROM signature s WHERE s.noun = 'nonconformance' AND s.entity_id = OLD.id
            AND s.meaning = 'disposed'))""",
        "a nonconformance is closed with all its parts disposed of and that signed",
    ),
    (
        "nonconformance_stays_closed",
        "nonconformance",
        "UPDATE",
        """OLD.state = 'closed' AND (NEW.title <>? OLD.title OR NEW.description <>? OLD.description
        OR NEW.containment <>? OLD.containment OR NEW.cause <>? OLD.cause OR NEW.action <>? OLD.action
        OR NEW.verification <>? OLD.verification OR NEW.disposition_note <>? OLD.disposition_note
        OR NEW.quantity <>? OLD.quantity OR NEW.closed_at <>? OLD.closed_at)""",
        "what a closed nonconformance says stays",
    ),
)
