"""Conditions of the refusals of the change ledger: one open order per item, all items or none, nothing undisposed.

SQL over NEW and OLD that both engines understand; ``<>?`` stands for "differs, NULLs counted".
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

Event = Literal["INSERT", "UPDATE", "DELETE"]
Condition = tuple[str, str, Event, str, str]

_OPEN_ORDER: Final = "('draft', 'impact')"
_ENDED: Final = "('closed', 'rejected', 'canceled')"


def _approved(noun: str) -> str:
    """Return SQL that is true while the newest review of a row is approved for the row's content."""
    return f"""EXISTS (SELECT 1 FROM review r WHERE r.state = 'approved' AND r.content_hash = NEW.content_hash
        AND r.id = (SELECT MAX(id) FROM review WHERE noun = '{noun}' AND entity_id = OLD.id))"""


def _differs(columns: Iterable[str]) -> str:
    return "(" + " OR ".join(f"NEW.{column} <>? OLD.{column}" for column in columns) + ")"


_ORDER_CONTENT: Final = (
    "title", "reason", "customer_change_id", "request_id", "effective_on", "effective_lot", "lot_mask", "cost",
    "currency", "customer_needed", "impact",
)  # fmt: skip
_CONCESSION_CONTENT: Final = (
    "part_id", "characteristic", "lower_limit", "upper_limit", "customers", "title", "reason", "until", "quantity",
)  # fmt: skip
_CUSTOMER: Final = ("customer_approval", "customer_approved_on", "customer_file_hash")
_ITEM_RELEASED: Final = """CASE WHEN a.noun = 'part_revision'
    THEN (SELECT state FROM part_revision WHERE id = a.to_revision_id)
    ELSE (SELECT state FROM document_revision WHERE id = a.to_revision_id) END"""

_REQUEST_ACCEPTED: Final = """(NEW.request_id IS NULL OR EXISTS (SELECT 1 FROM change_request
    WHERE id = NEW.request_id AND state = 'accepted'))"""

