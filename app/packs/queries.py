"""What screens ask about packs that were issued, and the name people know one by. Reads only."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.documents.terms import Terms
from app.parts.links import Linked, revisions_belonging
from app.parts.parts import find_part_revision
from models.certification import Assessment, ChecklistTemplate, EvidencePack
from models.person import User


@dataclass(frozen=True)
class PackRow:
    """A pack that left the house.

    Attributes:
        name: Assessment and running number, such as ``PPAP-2026-001 / 2``.
        assessment: Number of the assessment; title, level and part beside.
        languages: Of its documents.
        signed_by: Subject of the certificate its PDFs are signed with; empty where they are not.
        self_made: Whether nobody but itself vouches for that certificate.
        baseline: Hash of the frozen parts list; empty where it is about no part.
    """

    id: int
    uuid: str
    name: str
    assessment_id: int
    assessment: str
    title: str
    title_ko: str
    level: str
    part_number: str
    recipient: str
    terms: Terms
    languages: tuple[str, ...]
    signed_by: str
    self_made: bool
    manifest_hash: str
    baseline: str
    issued_at: datetime
    issued_by: str


def pack_rows(session: Session, *, linked: Linked | None = None) -> tuple[PackRow, ...]:
    """Return the packs, or those about linked parts (see app.parts.links), oldest first."""
    query = (
        select(EvidencePack, Assessment, ChecklistTemplate, User.name)
        .join(Assessment, Assessment.id == EvidencePack.assessment_id)
        .join(ChecklistTemplate, ChecklistTemplate.id == Assessment.template_id)
        .join(User, User.id == EvidencePack.issued_by_id)
        .where(*revisions_belonging(Assessment.part_revision_id, linked))
        .order_by(EvidencePack.id)
    )
    count: Counter[int] = Counter()
    found: list[PackRow] = []
    for pack, assessment, template, name in session.execute(query):
        count[assessment.id] += 1
        revision = assessment.part_revision_id
        signature = pack.options.get("signed_with", {})
        found.append(
            PackRow(
                pack.id,
                str(pack.uuid),
                pack_name(assessment.number, count[assessment.id]),
                assessment.id,
                assessment.number,
                template.title,
                template.title_ko,
                assessment.level,
                "" if revision is None else find_part_revision(session, revision).part.number,
                pack.recipient,
                Terms.from_json(pack.options.get("terms", {})),
                tuple(pack.options.get("languages", ())),
                str(signature.get("subject", "")),
                bool(signature.get("self_made", False)),
                pack.manifest_hash,
                str(pack.options.get("baseline", "")),
                pack.issued_at,
                name,
            )
        )
    return tuple(found)


def pack_name(assessment: str, number: int) -> str:
    """Return the name people know a pack by: its assessment and the how-manieth pack of it this is."""
    return f"{assessment} / {number}"


def name_of_pack(session: Session, pack_id: int) -> str:
    """Return the name of an issued pack."""
    row = session.get_one(EvidencePack, pack_id)
    assessment = session.get_one(Assessment, row.assessment_id)
    before = select(func.count()).where(
        EvidencePack.assessment_id == row.assessment_id, EvidencePack.id <= pack_id
    )
    return pack_name(assessment.number, session.scalar(before) or 1)
