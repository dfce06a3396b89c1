"""Approval lines and revision histories of evidence documents, from signatures and revisions. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import select

from app.changes.queries import ApprovalStepRow, approval_line
from app.changes.reviews import newest_review
from app.documents.document import ApprovalLine, ApprovalStep, RevisionEntry
from app.documents.source import DocumentSource
from app.drawings.queries import document_revisions
from app.errors import PartproofError
from app.labels import label
from app.texts import mark, mark_term
from models.audit import AuditEntry
from models.document import DocumentRevision
from models.part import PartCustomer, PartRevision
from models.person import Signature, User
from models.vocab import Meaning, Noun

_BOXES: Final = (Meaning.PREPARED, Meaning.REVIEWED, Meaning.APPROVED)
_SIGNED: Final = mark("e-sign #{id}")
_VOID: Final = mark_term("form", "Void: content changed")
_INSTEAD: Final = mark("in place of {name}")
_DECIDED: Final = mark_term("form", "decided alone")


def reviewed_line(source: DocumentSource, noun: Noun, entity_id: int) -> ApprovalLine:
    """Return the approval line of a part or document revision, from its newest review."""
    review = newest_review(source.session, noun, entity_id)
    ids = [step.signature_id for step in review.steps] if review is not None else []
    steps = []
    for index, row in enumerate(approval_line(source.session, noun, entity_id)):
        role = label(source.language, row.meaning)
        if row.at is None:
            steps.append(ApprovalStep(role))
            continue
        signed = source.say(_SIGNED, id=ids[index] if index < len(ids) else "")
        stamp = _stamp(source, row.stamp_hash) if row.valid else None
        signature = signed if row.valid else source.words.word(_VOID)
        steps.append(ApprovalStep(role, row.name, source.day(row.at), signature, stamp, _how(source, row)))
    return ApprovalLine(steps) if steps else empty_line(source)


def _how(source: DocumentSource, row: ApprovalStepRow) -> str:
    """Return that it was signed in somebody's place 대결, or that it ended the line 전결."""
    told = [source.say(_INSTEAD, name=row.on_behalf_of)] if row.on_behalf_of else []
    told += [source.words.word(_DECIDED)] if row.decided else []
    return ", ".join(told)


def signed_line(source: DocumentSource, noun: Noun, entity_id: int, content_hash: str) -> ApprovalLine:
    """Return the boxes prepared, reviewed, approved with the newest signature of each meaning on a record.

    Args:
        source: Of the document.
        noun: What was signed.
        entity_id: Its id.
        content_hash: What it says today; a signature on other content is shown as void.
    """
    query = (
        select(Signature, User.stamp_hash)
        .join(User, User.id == Signature.user_id)
        .where(Signature.noun == noun, Signature.entity_id == entity_id)
        .order_by(Signature.id)
    )
    newest = {signature.meaning: (signature, stamp) for signature, stamp in source.session.execute(query)}
    steps = []
    for meaning in _BOXES:
        role = label(source.language, meaning)
        found = newest.get(meaning)
        steps.append(
            ApprovalStep(role)
            if found is None
            else _step(source, role, found[0], found[1] or "", content_hash)
        )
    return ApprovalLine(steps)


def finished_line(source: DocumentSource, inspection_id: int, content_hash: str) -> ApprovalLine:
    """Return the approval line of an inspection: signatures where there are some, else who finished it and when.

    Finishing is an act by a person who was signed in; it stands as an entry of the audit log, not as a signature.
    """
    line = signed_line(source, Noun.INSPECTION, inspection_id, content_hash)
    first = line.steps[0]
    query = select(AuditEntry).where(
        AuditEntry.noun == Noun.INSPECTION.value,
        AuditEntry.entity_id == inspection_id,
        AuditEntry.action == "inspection_finished",
    )
    entry = source.session.scalars(query.order_by(AuditEntry.seq.desc()).limit(1)).first()
    if first.name or entry is None:
        return line
    recorded = source.say(mark("log #{seq}"), seq=entry.seq)
    prepared = ApprovalStep(first.role, entry.actor, source.day(entry.at), recorded)
    return ApprovalLine([prepared, *line.steps[1:]])


