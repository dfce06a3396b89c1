"""Conditions of the refusals that belong to one table only: release, signatures, effectivity, the chain.

SQL over NEW and OLD that both engines understand; ``<>?`` stands for "differs, NULLs counted".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from models.change_conditions import CHANGE_CONDITIONS
from models.consumption_conditions import CONSUMPTION_CONDITIONS
from models.quality_conditions import QUALITY_CONDITIONS
from models.shipping_conditions import SHIPPING_CONDITIONS

Event = Literal["INSERT", "UPDATE", "DELETE"]
Condition = tuple[str, str, Event, str, str]


def _signed_transfer(row: str) -> str:
    """Return SQL that is true while the transfer of a row's line is signed, for this very plan, and not done."""
    return f"""EXISTS (SELECT 1 FROM transfer_line l JOIN transfer t ON t.id = l.transfer_id
            JOIN signature s ON s.id = t.signature_id WHERE l.id = {row}.transfer_line_id
            AND t.state = 'signed' AND s.content_hash = t.plan_hash)"""


def _revisions(noun: str) -> Iterator[Condition]:
    yield (
        f"{noun}_release",
        noun,
        "UPDATE",
        f"""OLD.state <> 'released' AND NEW.state = 'released' AND NOT EXISTS (
            SELECT 1 FROM review WHERE state = 'approved' AND content_hash = NEW.content_hash
            AND id = (SELECT MAX(id) FROM review WHERE noun = '{noun}' AND entity_id = OLD.id))
            AND NOT (OLD.migrated = 1 AND {_signed_transfer("OLD")})""",
        f"a {noun} is released only as it was approved",
    )
    yield (
        f"{noun}_migrated",
        noun,
        "INSERT",
        f"""(NEW.migrated = 1 AND NOT {_signed_transfer("NEW")}) OR (NEW.migrated = 0
        AND (NEW.transfer_line_id IS NOT NULL OR NEW.original_revision IS NOT NULL
            OR NEW.original_approved_on IS NOT NULL OR NEW.original_approver IS NOT NULL))""",
        f"a {noun} comes from before the program only by a signed transfer",
    )
    yield (
        f"{noun}_dates",
        noun,
        "UPDATE",
        """(NEW.state IN ('draft', 'in_review') AND NEW.released_at IS NOT NULL)
        OR (NEW.state NOT IN ('draft', 'in_review') AND NEW.released_at IS NULL)
        OR (OLD.state NOT IN ('draft', 'in_review') AND NEW.released_at <>? OLD.released_at)
        OR (OLD.superseded_by_id IS NOT NULL AND NEW.superseded_by_id <>? OLD.superseded_by_id)
        OR (NEW.superseded_by_id IS NOT NULL AND NEW.state NOT IN ('superseded', 'obsolete'))""",
        f"when a {noun} was released and by what it was followed never changes",
    )


