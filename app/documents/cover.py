"""The cover of an evidence pack: what it proves, what lies in it with hashes, and how anybody checks it.

Lists the files it is told of; a cover issued alone lists none and says so.
"""

from __future__ import annotations

from typing import Final

from app.certification.queries import DONE
from app.documents.approvals import empty_line, part_history
from app.documents.assessment_facts import AssessmentFacts, assessment_facts, assessment_of
from app.documents.blocks import Align, Block, ColumnKind, Fact, Mark, Paragraph, Table
from app.documents.document import Document
from app.documents.part_facts import only_customer
from app.documents.source import DocumentSource
from app.documents.terms import LEFT_OUT_WORDS
from app.texts import mark, mark_term
from models.vocab import RequirementState

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
    blocks: list[Block] = [*_standing(source, facts), *_terms(source)]
    if source.contents:
        blocks += [
            _contents(source),
            Paragraph(
                source.say(
                    mark(
                        "The bound PDF and the workbook of this cover are listed with their hashes in manifest.json."
                    )
                ),
                note=True,
            ),
        ]
    else:
        blocks.append(
            Paragraph(source.say(mark("This cover was issued without its pack; it lists no files.")))
        )
    blocks.append(words.heading(mark_term("form", "How to check this pack"), 2))
    blocks += [Paragraph(step) for step in _steps(source)]
    return source.document(
        KIND,
        source.words.word(TITLE),
        subtitle=words.below(TITLE),
        number=facts.row.number,
        facts=[
            *assessment_facts(source, facts),
            words.fact(mark_term("form", "Issued to"), source.issue.recipient),
            words.fact(mark_term("form", "Issued by"), source.issued_by),
            *_term_facts(source),
        ],
        approval=empty_line(source),
        revisions=[]
        if facts.row.part_revision_id is None
        else part_history(source, facts.row.part_revision_id),
        blocks=blocks,
        form=source.form(KIND),
        customer_id=facts.row.customer_id or only_customer(source, facts.row.part_revision_id),
    )


def _standing(source: DocumentSource, facts: AssessmentFacts) -> list[Block]:
    """Return what is not settled today, by name; a pack is never silent about what it lacks."""
    stale = [row.code for row in facts.requirements if row.state is RequirementState.STALE]
    other = [
        row.code
        for row in facts.requirements
        if row.state not in DONE and row.state is not RequirementState.STALE
    ]
    if not stale and not other:
        return [
            Paragraph(
                f"{Mark.OK.shape} {source.say(mark('All requirements were settled at the time of issue.'))}"
            )
        ]
    lines = []
    if stale:
        said = source.say(mark("Evidence changed since it was accepted: {codes}."), codes=", ".join(stale))
        lines.append(f"{Mark.WARN.shape} {said}")
    if other:
        said = source.say(mark("Not settled at the time of issue: {codes}."), codes=", ".join(other))
        lines.append(f"{Mark.WARN.shape} {said}")
    return [Paragraph("\n".join(lines))]


def _term_facts(source: DocumentSource) -> list[Fact]:
    terms, fact = source.terms, source.words.fact
    facts = []
    if terms.purpose:
        facts.append(fact(mark_term("form", "Purpose"), terms.purpose))
    if terms.expires_on is not None:
        facts.append(fact(mark_term("form", "Use until"), terms.expires_on.isoformat()))
    return facts


def _terms(source: DocumentSource) -> list[Block]:
    """Return what was left out by rule, and what the signature of the PDF proves."""
    blocks: list[Block] = []
    if source.terms.left_out:
        parts = ", ".join(source.say(LEFT_OUT_WORDS[one]) for one in sorted(source.terms.left_out))
        blocks.append(
            Paragraph(source.say(mark("Left out of this pack as confidential: {parts}."), parts=parts))
        )
    signature = source.signature or source.say(
        mark(
            "This PDF is not signed; what proves it is the pack's manifest, whose hash we tell you another way."
        )
    )
    blocks.append(Paragraph(signature, note=True))
    return blocks


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
