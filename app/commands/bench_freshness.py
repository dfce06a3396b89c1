"""How long until every assessment says the truth again after one drawing revision, with 10,000 evidence links.

Beside it the same looked at from nothing, as a naive recomputation would.
"""

from __future__ import annotations

import time
from typing import Any, Final

from sqlalchemy import func, select

from app.certification.assessments import gather_evidence, open_assessment
from app.certification.freshness import Freshness
from app.certification.hashes import document_hash
from app.certification.queries import requirement_rows
from app.changes.content import files_of
from app.changes.release import release
from app.changes.reviews import open_review, sign_review
from app.commands.bench_figure import Figure, Measuring, Piece
from app.commands.bench_ground import Ground, ground_of
from app.demo.crew import PASSWORD
from app.drawings.characteristics import copy_characteristics
from app.drawings.documents import add_document, attach_file, start_document_revision
from app.parts.parts import add_part
from app.people.signatures import record_opened
from app.texts import mark
from app.unit_of_work import UnitOfWork
from models.certification import Evidence, Requirement
from models.document import DocumentRevision
from models.part import PartRevision
from models.vocab import DocumentKind, Noun, PartKind, RequirementState, Source

ASSESSMENTS: Final = 500
LINKS: Final = 20
_NAIVE: Final = mark("Every assessment looked at from nothing, {count} evidence links")
_TOUCHED: Final = mark("After one drawing revision (goal 100 ms), {count} evidence links")
_AGAIN: Final = mark("Looked at again with nothing changed, {count} evidence links")


def _measure(measuring: Measuring) -> list[Figure]:
    with ground_of(measuring) as (ground, _folder):
        return _figures(ground, measuring.count(ASSESSMENTS, 5))


def _figures(ground: Ground, assessments: int) -> list[Figure]:
    """Return milliseconds for so many assessments with twenty links each, one of which leans on the drawing."""
    factory = ground.factory
    mine = _fill(ground, assessments)
    memory, now = Freshness(), factory.clock()
    with factory.reading() as session:
        links = session.scalar(select(func.count()).select_from(Evidence)) or 0
    naive = _time(lambda: factory.ask(memory.look, now=now))
    again = _time(lambda: factory.ask(memory.look, now=now))
    before = memory.derived
    _revise(ground)
    touched = _time(lambda: factory.ask(memory.look, now=now))
    states = [row.state for row in factory.ask(requirement_rows, mine)]
    if before or RequirementState.STALE not in states or memory.derived > 2:
        raise AssertionError(f"not what was to be measured: {before}, {memory.derived}")
    return [
        Figure("freshness_naive", _NAIVE, naive, "ms", count=links),
        Figure("freshness_touched", _TOUCHED, touched, "ms", count=links),
        Figure("freshness_again", _AGAIN, again, "ms", count=links),
    ]


def _time(act: Any) -> float:
    began = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - began)


def _fill(ground: Ground, assessments: int) -> int:
    """Open the assessment that leans on the drawing, and the others, each with its own part and papers."""
    factory, quality, engineer = ground.factory, ground.crew.quality, ground.crew.engineer
    facts: dict[str, Any] = {"template": "ppap", "level": "3", "actor": quality}
    mine: int = factory.perform(
        open_assessment, part_revision_id=ground.designed.top_revision, **facts
    ).result
    factory.perform(gather_evidence, mine, actor=quality)
    for number in range(assessments):
        factory.perform(
            add_part,
            number=f"B-{number:04}",
            name="부품",
            kind=PartKind.COMPONENT,
            source=Source.MADE,
            actor=engineer,
        )
        paper = factory.perform(
            add_document,
            number=f"D-{number:04}",
            title="도면",
            kind=DocumentKind.DRAWING,
            label="A",
            actor=engineer,
        ).result
        with factory.reading() as session:
            revision = session.scalars(select(func.max(PartRevision.id))).one()
        other = factory.perform(open_assessment, part_revision_id=revision, **facts).result
        factory.perform(_link, other, paper, actor=quality)
    return mine


def _link(unit: UnitOfWork, assessment_id: int, document_revision_id: int) -> None:
    """Link one document to twenty requirements."""
    query = select(Requirement.id).where(Requirement.assessment_id == assessment_id)
    content_hash = document_hash(unit.session, document_revision_id)
    for requirement_id in unit.session.scalars(query.limit(LINKS)).all():
        unit.session.add(
            Evidence(
                requirement_id=requirement_id,
                noun=Noun.DOCUMENT_REVISION,
                entity_id=document_revision_id,
                file_hash=None,
                label="D",
                content_hash=content_hash,
                automatic=False,
                dated_on=None,
                linked_by_id=unit.actor.user_id,
                linked_at=unit.now,
            )
        )
    unit.record("evidence_linked", Noun.ASSESSMENT, assessment_id)


def _revise(ground: Ground) -> None:
    """Release the next revision of the demo's drawing."""
    factory, crew = ground.factory, ground.crew
    with factory.reading() as session:
        document = session.get_one(DocumentRevision, ground.designed.drawing_revision).document_id
    new = factory.perform(
        start_document_revision, document, label="C", reason="EO", actor=crew.engineer
    ).result
    factory.perform(attach_file, new, b"drawing C", "C.txt", actor=crew.engineer)
    factory.perform(copy_characteristics, ground.designed.drawing_revision, new, actor=crew.engineer)
    factory.perform(open_review, Noun.DOCUMENT_REVISION, new, actor=crew.engineer)
    for signer in (crew.engineer, crew.quality, crew.approver):
        for file_hash in factory.ask(files_of, Noun.DOCUMENT_REVISION, new):
            factory.perform(record_opened, file_hash, actor=signer)
        factory.perform(sign_review, Noun.DOCUMENT_REVISION, new, secret=PASSWORD, actor=signer)
    factory.perform(release, [(Noun.DOCUMENT_REVISION, new)], actor=crew.engineer)


PIECES: Final = (Piece("freshness", mark("What evidence a drawing revision turns stale"), _measure),)