def _effectivity() -> Iterator[Condition]:
    """The general effectivity on the revision, and the special ones beside it: never two at once in one scope."""
    yield (
        "part_revision_effectivity",
        "part_revision",
        "UPDATE",
        """(NEW.state IN ('draft', 'in_review')
            AND (NEW.effective_from IS NOT NULL OR NEW.effective_to IS NOT NULL))
        OR (NEW.state NOT IN ('draft', 'in_review') AND NEW.effective_from IS NULL
            AND NOT EXISTS (SELECT 1 FROM effectivity WHERE revision_id = NEW.id))
        OR (NEW.effective_from IS NULL AND NEW.effective_to IS NOT NULL)
        OR (OLD.effective_from IS NOT NULL AND NEW.effective_from <>? OLD.effective_from)
        OR (OLD.state NOT IN ('in_review', 'released') AND (NEW.effective_to <>? OLD.effective_to
            OR NEW.effective_from <>? OLD.effective_from))
        OR (NEW.state IN ('superseded', 'obsolete') AND NEW.effective_from IS NOT NULL
            AND NEW.effective_to IS NULL)
        OR NEW.effective_to < NEW.effective_from
        OR (NEW.effective_from <>? OLD.effective_from OR NEW.effective_to <>? OLD.effective_to)
            AND EXISTS (SELECT 1 FROM part_revision o WHERE o.part_id = NEW.part_id AND o.id <> NEW.id
                AND (o.effective_to IS NULL OR o.effective_to > NEW.effective_from)
                AND (NEW.effective_to IS NULL OR o.effective_from < NEW.effective_to)
                AND o.effective_from <>? o.effective_to AND NEW.effective_from <>? NEW.effective_to
                AND o.effective_from IS NOT NULL AND NEW.effective_from IS NOT NULL)""",
        "revisions of a part are in force one after the other",
    )
    yield (
        "part_revision_effective_new",
        "part_revision",
        "INSERT",
        "NEW.effective_from IS NOT NULL OR NEW.effective_to IS NOT NULL",
        "a draft is not in force",
    )
    yield (
        "effectivity_scope",
        "effectivity",
        "INSERT",
        """NOT EXISTS (SELECT 1 FROM part_revision WHERE id = NEW.revision_id AND part_id = NEW.part_id
            AND state IN ('in_review', 'released', 'superseded'))
        OR (NEW.scope = 'lot_range' AND EXISTS (SELECT 1 FROM effectivity o WHERE o.part_id = NEW.part_id
            AND o.scope = 'lot_range' AND o.scope_key <> NEW.scope_key))
        OR EXISTS (SELECT 1 FROM effectivity o WHERE o.part_id = NEW.part_id AND o.scope = NEW.scope
            AND o.scope_key = NEW.scope_key AND (o.to_at IS NULL OR o.to_at > NEW.from_at)
            AND (NEW.to_at IS NULL OR o.from_at < NEW.to_at)
            AND (o.to_lot IS NULL OR NEW.from_lot IS NULL OR o.to_lot > NEW.from_lot)
            AND (NEW.to_lot IS NULL OR o.from_lot IS NULL OR o.from_lot < NEW.to_lot))""",
        "one revision is in force in a scope at a time, and the lots of a part are counted by one mask",
    )
    yield (
        "effectivity_end",
        "effectivity",
        "UPDATE",
        "OLD.to_at IS NOT NULL AND NEW.to_at <>? OLD.to_at",
        "the end of a special effectivity is set once",
    )


def _attributes(event: Event) -> Iterator[Condition]:
    for table, controlled in (("part_attribute", 0), ("revision_attribute", 1)):
        yield (
            f"{table}_kind_{event.lower()}",
            table,
            event,
            f"""NOT EXISTS (SELECT 1 FROM attribute_definition WHERE id = NEW.definition_id
                AND controlled = {controlled})""",
            "a controlled attribute belongs to a revision, an uncontrolled one to the part",
        )


def _links(event: Event) -> Iterator[Condition]:
    yield (
        f"bom_line_parts_{event.lower()}",
        "bom_line",
        event,
        """(NEW.pinned_revision_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM part_revision
            WHERE id = NEW.pinned_revision_id AND part_id = NEW.child_part_id))
        OR NEW.child_part_id = (SELECT part_id FROM part_revision WHERE id = NEW.revision_id)""",
        "a line holds another part, in a revision of that part",
    )
    yield (
        f"bom_substitute_parts_{event.lower()}",
        "bom_substitute",
        event,
        """EXISTS (SELECT 1 FROM bom_line l JOIN part_revision r ON r.id = l.revision_id
            WHERE l.id = NEW.line_id AND NEW.part_id IN (l.child_part_id, r.part_id))""",
        "a substitute is another part than that of its line and than the assembly",
    )
    yield (
        f"part_document_of_{event.lower()}",
        "part_document",
        event,
        """NEW.document_revision_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM document_revision
            WHERE id = NEW.document_revision_id AND document_id = NEW.document_id)""",
        "a part uses a revision of that very document",
    )


