"""An issued pack beside today: which requirements stand otherwise now, and whose evidence is another. Reads only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certification.queries import requirement_rows
from app.documents.terms import Terms
from app.packs.baseline import frozen_parts
from app.packs.refusals import NO_PACK
from models.certification import Evidence, EvidencePack
from models.vocab import RequirementState


@dataclass(frozen=True)
class ChangedRequirement:
    """A requirement that is not as the pack shows it.

    Attributes:
        then: Its state in the pack; None where the requirement came later.
        now: Its state today; None where it is gone.
        added: Evidence linked since.
        gone: Evidence of the pack that is no longer linked.
        changed: Evidence whose content is another one than when the pack was made.
        title: Of the requirement, as it is today; empty where it is gone.
    """

    code: str
    then: RequirementState | None
    now: RequirementState | None
    added: tuple[str, ...]
    gone: int
    changed: tuple[str, ...]
    title: str = ""
    title_ko: str = ""


@dataclass(frozen=True)
class PackComparison:
    """A pack beside today; nothing in ``changed`` and the same parts means that it would say the same.

    Attributes:
        parts_changed: Whether the part consists of something else than the baseline frozen with the pack.
    """

    pack_id: int
    issued_at: datetime
    recipient: str
    terms: Terms
    changed: tuple[ChangedRequirement, ...]
    parts_changed: bool = False


def compare_pack(session: Session, pack_id: int) -> PackComparison:
    """Return what is otherwise today.

    Raises:
        PartproofError: no such pack.
    """
    row = session.get(EvidencePack, pack_id)
    if row is None:
        raise NO_PACK(id=pack_id)
    then = {one["code"]: one for one in row.options.get("requirements", ())}
    now = {one.code: one for one in requirement_rows(session, row.assessment_id)}
    found: list[ChangedRequirement] = []
    for code in dict.fromkeys([*now, *then]):
        old, new = then.get(code), now.get(code)
        before = None if old is None else RequirementState(old["state"])
        after = None if new is None else new.state
        added, gone, changed = _evidence(session, old, [] if new is None else new.evidence)
        if before is not after or added or gone or changed:
            titles = ("", "") if new is None else (new.title, new.title_ko)
            found.append(ChangedRequirement(code, before, after, added, gone, changed, *titles))
    terms = Terms.from_json(row.options.get("terms", {}))
    frozen = frozen_parts(session, row.assessment_id)
    parts_changed = frozen is not None and row.options.get("baseline") != frozen.content_hash
    return PackComparison(pack_id, row.issued_at, row.recipient, terms, tuple(found), parts_changed)


def _evidence(
    session: Session, old: Mapping[str, Any] | None, rows: Sequence[Any]
) -> tuple[tuple[str, ...], int, tuple[str, ...]]:
    """Return labels of evidence added, how many are gone, and labels of what changed inside."""
    known = {_key(one["noun"], one["id"], one["hash"]): one for one in (old or {}).get("evidence", ())}
    query = select(Evidence.id, Evidence.content_hash).where(Evidence.id.in_([one.id for one in rows]))
    hashes = {row.id: row.content_hash for row in session.execute(query)}
    today = {_key(one.noun.value, one.entity_id, hashes[one.id]): one for one in rows}
    added = tuple(one.label for key, one in today.items() if key not in known)
    gone = sum(key not in today for key in known)
    changed = tuple(
        one.label
        for key, one in today.items()
        if key in known and bool(known[key].get("fresh", True)) and not one.fresh
    )
    return added, gone, changed


def _key(noun: str, entity_id: int | None, content_hash: str) -> tuple[str, int | None, str]:
    return (noun, entity_id, content_hash)
