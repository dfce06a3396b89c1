"""The evidence rule of control plans: what they name against the balloons of the drawings in force. Reads only.

Only numbers are compared. Where a file names none that the program can read, a person confirms with a signature.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.certification.hashes import document_hash
from app.certification.overtaken import drawn_since
from app.certification.rule_kinds import Asked, Finding, Found, rule
from app.certification.rules_part import drawings_of
from app.texts import mark
from models.certification import Assessment
from models.characteristic import Characteristic
from models.document import Document, DocumentFile, DocumentRevision, FileFact, PartDocument
from models.part import PartRevision
from models.vocab import DocumentKind, Noun, RevisionState

_SOME: Final = 20


@dataclass(frozen=True)
class _Named:
    """What a control plan names.

    Attributes:
        doubtful: Title of a column of which it is not sure that it numbers characteristics; else empty.
        unread: A file of it could not be read, or none is there.
    """

    numbers: frozenset[str]
    doubtful: str
    unread: bool


@rule(
    "control_plan_covers",
    mark(
        "A released control plan whose characteristics cover every balloon of the current drawing revision."
    ),
    "months",
    paper_overtaken_by=drawn_since,
)
def control_plan_covers(session: Session, assessment: Assessment, _asked: Asked) -> Finding:
    """Released control plans of the part, or the newest of the plant, name every balloon of the drawings in force."""
    finding = Finding(together=True)
    if assessment.part_revision_id is not None:
        part_id = session.get_one(PartRevision, assessment.part_revision_id).part_id
        named = {part_id: [drawing.document for drawing in drawings_of(session, assessment)]}
    else:
        named = {part_id: _documents(session, part_id, DocumentKind.DRAWING) for part_id in _planned(session)}
    registered = False
    for part_id, drawings in named.items():
        plans = _documents(session, part_id, DocumentKind.CONTROL_PLAN)
        registered = registered or bool(plans)
        if plans:
            _covers(session, plans, drawings, finding)
    if not registered:
        finding.by_paper = True
        finding.lacks(mark("No control plan is registered as a document; register it, or attach the paper."))
    unique = {(one.noun, one.entity_id): one for one in finding.evidence}
    finding.evidence = list(unique.values())
    return finding


def _planned(session: Session) -> list[int]:
    """Return the parts whose control plans were released last."""
    query = (
        select(PartRevision.part_id)
        .join(PartDocument, PartDocument.part_revision_id == PartRevision.id)
        .join(Document, Document.id == PartDocument.document_id)
        .join(DocumentRevision, DocumentRevision.document_id == Document.id)
        .where(Document.kind == DocumentKind.CONTROL_PLAN, DocumentRevision.state == RevisionState.RELEASED)
        .group_by(PartRevision.part_id)
        .order_by(func.max(DocumentRevision.id).desc())
        .limit(_SOME)
    )
    return list(session.scalars(query))


def _documents(session: Session, part_id: int, kind: DocumentKind) -> list[Document]:
    """Return the documents of a kind that any revision of a part names; a plan is often made for the next one."""
    uses = (
        select(PartDocument.document_id)
        .join(PartRevision, PartRevision.id == PartDocument.part_revision_id)
        .where(PartRevision.part_id == part_id)
    )
    if kind is DocumentKind.DRAWING:
        uses = uses.where(PartRevision.state == RevisionState.RELEASED)
    query = select(Document).where(Document.kind == kind, Document.id.in_(uses)).order_by(Document.id)
    return list(session.scalars(query))


def _in_force(document: Document) -> DocumentRevision | None:
    return next((row for row in document.revisions if row.state is RevisionState.RELEASED), None)


def _covers(session: Session, plans: list[Document], documents: list[Document], finding: Finding) -> None:
    released = [row for row in map(_in_force, plans) if row is not None]
    if not released:
        numbers = ", ".join(plan.number for plan in plans[:_SOME])
        finding.lacks(mark("No revision of control plan {plan} is in force."), plan=numbers)
    drawings = _drawings(documents, finding)
    for row in (*released, *drawings):
        finding.evidence.append(
            Found(Noun.DOCUMENT_REVISION, row.id, _label(row), document_hash(session, row.id))
        )
    if not released or not drawings:
        return
    named = {plan.id: _named(session, plan) for plan in released}
    unread = [_label(plan) for plan in released if named[plan.id].unread]
    for plan in released:
        if named[plan.id].doubtful:
            finding.confirms(
                mark(
                    "The numbers of {plan} stand in its column {column}; "
                    "confirm by a signature that they are balloons."
                ),
                plan=_label(plan),
                column=named[plan.id].doubtful,
            )
    _compare(session, frozenset().union(*(one.numbers for one in named.values())), unread, drawings, finding)


def _drawings(documents: list[Document], finding: Finding) -> list[DocumentRevision]:
    drawings = []
    for document in documents:
        drawing = _in_force(document)
        if drawing is None:
            finding.lacks(mark("Drawing {drawing} is not released."), drawing=document.number)
        else:
            drawings.append(drawing)
    if not documents:
        finding.lacks(mark("The part revision names no drawing."))
    return drawings


def _compare(
    session: Session,
    numbers: frozenset[str],
    unread: list[str],
    drawings: list[DocumentRevision],
    finding: Finding,
) -> None:
    seen: dict[str, str] = {}
    for drawing in drawings:
        query = select(Characteristic.number).where(Characteristic.document_revision_id == drawing.id)
        balloons = list(session.scalars(query.order_by(Characteristic.position)))
        if not balloons:
            finding.lacks(mark("Drawing {drawing} has no characteristics."), drawing=drawing.document.number)
        shared = next((seen[_key(one)] for one in balloons if _key(one) in seen), "")
        if shared:
            finding.confirms(
                mark(
                    "Drawings {first} and {second} have balloons of one number; "
                    "confirm by a signature that the control plan names those of both."
                ),
                first=shared,
                second=_label(drawing),
            )
        seen |= {_key(one): _label(drawing) for one in balloons}
        missing = [one for one in balloons if _key(one) not in numbers]
        if missing and unread:
            finding.confirms(
                mark(
                    "The program cannot read the characteristics of {plans}; compare it by hand with balloons "
                    "{balloons} of drawing {drawing} and confirm by a signature."
                ),
                plans=", ".join(unread),
                balloons=_listed(missing),
                drawing=_label(drawing),
            )
        elif missing:
            finding.lacks(
                mark("Not in the control plan: {count:balloon|balloons} {balloons} of drawing {drawing}."),
                count=len(missing),
                balloons=_listed(missing),
                drawing=_label(drawing),
            )


def _named(session: Session, plan: DocumentRevision) -> _Named:
    """Return what a plan's imported characteristics and its files name."""
    imported = session.scalars(
        select(Characteristic.number).where(Characteristic.document_revision_id == plan.id)
    )
    numbers = {_key(one) for one in imported}
    hashes = select(DocumentFile.file_hash).where(DocumentFile.revision_id == plan.id)
    facts = session.scalars(select(FileFact.facts).where(FileFact.file_hash.in_(hashes)))
    read = [fact["plan"] for fact in facts if "plan" in fact]
    doubtful = next((str(one["column"]) for one in read if not one["sure"]), "")
    if numbers:
        # What was imported and looked at goes before what a column may mean.
        doubtful = ""
    numbers |= {_key(str(number)) for one in read for number in one["numbers"]}
    return _Named(frozenset(numbers), doubtful, not numbers)


def _key(number: str) -> str:
    return number.strip().casefold()


def _label(revision: DocumentRevision) -> str:
    return f"{revision.document.number} {revision.label}"


def _listed(numbers: list[str]) -> str:
    return ", ".join(numbers[:_SOME]) + ("…" if len(numbers) > _SOME else "")


OF_PLANS: Final = ("control_plan_covers",)
