"""The cover of an evidence pack: what it proves, what lies in it with hashes, and how anybody checks it.

Lists the files it is told of; a cover issued alone lists none and says so.
"""

from __future__ import annotations

from typing import Final

from app.documents.approvals import empty_line, part_history
from app.documents.assessment_facts import assessment_facts, assessment_of
from app.documents.blocks import Align, Block, ColumnKind, Paragraph, Table
from app.documents.document import Document
from app.documents.source import DocumentSource
from app.texts import mark, mark_term

KIND: Final = "cover"
TITLE: Final = mark_term("form", "Evidence pack")
SCOPE: Final = "assessment"


def build(source: DocumentSource, entity_id: int) -> Document:
    """Return the cover of an assessment's pack.

    Raises:
        PartproofError: ``documents.no_record``.
    """
    facts = assessment_of(source, entity_id)
    words = source.words
    blocks: list[Block] = [_contents(source)] if source.contents else []
    if not source.contents:
        blocks.append(
            Paragraph(source.say(mark("This cover was issued without its pack; it lists no files.")))
        )
    blocks.append(words.heading(mark_term("form", "How to check this pack"), 2))
    blocks += [Paragraph(step) for step in _steps(source)]
    return source.document(
        KIND,
        source.words.word(TITLE),
        subtitle=words.other(TITLE),
        number=facts.row.number,
        facts=[
            *assessment_facts(source, facts),
            words.fact(mark_term("form", "Issued to"), source.issue.recipient),
            words.fact(mark_term("form", "Issued by"), source.issued_by),
        ],
        approval=empty_line(source),
        revisions=[]
        if facts.row.part_revision_id is None
        else part_history(source, facts.row.part_revision_id),
        blocks=blocks,
        form=source.form(KIND),
    )


def _contents(source: DocumentSource) -> Table:
    column = source.words.column
    title = mark_term("form", "Contents")
    rows = [
        (
            str(number),
            f"{entry.title}\n{entry.path}" if entry.title else entry.path,
            str(entry.size),
            entry.sha256,
        )
        for number, entry in enumerate(source.contents, start=1)
    ]
    return Table(
        [
            column("no", mark_term("form", "No."), 5, align=Align.CENTER),
            column("path", mark_term("form", "Content and file"), 46),
            column("size", mark_term("form", "Bytes"), 11, ColumnKind.NUMBER),
            column("hash", mark_term("form", "SHA-256"), 38),
        ],
        rows,
        key="contents",
        title=source.words.word(title),
        subtitle=source.words.below(title),
    )


def _steps(source: DocumentSource) -> list[str]:
    return [
        source.say(
            mark(
                "1. Take check_pack.py out of the pack, leave the pack as it is, and run “python3 check_pack.py "
                "PACK.zip” (Windows: “py check_pack.py PACK.zip”)."
            )
        ),
        source.say(
            mark(
                "2. It names every file that is missing, added or changed, and prints the SHA-256 of the manifest. "
                "Compare that with the one we tell you another way, by phone or mail."
            )
        ),
        source.say(
            mark(
                "3. The audit log head below was in our log when this was issued. At any later audit we can show "
                "that the log still contains exactly this entry and everything before it."
            )
        ),
    ]
