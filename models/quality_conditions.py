"""Conditions of the refusals about lots and nonconformances: no release without a pass, no decision unsigned.

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

QUALITY_CONDITIONS: Final[tuple[_Row, ...]] = (
    (
        "lot_released_good",
        "lot",
        "UPDATE",
        f"""NEW.state = 'released' AND OLD.state <> 'released' AND (
        EXISTS (SELECT 1 FROM nonconformance n WHERE n.lot_id = OLD.id AND n.state <> 'closed')
        OR EXISTS (SELECT 1 FROM inspection f WHERE f.lot_id = OLD.id
            AND f.state NOT IN ('pass', 'accepted_by_concession')
            AND NOT (f.state = 'fail' AND EXISTS ({_DONE_AGAIN}))))""",
        "a lot is released when what failed passed again or was conceded, and every finding is closed",
    ),
    (
        "nonconformance_closed",
        "nonconformance",
        "UPDATE",
        """NEW.state = 'closed' AND OLD.state <> 'closed' AND (NEW.disposition = '' OR NEW.closed_at IS NULL
        OR NOT EXISTS (SELECT 1 FROM signature s WHERE s.noun = 'nonconformance' AND s.entity_id = OLD.id
            AND s.meaning = 'disposed'))""",
        "a nonconformance is closed with its disposition signed",
    ),
    (
        "nonconformance_stays_closed",
        "nonconformance",
        "UPDATE",
        """OLD.state = 'closed' AND (NEW.title <>? OLD.title OR NEW.description <>? OLD.description
        OR NEW.containment <>? OLD.containment OR NEW.cause <>? OLD.cause OR NEW.action <>? OLD.action
        OR NEW.verification <>? OLD.verification OR NEW.disposition <>? OLD.disposition
        OR NEW.closed_at <>? OLD.closed_at)""",
        "what a closed nonconformance says stays",
    ),
)
