"""Evidence attached by hand and dated; kinds whose records the program does not keep yet say so. Reads only.

What overtakes a paper is derived from records: what was released or changed after it was attached.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certification.rule_kinds import Overtaken, Sentence, by_hand
from app.certification.rules_change import changes_since
from app.certification.rules_part import drawings_of
from app.texts import mark
from models.certification import Assessment
from models.document import DocumentRevision
from models.vocab import Noun, RevisionState


def drawn_since(session: Session, assessment: Assessment, moment: datetime) -> tuple[Overtaken, ...]:
    """Return the drawing revisions in force that were released after a moment, of the part's drawings."""
    documents = {drawing.document_id for drawing in drawings_of(session, assessment)}
    query = select(DocumentRevision).where(
        DocumentRevision.document_id.in_(documents),
        DocumentRevision.state == RevisionState.RELEASED,
        DocumentRevision.released_at > moment,
    )
    return tuple(
        Overtaken(
            Sentence(
                mark("Drawing {drawing} was released after the paper was attached."),
                (("drawing", f"{row.document.number} {row.label}"),),
            ),
            Noun.DOCUMENT_REVISION,
            row.id,
        )
        for row in session.scalars(query.order_by(DocumentRevision.id))
    )


def changed_since(session: Session, assessment: Assessment, moment: datetime) -> tuple[Overtaken, ...]:
    """Return the drawings released, and the changes begun and put through, after a moment."""
    return (*drawn_since(session, assessment, moment), *changes_since(session, assessment, moment))


by_hand(
    "attached",
    mark("A paper that is dated, or was looked at and signed here, within {months} months."),
    no_records=False,
    signed=True,
)
by_hand(
    "control_plan_covers",
    mark(
        "A released control plan whose characteristics cover every balloon of the current drawing revision."
    ),
    overtakes=drawn_since,
)
by_hand("msa_within", mark("A measurement system study on this gauge type, not older than {months} months."))
by_hand("capability_study", mark("A capability study of the special characteristics."))
by_hand("process_flow", mark("A released process flow of the part."))
by_hand("process_fmea", mark("A process FMEA that is newer than the last change."), overtakes=changed_since)
by_hand("skill_valid", mark("A skill record of the people concerned that has not run out."))
by_hand("engineering_changes_reviewed", mark("Customers' changes, each reviewed within the days agreed."))


BY_HAND: Final = (
    "attached",
    "control_plan_covers",
    "msa_within",
    "capability_study",
    "process_flow",
    "process_fmea",
    "skill_valid",
    "engineering_changes_reviewed",
)
