"""What the database itself protects: append-only tables, frozen content, listed transitions, owned rows.

Lists only; the refusals made of them stand in models/triggers.py.
"""

from __future__ import annotations

from typing import Final

APPEND_ONLY: Final = (
    "audit_entry",
    "baseline",
    "calibration",
    "checklist_template",
    "customer_form",
    "evidence",
    "evidence_pack",
    "evidence_rejection",
    "evidence_withdrawal",
    "file_fact",
    "file_opened",
    "form_issue",
    "interim_shipment",
    "issued_document",
    "licensed_check",
    "nonconformance_reading",
    "order_snapshot",
    "reading",
    "signature",
    "submission",
    "submission_verdict",
    "tag_layout",
    "tag_print",
    "vault_chunk",
    "vault_file",
)
NEVER_DELETED: Final = (
    "assessment",
    "assessment_finding",
    "check_out",
    "controlled_copy",
    "attribute_definition",
    "customer",
    "effectivity",
    "gauge",
    "inspection",
    "lot",
    "markup",
    "nonconformance",
    "number_counter",
    "numbering_scheme",
    "operation",
    "plant_setting",
    "requirement",
    "requirement_score",
    "review",
    "review_step",
    "sheet_mapping",
    "station",
    "transfer",
    "user_account",
    "work_order",
)

# Content that never changes once the row exists, whatever its state.
IMMUTABLE: Final = {
    "check_out": ("revision_id", "user_id", "folder", "host", "taken_at"),
    "controlled_copy": (
        "uuid",
        "document_revision_id",
        "number",
        "place",
        "holder",
        "issued_by_id",
        "issued_at",
    ),
    "document_version": ("revision_id", "number", "name", "file_hash", "note", "made_by_id", "made_at"),
    "markup": (
        "document_revision_id",
        "file_hash",
        "page",
        "layer",
        "shape",
        "points",
        "text",
        "made_by_id",
        "made_at",
    ),
    "inspection": (
        "number",
        "kind",
        "order_id",
        "snapshot_id",
        "lot_id",
        "part_revision_id",
        "document_revision_id",
        "sample_size",
        "opened_by_id",
        "opened_at",
        "work_day",
    ),
    "review": ("noun", "entity_id", "content_hash", "opened_by_id", "opened_at"),
    "review_step": ("review_id", "position", "meaning", "role"),
    "lot": ("number", "part_id", "order_id", "work_day"),
    "work_order": ("number",),
    "nonconformance": ("number", "part_revision_id", "lot_id", "inspection_id", "found_at", "work_day"),
    "assessment": (
        "number",
        "template_id",
        "level",
        "scope",
        "part_revision_id",
        "customer_id",
        "follows_id",
    ),
    "assessment_finding": (
        "assessment_id",
        "requirement_id",
        "number",
        "kind",
        "text",
        "found_by_id",
        "found_at",
    ),
    "requirement_score": ("requirement_id", "step"),
    "requirement": ("assessment_id", "code", "position", "title", "title_ko", "submission", "rule"),
    "gauge": ("number",),
    "part_iteration": ("revision_id", "number", "note", "content", "content_hash", "made_by_id", "made_at"),
    "attribute_definition": ("kind", "type", "unit", "controlled"),
    "numbering_scheme": ("kind",),
    "effectivity": (
        "part_id",
        "revision_id",
        "scope",
        "scope_key",
        "shown",
        "from_lot",
        "to_lot",
        "from_at",
        "reason",
    ),
    "part_revision": (
        "part_id",
        "counter",
        "internal_label",
        "major",
        "minor",
        "migrated",
        "transfer_line_id",
        "original_revision",
        "original_approved_on",
        "original_approver",
        "created_by_id",
        "created_at",
    ),
    "document_revision": (
        "document_id",
        "counter",
        "migrated",
        "transfer_line_id",
        "original_revision",
        "original_approved_on",
        "original_approver",
        "created_by_id",
        "created_at",
    ),
    "transfer": ("kind", "created_by_id", "created_at"),
}

