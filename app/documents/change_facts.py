"""What the documents of the change ledger share: parts an entry is about, files, who acted when. Reads only."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select

from app.changes.ledger_basics import APPROVAL_FILE
from app.documents.blocks import Align, Block, Paragraph, Table
from app.documents.document import ApprovalLine, ApprovalStep
from app.documents.part_facts import short_name
from app.documents.source import DocumentSource
from app.labels import label
from app.parts.queries import part_head
from app.texts import mark, mark_term
from models.audit import AuditEntry
from models.change import ChangeFile, ChangePart
from models.vocab import Meaning, Noun

_NONE: Final = mark_term("form", "None")


def parts_table(source: DocumentSource, noun: Noun, entity_id: int) -> Table:
    """Return the parts that an entry is about, each with its customers."""
    column = source.words.column
    title = mark_term("form", "Parts concerned")
    query = select(ChangePart.part_id).where(ChangePart.noun == noun, ChangePart.entity_id == entity_id)
    rows = []
    for part_id in source.session.scalars(query.order_by(ChangePart.id)):
        head = part_head(source.session, part_id)
        assert head is not None  # the database keeps what an entry is about
        known = head.customers
        rows.append(
            (
                head.number,
                short_name(source, head.number, head.name),
                ", ".join(dict.fromkeys(one.customer for one in known)),
                ", ".join(
                    dict.fromkeys(one.customer_part_number for one in known if one.customer_part_number)
                ),
                ", ".join(dict.fromkeys(one.vehicle for one in known if one.vehicle)),
            )
        )
    return Table(
        [
            column("number", mark_term("form", "Part no."), 20, bold=True),
            column("name", mark_term("form", "Part name"), 28),
            column("customer", mark_term("form", "Customer"), 20),
            column("customer_number", mark_term("form", "Customer part no."), 18),
            column("vehicle", mark_term("form", "Vehicle / project"), 14),
        ],
        rows or [(source.words.word(_NONE), "", "", "", "")],
        key="parts",
        title=source.words.word(title),
        subtitle=source.words.below(title),
    )


def files_table(source: DocumentSource, noun: Noun, entity_id: int) -> Table:
    """Return the files kept with an entry, each with the hash by which it is found again."""
    column = source.words.column
    title = mark_term("form", "Files kept with it")
    query = (
        select(ChangeFile)
        .where(ChangeFile.noun == noun, ChangeFile.entity_id == entity_id)
        .order_by(ChangeFile.id)
    )
    approval = source.words.word(mark_term("form", "Customer approval"))
    rows = [
        (
            row.name,
            source.minute(row.added_at),
            row.file_hash,
            approval if row.note == APPROVAL_FILE else row.note,
        )
        for row in source.session.scalars(query)
    ]
    return Table(
        [
            column("name", mark_term("form", "File"), 22),
            column("at", mark_term("form", "Added at"), 14, align=Align.CENTER),
            column("hash", mark_term("form", "SHA-256"), 51),
            column("note", mark_term("form", "Remarks"), 13),
        ],
        rows or [(source.words.word(_NONE), "", "", "")],
        key="files",
        title=source.words.word(title),
        subtitle=source.words.below(title),
    )


def text_blocks(source: DocumentSource, title: str, text: str) -> list[Block]:
    """Return a heading with what was written under it; a gap says so."""
    missing = source.words.word(mark_term("form", "Not entered"))
    return [source.words.heading(title, 2), Paragraph(text or missing)]


def acted_line(
    source: DocumentSource, noun: Noun, entity_id: int, acts: tuple[tuple[Meaning, str], ...]
) -> ApprovalLine:
    """Return an approval line of acts of signed-in people; each names its entry of the audit log.

    Args:
        source: Of the document.
        noun: What was acted on.
        entity_id: Its id.
        acts: Which box the newest entry of which action fills; no action leaves a box to be signed by hand.
    """
    query = (
        select(AuditEntry)
        .where(
            AuditEntry.noun == noun.value,
            AuditEntry.entity_id == entity_id,
            AuditEntry.action.in_([action for _, action in acts]),
        )
        .order_by(AuditEntry.seq)
    )
    newest = {entry.action: entry for entry in source.session.scalars(query)}
    steps = []
    for meaning, action in acts:
        role, entry = label(source.language, meaning), newest.get(action)
        if entry is None:
            steps.append(ApprovalStep(role))
            continue
        recorded = source.say(mark("log #{seq}"), seq=entry.seq)
        steps.append(ApprovalStep(role, entry.actor, source.day(entry.at), recorded))
    return ApprovalLine(steps)


def needed_text(source: DocumentSource, *, needed: bool) -> str:
    """Return whether the customer must approve it."""
    return source.words.word(mark_term("form", "Needed") if needed else mark_term("form", "Not needed"))
