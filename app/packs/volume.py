"""The pack's one PDF in one language: cover, table of contents, a chapter per requirement with what answers it.

A drawing nobody can open does not stop the pack: its chapter says so, and the original lies in the pack unchanged.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from app.certification.queries import RequirementRow
from app.documents.assessment_facts import AssessmentFacts
from app.documents.document import Document
from app.documents.pack_contents import TITLE, ContentsLine, contents_document
from app.documents.pack_section import Enclosed, section_document
from app.documents.source import DocumentSource
from app.documents.writers.pdf import write_pdf
from app.documents.writers.stamp import stamp_lines
from app.documents.writers.volume import Binding, Bound, Chapter, Leaf, bind, page_count
from app.errors import PartproofError
from app.packs.check_pack import Content
from app.packs.contents import PlannedFile
from app.texts import mark, mark_term

# What is larger is in the pack as a file only: nobody reads it on paper, and it would fill the memory.
MOST_SHOWN_BYTES: Final = 64 * 1024 * 1024
MOST_SHOWN_PAGES: Final = 500
_NOT_A_PDF: Final = mark("Not a PDF: open the file in the pack.")
_TOO_LARGE: Final = mark("Too large to be shown here: open the file in the pack.")


@dataclass(frozen=True)
class WrittenLeaf:
    """A document of the pack as PDF: the requirement it answers (empty: the pack), title, and its workbook's path.

    Attributes:
        also: Further requirements that it answers; it is bound in once.
    """

    code: str
    title: str
    pdf: bytes
    workbook: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class VolumePlan:
    """What is bound.

    Attributes:
        cover: The cover as a document.
        leaves: The other documents, in reading order.
        files: Originals, in reading order.
        content: Returns what is in an original, by its place in the pack.
    """

    facts: AssessmentFacts
    cover: Document
    leaves: Sequence[WrittenLeaf]
    files: Sequence[PlannedFile]
    content: Callable[[PlannedFile], Content]


def make_volume(source: DocumentSource, plan: VolumePlan) -> Bound:
    """Return the PDF.

    Raises:
        PartproofError: a sign no bundled font has, or a damaged stored file.
    """
    chapters: list[Chapter] = []
    rows: list[RequirementRow | None] = []
    general = [leaf for leaf in plan.leaves if not leaf.code]
    for leaf in general:
        chapters.append(Chapter(leaf.title, [Leaf(leaf.title, leaf.pdf)]))
        rows.append(None)
    for row in plan.facts.requirements:
        chapters.append(_chapter(source, plan, row))
        rows.append(row)

    def contents(starts: Sequence[Sequence[int]]) -> bytes:
        return write_pdf(contents_document(source, plan.facts, _lines(source, chapters, rows, starts)))

    cover = Leaf(plan.cover.title, write_pdf(plan.cover))
    title = source.words.word(TITLE)
    return bind(cover, title, contents, chapters, _binding(source, plan))


def _binding(source: DocumentSource, plan: VolumePlan) -> Binding:
    number = plan.facts.row.number
    recipient = source.issue.recipient

    def line(page: int, pages: int) -> str:
        where = source.say(mark("{number} · page {page} of {pages}"), number=number, page=page, pages=pages)
        return f"{where} · {recipient}" if recipient else where

    return Binding(
        title=f"{plan.cover.title} {number}",
        author=source.settings.name,
        language=source.language.code,
        line=line,
        stamp=stamp_lines(source.copy, source.language.code, beside=source.beside),
        watermark=source.terms.watermark,
        made_at=source.issue.issued_at,
    )


def _chapter(source: DocumentSource, plan: VolumePlan, row: RequirementRow) -> Chapter:
    title = f"{row.code}. {row.title_ko if source.language.code == 'ko' else row.title}"
    enclosed: list[Enclosed] = []
    leaves: list[Leaf] = []
    for leaf in plan.leaves:
        if leaf.code == row.code:
            enclosed.append(
                Enclosed(leaf.title, leaf.workbook, note=_pages(source, page_count(leaf.pdf, "")))
            )
            leaves.append(Leaf(leaf.title, leaf.pdf))
        elif row.code in leaf.also:
            enclosed.append(Enclosed(leaf.title, leaf.workbook, elsewhere=_there(source, leaf.code)))
    for file in plan.files:
        if file.code == row.code:
            pdf, missing, count = _pdf_or_why_not(source, file, plan.content(file))
            shown = file.title if file.name in file.title else f"{file.title} · {file.name}"
            note = "" if missing else _pages(source, count)
            enclosed.append(Enclosed(shown, file.path, missing, note))
            if not missing:
                leaves.append(Leaf(shown, pdf, foreign=True))
        elif row.code in file.also:
            # The same content again: in the pack once, where it is asked for first.
            enclosed.append(Enclosed(file.title, file.path, elsewhere=_there(source, file.code)))
    opening = write_pdf(section_document(source, plan.facts, row, enclosed))
    return Chapter(title, [Leaf(title, opening), *leaves])


def _there(source: DocumentSource, code: str) -> str:
    return source.say(mark("in the chapter of {code}"), code=code)


def _pages(source: DocumentSource, count: int) -> str:
    return source.say(mark("pages: {count}"), count=count)


def _pdf_or_why_not(source: DocumentSource, file: PlannedFile, content: Content) -> tuple[bytes, str, int]:
    """Return the pages of an original, why they cannot follow (empty where they can), and how many there are."""
    if b"%PDF-" not in content.begins(1024):
        return b"", source.say(_NOT_A_PDF), 0
    if content.size > MOST_SHOWN_BYTES:
        return b"", source.say(_TOO_LARGE), 0
    pdf = content.whole()
    try:
        count = page_count(pdf, file.name)
    except PartproofError as refusal:
        return b"", source.say(refusal.kind.sentence, **refusal.values), 0
    if count > MOST_SHOWN_PAGES:
        return b"", source.say(_TOO_LARGE), count
    return pdf, "", count


def _lines(
    source: DocumentSource,
    chapters: Sequence[Chapter],
    rows: Sequence[RequirementRow | None],
    starts: Sequence[Sequence[int]],
) -> list[ContentsLine]:
    lines = [ContentsLine("", source.words.word(mark_term("form", "Cover")), None, 1)]
    for chapter, row, begins in zip(chapters, rows, starts, strict=True):
        if row is None:
            lines.append(ContentsLine("", chapter.title, None, begins[0]))
            continue
        own = row.title_ko if source.language.code == "ko" else row.title
        lines.append(ContentsLine(row.code, own, row.state, begins[0]))
        lines += [
            ContentsLine("", leaf.title, None, begin)
            for leaf, begin in zip(chapter.leaves[1:], begins[1:], strict=True)
        ]
    return lines