# Content frozen as soon as a revision leaves DRAFT.
FROZEN: Final = {
    "part_revision": ("customer_label", "reason", "material", "weight", "content_hash"),
    "document_revision": ("label", "reason", "issued_on", "content_hash"),
    "transfer": ("folder", "register_name", "register_hash", "reading", "plan_hash", "signature_id"),
}

TRANSITIONS: Final = {
    "controlled_copy": {
        "issued": ("received", "recalled", "returned", "destroyed"),
        "received": ("recalled", "returned", "destroyed"),
        "recalled": ("returned", "destroyed"),
        "returned": (),
        "destroyed": (),
    },
    "part_revision": {
        "draft": ("in_review",),
        "in_review": ("draft", "released"),
        "released": ("superseded", "obsolete"),
        "superseded": ("obsolete",),
        "obsolete": (),
    },
    "document_revision": {
        "draft": ("in_review",),
        "in_review": ("draft", "released"),
        "released": ("superseded", "obsolete"),
        "superseded": ("obsolete",),
        "obsolete": (),
    },
    "transfer": {
        "draft": ("signed", "canceled"),
        "signed": ("done", "canceled"),
        "done": (),
        "canceled": (),
    },
    "review": {
        "open": ("approved", "rejected", "withdrawn"),
        "approved": (),
        "rejected": (),
        "withdrawn": (),
    },
    "work_order": {
        "planned": ("released", "canceled"),
        "released": ("running", "on_hold", "canceled"),
        "running": ("on_hold", "completed"),
        "on_hold": ("running", "canceled"),
        "completed": ("closed",),
        "closed": (),
        "canceled": (),
    },
    "lot": {
        "quarantine": ("released", "hold", "rejected"),
        "released": ("hold", "consumed", "shipped"),
        "hold": ("released", "rejected"),
        "consumed": (),
        "shipped": (),
        "rejected": (),
    },
    "inspection": {
        "open": ("incomplete", "pass", "fail"),
        "incomplete": ("open", "pass", "fail"),
        "pass": (),
        "fail": ("accepted_by_concession",),
        "accepted_by_concession": (),
    },
    "assessment": {
        "open": ("submitted", "closed"),
        "submitted": ("open", "closed"),
        "closed": (),
    },
    "nonconformance": {
        "draft": ("contained",),
        "contained": ("analysis",),
        "analysis": ("action_plan",),
        "action_plan": ("in_progress",),
        "in_progress": ("verified", "action_plan"),
        "verified": ("closed", "action_plan"),
        "closed": (),
    },
}

# Masters: deleted only while no revision of them left DRAFT, and their identity is frozen from then on.
MASTERS: Final = {
    "part": ("part_revision", "part_id", ("number", "number_key", "unit", "kind")),
    "document": ("document_revision", "document_id", ("number", "number_key", "title", "kind")),
}

# Rows that belong to a revision's content: table, and the SQL that finds the revision's state.
CHILDREN: Final = {
    "bom_line": "SELECT state FROM part_revision WHERE id = {row}.revision_id",
    "bom_substitute": (
        "SELECT r.state FROM part_revision r JOIN bom_line l ON l.revision_id = r.id WHERE l.id = {row}.line_id"
    ),
    "part_document": "SELECT state FROM part_revision WHERE id = {row}.part_revision_id",
    "part_attachment": "SELECT state FROM part_revision WHERE id = {row}.revision_id",
    "part_iteration": "SELECT state FROM part_revision WHERE id = {row}.revision_id",
    "revision_attribute": "SELECT state FROM part_revision WHERE id = {row}.revision_id",
    "document_version": "SELECT state FROM document_revision WHERE id = {row}.revision_id",
    "document_file": "SELECT state FROM document_revision WHERE id = {row}.revision_id",
    "transfer_line": "SELECT state FROM transfer WHERE id = {row}.transfer_id",
    "characteristic": "SELECT state FROM document_revision WHERE id = {row}.document_revision_id",
    "balloon": (
        "SELECT r.state FROM document_revision r JOIN characteristic c ON c.document_revision_id = r.id"
        " WHERE c.id = {row}.characteristic_id"
    ),
}
