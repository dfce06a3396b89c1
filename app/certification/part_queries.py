"""What the workspace of a part asks: its assessments and its submissions. Reads only."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certification.hashes import Today
from app.certification.queries import head_of, requirement_rows
from app.certification.rows import AssessmentRow
from app.certification.submission_queries import SubmissionRow, submission_rows
from models.certification import Assessment
from models.part import PartRevision


@dataclass(frozen=True)
class PartCertification:
    """Assessments of all revisions of a part, the newest first, and its submissions."""

    assessments: tuple[AssessmentRow, ...]
    submissions: tuple[SubmissionRow, ...]


def part_certification(session: Session, part_id: int) -> PartCertification:
    """Return what is certified of a part."""
    query = (
        select(Assessment)
        .join(PartRevision, PartRevision.id == Assessment.part_revision_id)
        .where(PartRevision.part_id == part_id)
        .order_by(Assessment.id.desc())
    )
    today = Today(session)
    rows = tuple(
        head_of(session, entry, requirement_rows(session, entry.id, today=today))
        for entry in session.scalars(query)
    )
    return PartCertification(rows, submission_rows(session, part_id=part_id))