CHANGE_CONDITIONS: Final[tuple[Condition, ...]] = (
    (
        "change_request_content",
        "change_request",
        "UPDATE",
        f"""(OLD.state <> 'draft' AND {_differs(("title", "reason", "to_customer"))})
        OR (OLD.state NOT IN ('draft', 'submitted') AND NEW.answer <>? OLD.answer)""",
        "a request that was handed in keeps its words, and its answer stays",
    ),
    (
        "change_order_request_new",
        "change_order",
        "INSERT",
        f"NOT {_REQUEST_ACCEPTED}",
        "a change order is made only for an accepted request",
    ),
    (
        "change_order_request",
        "change_order",
        "UPDATE",
        f"NEW.request_id <>? OLD.request_id AND NOT {_REQUEST_ACCEPTED}",
        "a change order is made only for an accepted request",
    ),
    (
        "change_order_begins",
        "change_order",
        "INSERT",
        """NEW.state <> 'draft' OR NEW.content_hash IS NOT NULL OR NEW.released_at IS NOT NULL
        OR NEW.closed_at IS NOT NULL""",
        "a change order begins as a draft",
    ),
    (
        "change_order_content",
        "change_order",
        "UPDATE",
        f"OLD.state NOT IN {_OPEN_ORDER} AND {_differs(_ORDER_CONTENT)}",
        "a change order that was sent on its way keeps its content",
    ),
    (
        "change_order_hash",
        "change_order",
        "UPDATE",
        f"""(OLD.state NOT IN {_OPEN_ORDER} AND NEW.state NOT IN {_OPEN_ORDER}
            AND NEW.content_hash <>? OLD.content_hash)
        OR (NEW.state IN ('routed', 'approved', 'released', 'implemented', 'closed') AND NEW.content_hash IS NULL)
        OR (OLD.released_at IS NOT NULL AND NEW.released_at <>? OLD.released_at)
        OR (NEW.state IN ('released', 'implemented', 'closed') AND NEW.released_at IS NULL)
        OR (NEW.state NOT IN ('released', 'implemented', 'closed', 'held') AND NEW.released_at IS NOT NULL)
        OR ((NEW.state = 'closed') <> (NEW.closed_at IS NOT NULL))""",
        "what a change order says of its signing and release never changes",
    ),
    (
        "change_order_customer",
        "change_order",
        "UPDATE",
        f"OLD.released_at IS NOT NULL AND OLD.customer_approval <> '' AND {_differs(_CUSTOMER)}",
        "the approval of the customer that a change order was released with stays",
    ),
    (
        "change_order_held",
        "change_order",
        "UPDATE",
        """(NEW.state = 'held') <> (NEW.held_from IS NOT NULL)
        OR (NEW.state = 'held' AND OLD.state <> 'held' AND NEW.held_from <>? OLD.state)
        OR (OLD.state = 'held' AND NEW.state NOT IN ('held', 'canceled') AND NEW.state <>? OLD.held_from)
        OR (OLD.state = 'held' AND NEW.state = 'held' AND NEW.held_from <>? OLD.held_from)""",
        "a held change order goes on where it was",
    ),
    (
        "change_order_approved",
        "change_order",
        "UPDATE",
        f"NEW.state = 'approved' AND OLD.state = 'routed' AND NOT {_approved('change_order')}",
        "a change order is approved by its signatures",
    ),
    (
        "change_order_released",
        "change_order",
        "UPDATE",
        f"""NEW.state = 'released' AND OLD.state = 'approved' AND (NOT {_approved("change_order")}
        OR NOT EXISTS (SELECT 1 FROM affected_revision WHERE change_order_id = OLD.id)
        OR EXISTS (SELECT 1 FROM affected_revision a WHERE a.change_order_id = OLD.id
            AND COALESCE({_ITEM_RELEASED}, 'none') <> 'released')
        OR (NEW.customer_needed = 1 AND (NEW.customer_approval = '' OR NEW.customer_file_hash IS NULL)))""",
        "a change order is released with all its items, and with the approval of the customer where it needs one",
    ),
    (
        "change_order_closed",
        "change_order",
        "UPDATE",
        """NEW.state IN ('implemented', 'closed') AND OLD.state <> NEW.state AND (
        EXISTS (SELECT 1 FROM change_disposition WHERE change_order_id = OLD.id AND decision IS NULL)
        OR EXISTS (SELECT 1 FROM change_task WHERE change_order_id = OLD.id AND done_at IS NULL))""",
        "a change order is not ended with stock, work in progress, orders or tasks open",
    ),
    (
        "affected_revision_joins",
        "affected_revision",
        "INSERT",
        f"""NEW.is_open <> 1 OR NEW.noun NOT IN ('part_revision', 'document_revision')
        OR COALESCE((SELECT state FROM change_order WHERE id = NEW.change_order_id), 'none') NOT IN {_OPEN_ORDER}
        OR COALESCE(CASE WHEN NEW.noun = 'part_revision'
            THEN (SELECT part_id FROM part_revision WHERE id = NEW.to_revision_id)
            ELSE (SELECT document_id FROM document_revision WHERE id = NEW.to_revision_id) END, -1)
            <> NEW.owner_id""",
        "an item joins a change order before it is sent on its way, with a revision of its own",
    ),
    (
        "affected_revision_stays",
        "affected_revision",
        "UPDATE",
        f"""{_differs(("change_order_id", "noun", "owner_id", "from_revision_id", "to_revision_id"))}
        OR (NEW.note <>? OLD.note AND COALESCE((SELECT state FROM change_order WHERE id = OLD.change_order_id),
            'none') NOT IN {_OPEN_ORDER})
        OR (NEW.is_open <> OLD.is_open AND (NEW.is_open = 1 OR COALESCE((SELECT state FROM change_order
            WHERE id = OLD.change_order_id), 'none') NOT IN {_ENDED}))""",
        "an item is open as long as its change order is",
    ),
    (
        "affected_revision_leaves",
        "affected_revision",
        "DELETE",
        f"COALESCE((SELECT state FROM change_order WHERE id = OLD.change_order_id), 'none') NOT IN {_OPEN_ORDER}",
        "an item leaves a change order only before it is sent on its way",
    ),
    *(
        (
            f"{noun}_with_its_order",
            noun,
            "UPDATE",
            f"""NEW.state = 'released' AND OLD.state <> 'released' AND EXISTS (
            SELECT 1 FROM affected_revision a JOIN change_order o ON o.id = a.change_order_id
            WHERE a.noun = '{noun}' AND a.to_revision_id = OLD.id AND a.is_open = 1 AND o.state <> 'approved')""",
            f"a {noun} of an open change order is released with it",
        )
        for noun in ("part_revision", "document_revision")
    ),
    (
        "change_disposition_decided",
        "change_disposition",
        "UPDATE",
        f"""(OLD.decision IS NOT NULL AND NEW.decision IS NULL)
        OR (OLD.decision <> 'hold' AND {_differs(("decision", "note", "decided_by_id", "decided_at"))})
        OR (NEW.decision IS NOT NULL AND (NEW.decided_at IS NULL))
        OR COALESCE((SELECT state FROM change_order WHERE id = OLD.change_order_id), 'closed') = 'closed'""",
        "a disposition other than hold is decided once and for good, none after the order was closed",
    ),
    (
        "change_disposition_joins",
        "change_disposition",
        "INSERT",
        f"COALESCE((SELECT state FROM change_order WHERE id = NEW.change_order_id), 'closed') IN {_ENDED}",
        "nothing joins a change order that ended",
    ),
    (
        "change_task_joins",
        "change_task",
        "INSERT",
        f"COALESCE((SELECT state FROM change_order WHERE id = NEW.change_order_id), 'closed') IN {_ENDED}",
        "nothing joins a change order that ended",
    ),
    (
        "change_task_done_once",
        "change_task",
        "UPDATE",
        "OLD.done_at IS NOT NULL AND (NEW.done_at <>? OLD.done_at OR NEW.done_by_id <>? OLD.done_by_id)",
        "what is done stays done",
    ),
    (
        "four_m_begins",
        "four_m_change",
        "INSERT",
        "NEW.state <> 'reported' OR NEW.customer_approval <> '' OR NEW.trial_result <> ''",
        "a 4M change begins as reported",
    ),
    (
        "four_m_customer",
        "four_m_change",
        "UPDATE",
        """(OLD.customer_needed = 1 AND NEW.customer_needed = 0 AND OLD.state <> 'reported')
        OR (NEW.state = 'approved' AND OLD.state <> 'approved' AND NEW.customer_needed = 1
            AND (OLD.state <> 'customer_pending' OR NEW.customer_approval = '' OR NEW.customer_file_hash IS NULL))
        OR (OLD.customer_approval <> '' AND NEW.customer_approval <>? OLD.customer_approval)""",
        "a 4M change the customer must approve is approved with number and file of the customer",
    ),
    (
        "four_m_tried",
        "four_m_change",
        "UPDATE",
        """NEW.state = 'effective' AND OLD.state <> 'effective'
        AND (NEW.trial_lot_id IS NULL OR NEW.trial_result = '' OR NEW.effective_on IS NULL)""",
        "a 4M change takes effect after its first lot was tried",
    ),
    (
        "concession_begins",
        "concession",
        "INSERT",
        "NEW.state <> 'draft' OR NEW.content_hash IS NOT NULL OR NEW.used <> '0'",
        "a concession begins as a draft, unused",
    ),
    (
        "concession_content",
        "concession",
        "UPDATE",
        f"""OLD.state <> 'draft' AND ({_differs(_CONCESSION_CONTENT)}
        OR (NEW.state <> 'draft' AND NEW.content_hash <>? OLD.content_hash))""",
        "a concession that was sent on its way keeps its limits",
    ),
    (
        "concession_customer",
        "concession",
        "UPDATE",
        f"OLD.state NOT IN ('draft', 'routed') AND {_differs(('customer_approval', 'customer_file_hash'))}",
        "the approval of the customer that a concession came in force with stays",
    ),
    (
        "concession_counted",
        "concession",
        "UPDATE",
        """NEW.used <>? OLD.used AND NEW.used <>? (SELECT u.total FROM concession_use u WHERE u.concession_id = OLD.id
            ORDER BY u.sequence DESC LIMIT 1)""",
        "what was used of a concession is the sum of its uses",
    ),
    (
        "concession_active",
        "concession",
        "UPDATE",
        f"""NEW.state = 'active' AND OLD.state <> 'active' AND (NOT {_approved("concession")}
        OR (NEW.customers = 1 AND (NEW.customer_approval = '' OR NEW.customer_file_hash IS NULL)))""",
        "a concession is signed, and for a characteristic of the customer only with number and file of the customer",
    ),
    (
        "concession_used",
        "concession_use",
        "INSERT",
        """NOT EXISTS (SELECT 1 FROM concession c WHERE c.id = NEW.concession_id AND c.state = 'active'
            AND (c.until IS NULL OR NEW.used_on <= c.until)
            AND (c.quantity IS NULL OR CAST(NEW.total AS NUMERIC) <= CAST(c.quantity AS NUMERIC)))
        OR NEW.sequence <> 1 + COALESCE((SELECT MAX(sequence) FROM concession_use
            WHERE concession_id = NEW.concession_id), 0)
        OR CAST(NEW.quantity AS NUMERIC) <= 0
        OR ABS(CAST(NEW.total AS NUMERIC) - CAST(NEW.quantity AS NUMERIC) - COALESCE((
            SELECT CAST(u.total AS NUMERIC) FROM concession_use u
            WHERE u.concession_id = NEW.concession_id AND u.sequence = NEW.sequence - 1), 0)) > 0.0000001""",
        "a concession is used while it lasts and up to its quantity",
    ),
    (
        "inspection_conceded",
        "inspection",
        "UPDATE",
        """NEW.state = 'accepted_by_concession' AND OLD.state <> 'accepted_by_concession' AND NOT EXISTS (
            SELECT 1 FROM concession_use u WHERE u.lot_id = NEW.lot_id)""",
        "a failed inspection is accepted only with its lot used under a concession",
    ),
    (
        "deputy_ends",
        "deputy",
        "UPDATE",
        f"""{_differs(("user_id", "deputy_id", "from_on", "reason", "given_by_id", "given_at"))}
        OR NEW.to_on > OLD.to_on""",
        "a deputyship can only be shortened",
    ),
)
