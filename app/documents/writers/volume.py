"""Binds PDFs into one: chapters with bookmarks, a table of contents, one line with page x of y on every page.

Pages of others are stamped upright as displayed and lose what could run (scripts, launched files); their look stays.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import pikepdf
from pikepdf import Name, OutlineItem, Pdf
from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from app.documents import fonts
from app.documents.writers import merge, style
from app.documents.writers.canvas import new_canvas
from app.documents.writers.pdf_blocks import ink
from app.documents.writers.stamp import draw_stamp
from app.errors import BugError

_LINE_SIZE: Final = 6.5
# A table that swung between two lengths would never be right.
_TRIES: Final = 8
_LEFT: Final = 15 * style.MM
_WATERMARK: Final = Color(0.35, 0.38, 0.42, alpha=0.1)
_WIDEST_WATERMARK: Final = 0.82
# Actions that reach out of the file; a plain link to a page of the same file is kept.
_RUNNING: Final = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/GoToR"})


@dataclass(frozen=True)
class Leaf:
    """One PDF of a chapter.

    Attributes:
        title: Its bookmark and line in the table of contents.
        pdf: The file.
        foreign: Made elsewhere: its pages get the stamp of an uncontrolled copy.
    """

    title: str
    pdf: bytes
    foreign: bool = False


@dataclass(frozen=True)
class Chapter:
    """A chapter: title (bookmark) and its PDFs, at least one."""

    title: str
    leaves: Sequence[Leaf]


@dataclass(frozen=True)
class Binding:
    """What is the same on every page.

    Attributes:
        title: Of the file, for viewers.
        author: Issuer, for viewers.
        language: Of the words on the pages.
        line: Makes the line at the foot from page number and number of pages.
        stamp: Lines of the stamp on foreign pages.
        watermark: Printed pale across every page; may be empty.
        made_at: Time of issue, aware.
    """

    title: str
    author: str
    language: str
    line: Callable[[int, int], str]
    stamp: Sequence[str]
    watermark: str
    made_at: datetime


@dataclass(frozen=True)
class Bound:
    """The file, its number of pages and the first page of each chapter's leaves, counted from 1."""

    pdf: bytes
    pages: int
    starts: tuple[tuple[int, ...], ...]


def bind(
    cover: Leaf,
    contents_title: str,
    contents_of: Callable[[Sequence[Sequence[int]]], bytes],
    chapters: Sequence[Chapter],
    binding: Binding,
) -> Bound:
    """Return cover, table of contents and chapters as one PDF; equal input gives equal bytes.

    Args:
        cover: The first pages.
        contents_title: Bookmark of the table of contents.
        contents_of: Makes the table of contents from the first pages of all leaves, chapter by chapter.
        chapters: In reading order.
        binding: What stands on every page.

    Raises:
        PartproofError: `documents.pdf_unreadable` or `documents.pdf_locked`, naming the leaf.
    """
    counts = [[_pages(leaf) for leaf in chapter.leaves] for chapter in chapters]
    front = _pages(cover)
    contents, starts = _settled(contents_of, front, counts)
    whole = [
        Chapter(cover.title, [cover]),
        Chapter(contents_title, [Leaf(contents_title, contents)]),
        *chapters,
    ]
    target = _merged(whole)
    foreign = _foreign_pages(chapters, counts, starts)
    sizes = [merge.displayed_size(page) for page in target.pages]
    _lay_stamps(target, _stamps(sizes, foreign, binding))
    pages = len(sizes)
    target.Root[Name.PageMode] = Name.UseOutlines
    target.Root[Name.Lang] = pikepdf.String("ko-KR" if binding.language == "ko" else "en")
    pdf = merge.save_pdf(target, binding.made_at, binding.title, binding.author)
    return Bound(pdf, pages, tuple(tuple(one) for one in starts))


def page_count(content: bytes, name: str) -> int:
    """Return the number of pages of a PDF.

    Raises:
        PartproofError: `documents.pdf_unreadable` or `documents.pdf_locked`.
    """
    with merge.open_pdf(content, name) as opened:
        return len(opened.pages)


def _pages(leaf: Leaf) -> int:
    return page_count(leaf.pdf, leaf.title)


def _starts(before: int, counts: Sequence[Sequence[int]]) -> list[list[int]]:
    starts: list[list[int]] = []
    page = before + 1
    for chapter in counts:
        starts.append([])
        for count in chapter:
            starts[-1].append(page)
            page += count
    return starts