CONDITIONS: Final[tuple[Condition, ...]] = (
    (
        "audit_entry_chain",
        "audit_entry",
        "INSERT",
        f"""NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM audit_entry) OR NEW.prev <> COALESCE(
            (SELECT hash FROM audit_entry ORDER BY seq DESC LIMIT 1), '{"0" * 64}')""",
        "the audit chain has no such place",
    ),
    *_revisions("part_revision"),
    *_revisions("document_revision"),
    *_effectivity(),
    *_links("INSERT"),
    *_links("UPDATE"),
    *_attributes("INSERT"),
    *_attributes("UPDATE"),
    (
        "part_unit_in_use",
        "part",
        "UPDATE",
        "NEW.unit <>? OLD.unit AND EXISTS (SELECT 1 FROM bom_line WHERE child_part_id = OLD.id)",
        "the unit of a part that a BOM names never changes",
    ),
    (
        "review_begins_open",
        "review",
        "INSERT",
        "NEW.state <> 'open' OR NEW.ended_at IS NOT NULL",
        "a review begins open",
    ),
    (
        "review_approved",
        "review",
        "UPDATE",
        """(NEW.state = 'approved' AND OLD.state <> 'approved' AND (
            EXISTS (SELECT 1 FROM review_step u WHERE u.review_id = OLD.id AND u.signature_id IS NULL
                AND (SELECT COUNT(*) FROM review_step d WHERE d.review_id = u.review_id AND d.stage = u.stage
                    AND d.signature_id IS NOT NULL) < u.quorum
                AND NOT EXISTS (SELECT 1 FROM review_step f WHERE f.review_id = u.review_id AND f.may_decide = 1
                    AND f.signature_id IS NOT NULL AND f.stage < u.stage))
            OR NOT EXISTS (SELECT 1 FROM review_step WHERE review_id = OLD.id AND signature_id IS NOT NULL
                AND (meaning = 'approved' OR may_decide = 1))))
        OR (OLD.state <> 'open' AND NEW.ended_at <>? OLD.ended_at)""",
        "a review is approved by all its signatures, an approving one among them",
    ),
    (
        "review_step_unsigned",
        "review_step",
        "INSERT",
        """NEW.signature_id IS NOT NULL
        OR COALESCE((SELECT state FROM review WHERE id = NEW.review_id), 'none') <> 'open'""",
        "a step joins an open review and is signed afterwards",
    ),
    (
        "review_step_signed_once",
        "review_step",
        "UPDATE",
        "OLD.signature_id IS NOT NULL AND NEW.signature_id <>? OLD.signature_id",
        "a signature is never taken off a step",
    ),
    (
        "review_step_signature",
        "review_step",
        "UPDATE",
        """OLD.signature_id IS NULL AND NEW.signature_id IS NOT NULL AND (
            NOT EXISTS (SELECT 1 FROM signature s JOIN review r ON r.id = NEW.review_id
                WHERE s.id = NEW.signature_id AND r.state = 'open' AND s.noun = r.noun
                AND s.entity_id = r.entity_id AND s.content_hash = r.content_hash AND s.meaning = NEW.meaning)
            OR EXISTS (SELECT 1 FROM review_step o JOIN signature a ON a.id = o.signature_id
                JOIN signature b ON b.id = NEW.signature_id
                WHERE o.review_id = NEW.review_id AND o.id <> NEW.id AND a.user_id = b.user_id)
            OR (NEW.meaning = 'approved' OR NEW.may_decide = 1) AND EXISTS (
                SELECT 1 FROM signature s JOIN review r ON r.id = NEW.review_id
                WHERE s.id = NEW.signature_id AND (s.user_id = r.opened_by_id
                OR s.user_id = (SELECT created_by_id FROM part_revision
                    WHERE id = r.entity_id AND r.noun = 'part_revision')
                OR s.user_id = (SELECT created_by_id FROM document_revision
                    WHERE id = r.entity_id AND r.noun = 'document_revision')
                OR s.user_id = (SELECT created_by_id FROM change_order
                    WHERE id = r.entity_id AND r.noun = 'change_order')
                OR s.user_id = (SELECT created_by_id FROM concession
                    WHERE id = r.entity_id AND r.noun = 'concession'))))""",
        "a step is signed for this content, by another person each, and approved by nobody who wrote it",
    ),
    (
        "number_counter_forward",
        "number_counter",
        "UPDATE",
        "NEW.next_number < OLD.next_number",
        "a number is never given twice",
    ),
    (
        "transfer_signed",
        "transfer",
        "UPDATE",
        """NEW.state IN ('signed', 'done') AND NOT EXISTS (SELECT 1 FROM signature s
            WHERE s.id = NEW.signature_id AND s.noun = 'transfer' AND s.entity_id = OLD.id
            AND s.content_hash = NEW.plan_hash AND s.meaning = 'transferred')
        OR NEW.state IN ('draft', 'signed') AND NEW.ended_at IS NOT NULL
        OR NEW.state IN ('done', 'canceled') AND NEW.ended_at IS NULL
        OR OLD.ended_at IS NOT NULL AND NEW.ended_at <>? OLD.ended_at""",
        "a transfer is brought in as its plan was signed",
    ),
    (
        "calibration_transferred",
        "calibration",
        "INSERT",
        f"NEW.transfer_line_id IS NOT NULL AND NOT {_signed_transfer('NEW')}",
        "a calibration comes from before the program only by a signed transfer",
    ),
    (
        "check_out_of_draft",
        "check_out",
        "INSERT",
        """NEW.ended_at IS NOT NULL OR COALESCE((SELECT state FROM document_revision
            WHERE id = NEW.revision_id), 'none') <> 'draft'""",
        "only a draft is checked out",
    ),
    (
        "check_out_ends_once",
        "check_out",
        "UPDATE",
        """(NEW.ended_at IS NULL) <> (NEW.ending IS NULL)
        OR OLD.ended_at IS NOT NULL AND (NEW.ended_at <>? OLD.ended_at OR NEW.ending <>? OLD.ending)""",
        "a check-out ends once",
    ),
    (
        "markup_withdrawn_once",
        "markup",
        "UPDATE",
        "OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at <>? OLD.withdrawn_at",
        "a redline is withdrawn once",
    ),
    (
        "controlled_copy_of_released",
        "controlled_copy",
        "INSERT",
        """NEW.state <> 'issued' OR NEW.ended_at IS NOT NULL OR COALESCE((SELECT state FROM document_revision
            WHERE id = NEW.document_revision_id), 'none') <> 'released'""",
        "controlled copies are issued of what is released",
    ),
    (
        "controlled_copy_ended",
        "controlled_copy",
        "UPDATE",
        """(NEW.state IN ('returned', 'destroyed')) <> (NEW.ended_at IS NOT NULL)
        OR OLD.ended_at IS NOT NULL AND NEW.ended_at <>? OLD.ended_at
        OR OLD.received_at IS NOT NULL AND (NEW.received_at <>? OLD.received_at
            OR NEW.received_by <>? OLD.received_by)
        OR OLD.recalled_at IS NOT NULL AND (NEW.recalled_at <>? OLD.recalled_at
            OR NEW.recalled_for_id <>? OLD.recalled_for_id)
        OR NEW.state = 'destroyed' AND NOT EXISTS (SELECT 1 FROM signature s WHERE s.id = NEW.signature_id
            AND s.noun = 'controlled_copy' AND s.entity_id = OLD.id AND s.meaning = 'disposed')""",
        "a copy ends once, and its destruction is signed",
    ),
    (
        "work_order_frozen",
        "work_order",
        "UPDATE",
        "OLD.state <> 'planned' AND NEW.part_revision_id <>? OLD.part_revision_id",
        "an order keeps the revision it was released with",
    ),
    *CHANGE_CONDITIONS,
    *QUALITY_CONDITIONS,
    *CONSUMPTION_CONDITIONS,
    *SHIPPING_CONDITIONS,
)
