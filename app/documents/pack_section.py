"""The leaf that opens a requirement's chapter in a pack: state, evidence, why, and what follows or stays with us.

States are those of this moment; nothing here can make something fresh.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.certification.queries import RequirementRow
from app.documents.assessment_facts import STATE_MARKS, AssessmentFacts, sentences, state_text
from app.documents.blocks import Align, Block, Cell, Fact, KeyValues, Mark, Paragraph, Table
from app.documents.document import Document
from app.documents.languages import BOTH
from app.documents.source import DocumentSource
from app.texts import mark, mark_term
from models.vocab import RequirementState

# Source texts of what the level's marks mean.
SUBMISSION_WORDS: Final = {
    "S": mark("submitted, a copy is kept"),
    "R": mark("kept by the organization, shown on request"),
    "*": mark("kept by the organization, submitted on request"),
}


@dataclass(frozen=True)
class Enclosed:
    """One document or file of a chapter.

    Attributes:
        title: What it is.
        path: Of the file in the pack; empty where it lies only in this PDF.
        missing: Why its pages do not follow here, in the document's language; empty where they do.
        note: E.g. its number of pages.
        elsewhere: Where its pages stand, if not in this chapter.
    """

    title: str
    path: str
    missing: str = ""
    note: str = ""
    elsewhere: str = ""


def section_document(
    source: DocumentSource, facts: AssessmentFacts, row: RequirementRow, enclosed: Sequence[Enclosed]
) -> Document:
    """Return the opening leaf of a requirement's chapter."""
    blocks: list[Block] = [KeyValues(_facts(source, row), columns=2)]
    text = row.text_ko if source.language.code == "ko" else row.text
    if text:
        blocks.append(Paragraph(text))
    blocks += _reasons(source, row)
    blocks += _evidence(source, row)
    blocks += _enclosed(source, row, enclosed)
    own, other = (row.title_ko, row.title) if source.language.code == "ko" else (row.title, row.title_ko)
    return source.document(
        "pack_section",
        f"{row.code}. {own}",
        subtitle=other if source.written_in == BOTH else "",
        number=f"{facts.row.number} · {row.code}",
        blocks=blocks,
        form=source.form("cover"),
        closed=False,
    )


def _facts(source: DocumentSource, row: RequirementRow) -> list[Fact]:
    fact = source.words.fact
    facts = [
        Fact(
            source.words.word(mark_term("form", "State")),
            state_text(source, row.state),
            source.words.below(mark_term("form", "State")),
            STATE_MARKS[row.state],
        )
    ]
    meaning = SUBMISSION_WORDS.get(row.submission)
    if meaning is not None:
        facts.append(fact(mark_term("form", "Level mark"), f"{row.submission} – {source.say(meaning)}"))
    facts += [
        fact(mark_term("form", "Responsible"), row.owner),
        fact(mark_term("form", "Due"), source.day(row.due_on)),
        fact(mark_term("form", "Accepted by"), row.accepted_by),
    ]
    return facts


def _reasons(source: DocumentSource, row: RequirementRow) -> list[Block]:
    if row.state is RequirementState.NOT_APPLICABLE:
        reason = row.not_applicable_reason
        return [Paragraph(source.say(mark("Does not apply: {reason}"), reason=reason))]
    why = sentences(source, row.reasons)
    if not why or row.state in (RequirementState.READY, RequirementState.ACCEPTED):
        return [Paragraph(why)] if why else []
    step = sentences(source, [row.next_step])
    return [
        Paragraph(f"{Mark.WARN.shape} {why}"),
        *([Paragraph(source.say(mark("Next step: {step}"), step=step), note=True)] if step else []),
    ]


def _evidence(source: DocumentSource, row: RequirementRow) -> list[Block]:
    if not row.evidence:
        return [Paragraph(source.say(mark("No evidence is linked to this requirement.")))]
    word, column = source.words.word, source.words.column
    fresh, changed = mark_term("form", "as accepted"), mark_term("form", "changed since")
    title = mark_term("form", "Evidence")
    return [
        Table(
            [
                column("no", mark_term("form", "No."), 6, align=Align.CENTER),
                column("evidence", title, 70),
                column("state", mark_term("form", "State"), 24, align=Align.CENTER),
            ],
            [
                (
                    str(number),
                    one.label,
                    Cell(word(fresh), Mark.OK) if one.fresh else Cell(word(changed), Mark.WARN),
                )
                for number, one in enumerate(row.evidence, start=1)
            ],
            key="evidence",
            title=word(title),
            subtitle=source.words.below(title),
        )
    ]


def _enclosed(source: DocumentSource, row: RequirementRow, enclosed: Sequence[Enclosed]) -> list[Block]:
    if row.submission not in ("S", ""):
        meaning = source.say(SUBMISSION_WORDS.get(row.submission, SUBMISSION_WORDS["R"]))
        return [Paragraph(source.say(mark("Nothing of it is in this pack: {why}."), why=meaning))]
    if not enclosed:
        return [Paragraph(source.say(mark("Nothing follows for this requirement.")))]
    word, column = source.words.word, source.words.column
    title = mark_term("form", "In this pack")
    follows = word(mark_term("form", "Follows"))
    return [
        Table(
            [
                column("no", mark_term("form", "No."), 5, align=Align.CENTER),
                column("title", mark_term("form", "Content"), 40),
                column("path", mark_term("form", "File in the pack"), 33),
                column("here", mark_term("form", "In this PDF"), 22),
            ],
            [
                (
                    str(number),
                    one.title,
                    one.path or "—",
                    Cell(one.missing, Mark.WARN)
                    if one.missing
                    else one.elsewhere or " · ".join(text for text in (follows, one.note) if text),
                )
                for number, one in enumerate(enclosed, start=1)
            ],
            key="enclosed",
            title=word(title),
            subtitle=source.words.below(title),
        )
    ]