def _settled(
    contents_of: Callable[[Sequence[Sequence[int]]], bytes], front: int, counts: Sequence[Sequence[int]]
) -> tuple[bytes, list[list[int]]]:
    """Make the table of contents until its own length no longer moves what it lists."""
    length = 1
    for _ in range(_TRIES):
        starts = _starts(front + length, counts)
        contents = contents_of(starts)
        found = page_count(contents, "")
        if found == length:
            return contents, starts
        length = found
    raise BugError("the table of contents never comes to rest")


def _merged(chapters: Sequence[Chapter]) -> Pdf:
    target = Pdf.new()
    with target.open_outline() as outline:
        for chapter in chapters:
            first = len(target.pages)
            items: list[OutlineItem] = []
            for leaf in chapter.leaves:
                begin = len(target.pages)
                kept = _append(target, leaf)
                item = OutlineItem(leaf.title, begin)
                item.children.extend(kept)
                item.is_closed = True
                items.append(item)
            entry = OutlineItem(chapter.title, first)
            if len(items) > 1:
                entry.children.extend(items[1:])
            entry.is_closed = True
            outline.root.append(entry)
    return target


def _append(target: Pdf, leaf: Leaf) -> list[OutlineItem]:
    """Append a leaf's pages; return its own bookmarks, moved to where its pages are now."""
    begin = len(target.pages)
    with merge.open_pdf(leaf.pdf, leaf.title) as source:
        if leaf.foreign:
            for page in source.pages:
                defuse(page)
        target.add_pages_from(source)
        items = merge.copied_outline(source, begin)
    # Our own documents begin with a bookmark of their title, which the leaf's own replaces.
    return list(items[0].children) if len(items) == 1 and not leaf.foreign else items


def defuse(page: pikepdf.Page) -> None:
    """Take from a page and its annotations every action that runs or reaches out of the file."""
    if Name.AA in page.obj:
        del page.obj[Name.AA]
    notes = page.obj.get(Name.Annots)
    if not isinstance(notes, pikepdf.Array):
        return
    for note in notes:
        if not isinstance(note, pikepdf.Dictionary):
            continue
        if Name.AA in note:
            del note[Name.AA]
        action = note.get(Name.A)
        if isinstance(action, pikepdf.Dictionary) and str(action.get(Name.S, "")) in _RUNNING:
            del note[Name.A]


def _foreign_pages(
    chapters: Sequence[Chapter], counts: Sequence[Sequence[int]], starts: Sequence[Sequence[int]]
) -> frozenset[int]:
    """Return the indexes of the pages that came from elsewhere."""
    found: set[int] = set()
    for chapter, numbers, begins in zip(chapters, counts, starts, strict=True):
        for leaf, count, begin in zip(chapter.leaves, numbers, begins, strict=True):
            if leaf.foreign:
                found.update(range(begin - 1, begin - 1 + count))
    return frozenset(found)


def _stamps(sizes: Sequence[merge.PageSize], foreign: frozenset[int], binding: Binding) -> bytes:
    canvas, buffer = new_canvas((sizes[0].width, sizes[0].height), binding.language)
    for index, size in enumerate(sizes):
        canvas.setPageSize((size.width, size.height))
        if binding.watermark:
            _draw_watermark(canvas, size, binding.watermark)
        if index in foreign:
            draw_stamp(canvas, size, list(binding.stamp), False)
        ink(canvas, style.MUTED)
        fonts.draw_line(canvas, _LEFT, 6.0, binding.line(index + 1, len(sizes)), _LINE_SIZE, True)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _draw_watermark(canvas: Canvas, size: merge.PageSize, text: str) -> None:
    """Draw a text along the diagonal, as large as it fits."""
    diagonal = (size.width**2 + size.height**2) ** 0.5
    points = min(_WIDEST_WATERMARK * diagonal / max(fonts.width(text, 1.0, True), 1.0), size.height / 6)
    canvas.saveState()
    canvas.setFillColor(_WATERMARK)
    canvas.translate(size.width / 2, size.height / 2)
    canvas.rotate(math.degrees(math.atan2(size.height, size.width)))
    fonts.draw_centred(canvas, 0, -fonts.CAP_MIDDLE * points, text, points, True)
    canvas.restoreState()


def _lay_stamps(target: Pdf, stamps: bytes) -> None:
    with Pdf.open(io.BytesIO(stamps)) as opened:
        pages: Mapping[int, pikepdf.Page] = dict(enumerate(opened.pages))
        merge.overlay(target, pages)