def empty_line(source: DocumentSource) -> ApprovalLine:
    """Return the boxes prepared, reviewed, approved with nothing in them, for signing by hand."""
    return ApprovalLine([ApprovalStep(label(source.language, meaning)) for meaning in _BOXES])


def _step(
    source: DocumentSource, role: str, signature: Signature, stamp_hash: str, content_hash: str
) -> ApprovalStep:
    valid = signature.content_hash == content_hash
    text = source.say(_SIGNED, id=signature.id) if valid else source.words.word(_VOID)
    stamp = _stamp(source, stamp_hash) if valid else None
    return ApprovalStep(role, signature.printed_name, source.day(signature.at), text, stamp)


def _stamp(source: DocumentSource, stamp_hash: str) -> bytes | None:
    """Return a stamp picture; a missing or damaged one leaves the signature's number in its place."""
    if not stamp_hash:
        return None
    try:
        return source.read_file(stamp_hash)
    except PartproofError:
        return None


def part_history(source: DocumentSource, part_revision_id: int) -> list[RevisionEntry]:
    """Return the history of a part up to the revision a document is about, oldest first."""
    revision: PartRevision = source.record(PartRevision, part_revision_id)
    orders = source.session.scalars(
        select(PartCustomer.engineering_order)
        .where(PartCustomer.part_id == revision.part_id, PartCustomer.engineering_order != "")
        .order_by(PartCustomer.id)
    ).all()
    newest = revision.part.revisions[-1].counter
    return [
        _entry(
            source,
            Noun.PART_REVISION,
            row,
            f"{row.customer_label} ({row.counter})" if row.customer_label else str(row.counter),
            row.reason,
            # The customer's order is kept with the part, so it can only be said of its newest revision.
            ", ".join(dict.fromkeys(orders)) if row.counter == newest else "",
        )
        for row in revision.part.revisions
        if row.counter <= revision.counter
    ]


def document_history(
    source: DocumentSource, document_revision_id: int, *, named: bool = False
) -> list[RevisionEntry]:
    """Return the history of a document up to one revision, oldest first.

    Args:
        source: Of the document.
        document_revision_id: The last revision listed.
        named: Say the document's number in each row, where the form is about something else.
    """
    revision: DocumentRevision = source.record(DocumentRevision, document_revision_id)
    entries = []
    for head in document_revisions(source.session, revision.document_id):
        if head.counter > revision.counter:
            continue
        row: DocumentRevision = source.record(DocumentRevision, head.id)
        entry = _entry(source, Noun.DOCUMENT_REVISION, row, head.label, head.reason, "")
        if named:
            entry = replace(entry, description=f"{head.number}: {entry.description}")
        entries.append(entry)
    return entries


def revision_text(source: DocumentSource, customer_label: str, counter: int) -> str:
    """Return a part revision as it is printed: the customer's label with our own counter beside it."""
    if not customer_label:
        return str(counter)
    return source.say(mark("{label} (internal {counter})"), label=customer_label, counter=counter)


def _entry(
    source: DocumentSource,
    noun: Noun,
    row: PartRevision | DocumentRevision,
    revision: str,
    reason: str,
    change: str,
) -> RevisionEntry:
    first = source.words.word(mark_term("form", "First entry")) if row.counter == 0 else ""
    migrated = source.words.word(mark_term("form", "Migrated")) if row.migrated else ""
    author = source.session.get(User, row.created_by_id) if row.created_by_id is not None else None
    # What was approved before the program came stands with the day and the name of its own time.
    before = row.original_approved_on.isoformat() if row.original_approved_on is not None else ""
    return RevisionEntry(
        revision,
        before or source.day(row.released_at) or source.words.word(mark_term("form", "Not released")),
        " · ".join(text for text in (reason or first, migrated) if text),
        author.name if author is not None else "",
        (row.original_approver or "") if row.migrated else _approver(source, noun, row.id),
        change,
    )


def _approver(source: DocumentSource, noun: Noun, entity_id: int) -> str:
    names: Sequence[str] = [
        row.name
        for row in approval_line(source.session, noun, entity_id)
        if row.meaning is Meaning.APPROVED and row.at is not None and row.valid
    ]
    return names[-1] if names else ""
