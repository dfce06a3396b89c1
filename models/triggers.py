"""The refusals that live in the database itself: append-only, frozen content, listed transitions, no deletion.

One list for both engines; migrations drop and re-create it. Nothing here touches a connection.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from sqlalchemy import Table, UniqueConstraint

from models.catalogue import metadata

Event = Literal["INSERT", "UPDATE", "DELETE"]
Engine = Literal["sqlite", "postgresql"]

APPEND_ONLY: Final = (
    "audit_entry",
    "baseline",
    "calibration",
    "checklist_template",
    "evidence",
    "evidence_pack",
    "evidence_withdrawal",
    "file_opened",
    "issued_document",
    "nonconformance_reading",
    "order_snapshot",
    "reading",
    "signature",
    "vault_chunk",
    "vault_file",
)
NEVER_DELETED: Final = (
    "assessment",
    "customer",
    "gauge",
    "inspection",
    "lot",
    "nonconformance",
    "number_counter",
    "operation",
    "plant_setting",
    "requirement",
    "review",
    "review_step",
    "station",
    "submission",
    "user_account",
    "work_order",
)

# Content that never changes once the row exists, whatever its state.
IMMUTABLE: Final = {
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
    "assessment": ("number", "template_id", "level", "part_revision_id"),
    "requirement": ("assessment_id", "code", "position", "title", "title_ko", "submission", "rule"),
    "submission": ("assessment_id", "attempt", "submitted_on"),
    "gauge": ("number",),
    "part_revision": ("part_id", "counter", "migrated", "created_by_id", "created_at"),
    "document_revision": ("document_id", "counter", "migrated", "created_by_id", "created_at"),
}

# Content frozen as soon as a revision leaves DRAFT.
FROZEN: Final = {
    "part_revision": ("customer_label", "reason", "material", "weight"),
    "document_revision": ("label", "reason", "issued_on"),
}

TRANSITIONS: Final = {
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

# Rows that belong to a revision's content: table, and the SQL that finds the revision's state.
CHILDREN: Final = {
    "bom_line": "SELECT state FROM part_revision WHERE id = {row}.revision_id",
    "bom_substitute": (
        "SELECT r.state FROM part_revision r JOIN bom_line l ON l.revision_id = r.id WHERE l.id = {row}.line_id"
    ),
    "part_document": "SELECT state FROM part_revision WHERE id = {row}.part_revision_id",
    "document_file": "SELECT state FROM document_revision WHERE id = {row}.revision_id",
    "characteristic": "SELECT state FROM document_revision WHERE id = {row}.document_revision_id",
    "balloon": (
        "SELECT r.state FROM document_revision r JOIN characteristic c ON c.document_revision_id = r.id"
        " WHERE c.id = {row}.characteristic_id"
    ),
}


@dataclass(frozen=True)
class Trigger:
    """One refusal.

    Attributes:
        name: Unique name in the database.
        table: Table it guards.
        event: What it refuses.
        condition: SQL over NEW and OLD; ``<>?`` stands for "differs, NULLs counted".
        message: Says what is refused; starts with ``refused:``.
    """

    name: str
    table: str
    event: Event
    condition: str
    message: str

    def create(self, engine: Engine) -> tuple[str, ...]:
        """Return the statements that make this trigger."""
        if engine == "sqlite":
            condition = self.condition.replace("<>?", "IS NOT")
            return (
                (
                    f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} FOR EACH ROW "
                    f"WHEN {condition} BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
                ),
            )
        condition = self.condition.replace("<>?", "IS DISTINCT FROM")
        row = "OLD" if self.event == "DELETE" else "NEW"
        return (
            (
                f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN "
                f"IF {condition} THEN RAISE EXCEPTION '{self.message}' USING ERRCODE = '23514'; END IF; "
                f"RETURN {row}; END $body$"
            ),
            (
                f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} FOR EACH ROW "
                f"EXECUTE FUNCTION {self.name}()"
            ),
        )

    def drop(self, engine: Engine) -> tuple[str, ...]:
        """Return the statements that take this trigger away."""
        if engine == "sqlite":
            return (f"DROP TRIGGER IF EXISTS {self.name}",)
        return (f"DROP FUNCTION IF EXISTS {self.name}() CASCADE",)


def triggers() -> tuple[Trigger, ...]:
    """Return every refusal of the schema, sorted by name."""
    return tuple(sorted(_all_triggers(), key=lambda trigger: trigger.name))


def _all_triggers() -> Iterator[Trigger]:
    for name in APPEND_ONLY:
        yield from _append_only(metadata.tables[name])
    for name in NEVER_DELETED:
        yield Trigger(f"no_delete_{name}", name, "DELETE", "1 = 1", f"refused: {name} rows are never deleted")
    for name, columns in IMMUTABLE.items():
        message = f"refused: identity of {name} never changes"
        yield Trigger(f"immutable_{name}", name, "UPDATE", _differs(columns), message)
    for name, columns in FROZEN.items():
        yield from _frozen(name, columns)
    for name, allowed in TRANSITIONS.items():
        yield _transition(name, allowed)
    for name, state in CHILDREN.items():
        yield from _child(name, state)
    yield from _special()


def _differs(columns: Iterable[str]) -> str:
    return "(" + " OR ".join(f"NEW.{column} <>? OLD.{column}" for column in columns) + ")"


def _append_only(table: Table) -> Iterator[Trigger]:
    name = table.name
    message = f"refused: {name} is append-only"
    yield Trigger(f"append_only_{name}_update", name, "UPDATE", "1 = 1", message)
    yield Trigger(f"append_only_{name}_delete", name, "DELETE", "1 = 1", message)
    # REPLACE deletes the old row without a delete trigger unless a pragma is set; so refuse known keys here too.
    for number, key in enumerate(_unique_keys(table)):
        match = " AND ".join(f"{column} = NEW.{column}" for column in key)
        condition = f"EXISTS (SELECT 1 FROM {name} WHERE {match})"
        yield Trigger(
            f"append_only_{name}_again_{number}", name, "INSERT", condition, f"{message} (known key)"
        )


def _unique_keys(table: Table) -> list[tuple[str, ...]]:
    keys = [tuple(column.name for column in table.primary_key.columns)]
    for constraint in sorted(table.constraints, key=lambda entry: str(entry.name)):
        if isinstance(constraint, UniqueConstraint):
            keys.append(tuple(column.name for column in constraint.columns))
    keys.extend((column.name,) for column in table.columns if column.unique and (column.name,) not in keys)
    return keys


def _frozen(name: str, columns: Sequence[str]) -> Iterator[Trigger]:
    yield Trigger(
        f"frozen_{name}",
        name,
        "UPDATE",
        f"OLD.state <> 'draft' AND {_differs(columns)}",
        f"refused: content of a {name} is frozen outside draft",
    )
    yield Trigger(
        f"frozen_{name}_hash",
        name,
        "UPDATE",
        "OLD.state NOT IN ('draft', 'in_review') AND NEW.content_hash <>? OLD.content_hash",
        f"refused: content hash of a released {name} never changes",
    )
    message = f"refused: only a draft {name} can be deleted"
    yield Trigger(f"frozen_{name}_delete", name, "DELETE", "OLD.state <> 'draft'", message)
    message = f"refused: a {name} begins as a draft"
    yield Trigger(f"frozen_{name}_insert", name, "INSERT", "NEW.state <> 'draft'", message)


def _transition(name: str, allowed: dict[str, tuple[str, ...]]) -> Trigger:
    pairs = [
        f"(OLD.state = '{old}' AND NEW.state = '{new}')" for old, states in allowed.items() for new in states
    ]
    condition = f"NEW.state <> OLD.state AND NOT ({' OR '.join(pairs)})"
    return Trigger(f"transition_{name}", name, "UPDATE", condition, f"refused: no such transition of {name}")


def _child(name: str, state: str) -> Iterator[Trigger]:
    message = f"refused: {name} belongs to content that is not a draft"
    new = f"({state.format(row='NEW')}) <> 'draft'"
    old = f"({state.format(row='OLD')}) <> 'draft'"
    yield Trigger(f"child_{name}_insert", name, "INSERT", new, message)
    yield Trigger(f"child_{name}_update", name, "UPDATE", f"({new}) OR ({old})", message)
    yield Trigger(f"child_{name}_delete", name, "DELETE", old, message)


def _special() -> Iterator[Trigger]:
    yield Trigger(
        "audit_entry_chain",
        "audit_entry",
        "INSERT",
        "NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM audit_entry) OR NEW.prev <> COALESCE("
        "(SELECT hash FROM audit_entry ORDER BY seq DESC LIMIT 1), '" + "0" * 64 + "')",
        "refused: the audit chain has no such place",
    )
    yield Trigger(
        "review_step_signed_once",
        "review_step",
        "UPDATE",
        "OLD.signature_id IS NOT NULL AND NEW.signature_id <>? OLD.signature_id",
        "refused: a signature is never taken off a step",
    )
    yield Trigger(
        "part_identity",
        "part",
        "UPDATE",
        "(NEW.number <>? OLD.number OR NEW.unit <>? OLD.unit OR NEW.kind <>? OLD.kind) AND EXISTS ("
        "SELECT 1 FROM part_revision WHERE part_id = OLD.id AND state NOT IN ('draft', 'in_review'))",
        "refused: number, unit and kind of a part that was released never change",
    )
    yield Trigger(
        "work_order_frozen",
        "work_order",
        "UPDATE",
        "OLD.state <> 'planned' AND NEW.part_revision_id <>? OLD.part_revision_id",
        "refused: an order keeps the revision it was released with",
    )


def truncate_guards() -> tuple[str, ...]:
    """Return PostgreSQL statements that refuse TRUNCATE, which row triggers do not see."""
    statements = [
        (
            "CREATE OR REPLACE FUNCTION refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN "
            "RAISE EXCEPTION 'refused: facts are never truncated' USING ERRCODE = '23514'; END $body$"
        )
    ]
    statements.extend(
        f"CREATE OR REPLACE TRIGGER refuse_truncate BEFORE TRUNCATE ON {name} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncate()"
        for name in sorted({*APPEND_ONLY, *NEVER_DELETED, *FROZEN, *CHILDREN})
    )
    return tuple(statements)


def grants(role: str) -> tuple[str, ...]:
    """Return PostgreSQL statements that give a station's role what it needs and nothing more.

    Args:
        role: A quoted-safe role name (letters, digits, underscore).

    Raises:
        ValueError: for any other name.
    """
    if not role.replace("_", "").isalnum():
        raise ValueError(f"not a role name: {role}")
    statements = [f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}"]
    for name in sorted(metadata.tables):
        rights = "SELECT, INSERT"
        if name not in APPEND_ONLY:
            rights += ", UPDATE" if name in NEVER_DELETED else ", UPDATE, DELETE"
        statements.append(f"GRANT {rights} ON {name} TO {role}")
    statements.append(f"GRANT SELECT ON alembic_version TO {role}")
    return tuple(statements)
