"""Writes a `Document` as PDF: lays the blocks out, draws the pages, appends attached pages.

Knows nothing of where the facts come from; every text of the document appears, every sign or a refusal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from reportlab.pdfgen.canvas import Canvas

from app.documents import fonts
from app.documents.blocks import (
    Block,
    Chart,
    Figure,
    Heading,
    KeyValues,
    PageBreak,
    Paragraph,
    Table,
)
from app.documents.document import Document
from app.documents.writers import merge, style
from app.documents.writers.canvas import new_canvas
from app.documents.writers.chart_pdf import ChartPiece
from app.documents.writers.closing import closing_tables
from app.documents.writers.flow import Flow, Gap, NewPage, Page, Whole, paginate
from app.documents.writers.pdf_blocks import (
    FigurePiece,
    HeadingPiece,
    IssuePiece,
    PlacedPage,
    fact_rows,
    ink,
    label_shares,
    paragraph,
    picture,
)
from app.documents.writers.pdf_frame import (
    MARGIN_BOTTOM,
    MARGIN_TOP,
    MARGIN_X,
    RUNNING_HEIGHT,
    TitleBlock,
    draw_footer,
    draw_running_header,
)
from app.documents.writers.pdf_table import TableFlow, TableLayout
from app.documents.writers.stamp import draw_stamp, stamp_lines
from app.documents.writers.words import Words
from app.errors import BugError

# Room in points that is left below a heading for the first lines of what it heads.
_FOLLOW = 60.0
_TABLE_GAP = 10.0


def write_pdf(document: Document) -> bytes:
    """Return the document as a PDF file.

    The bytes depend on the document alone (the dates are those of its record of issue).

    Raises:
        PartproofError: `documents.sign_missing` if a text holds a sign no bundled font has;
            `documents.pdf_unreadable`, `documents.pdf_locked` or `documents.picture_unreadable` for attachments.
    """
    return _PdfWriter(document).write()


@dataclass
class _PdfWriter:
    document: Document
    words: Words = field(init=False)
    size: tuple[float, float] = field(init=False)
    placed: list[PlacedPage] = field(default_factory=list)
    shares: dict[int, float] = field(init=False)
    bookmarks: int = 0
    _levels: int = -1

    def __post_init__(self) -> None:
        self.words = Words(self.document)
        wide, high = self.document.form.size_mm
        self.size = (wide * style.MM, high * style.MM)
        facts = [block for block in self.document.blocks if isinstance(block, KeyValues)]
        self.shares = label_shares([KeyValues(self.document.facts), *facts], self.body_width)

    @property
    def body_width(self) -> float:
        """Width of the body in points."""
        return self.size[0] - 2 * MARGIN_X

    @property
    def body_height(self) -> float:
        """Height of the body of a following page in points."""
        return self.size[1] - MARGIN_TOP - MARGIN_BOTTOM - RUNNING_HEIGHT

    def write(self) -> bytes:
        """Lay out, draw, append, save."""
        sizes = [merge.page_sizes(one.pdf, one.title) for one in self.document.attachments]
        pages = paginate(self._flows(), self.body_height + RUNNING_HEIGHT, self.body_height)
        total = len(pages) + sum(len(one) for one in sizes)
        body = self._draw(pages, total)
        parts = [merge.Part("", body)]
        number = len(pages)
        for attached, page_sizes in zip(self.document.attachments, sizes, strict=True):
            stamp = self._stamp_attached(page_sizes, number, total)
            marked = merge.save_pdf(merge.stamped(attached.pdf, stamp, attached.title))
            parts.append(merge.Part(attached.title, marked))
            number += len(page_sizes)
        whole = merge.merge(parts)
        for one in self.placed:
            merge.place_page(whole, one.page, one.box, one.pdf, one.name)
        document = self.document
        title = f"{document.title} {document.number}".strip()
        return merge.save_pdf(whole, document.issue.issued_at, title, document.issuer)

    def _flows(self) -> Iterator[Flow]:
        document = self.document
        yield Whole(TitleBlock(document, self.words, self.body_width))
        if document.facts:
            yield from self._block(KeyValues(document.facts))
        yield from self._blocks(document.blocks)
        for table in closing_tables(document, self.words):
            yield from self._block(table)
        issue = document.issue
        if not document.closed:
            return
        yield Whole(
            IssuePiece(
                self.words.issue_title,
                self.words.issue_facts,
                self.words.how_to_check,
                issue.head,
                self.body_width,
            )
        )

    def _blocks(self, blocks: Sequence[Block]) -> Iterator[Flow]:
        """Yield the flows of blocks, each heading with the room that what it heads takes at the least."""
        headings: list[HeadingPiece] = []
        for block, after in zip_longest(blocks, blocks[1:]):
            if isinstance(block, Heading):
                headings.append(HeadingPiece(block, self._bookmark))
                continue
            flows = list(self._block(block))
            if isinstance(after, Chart):
                flows = [self._with_chart(flow, after) for flow in flows]
            yield from self._headed(headings, flows[0] if flows else None)
            yield from flows
            headings = []
        yield from self._headed(headings, None)

    def _with_chart(self, flow: Flow, chart: Chart) -> Flow:
        """Keep a short table on one page with the chart that draws it."""
        if not isinstance(flow, TableFlow) or flow.layout.table.key != chart.table:
            return flow
        below = ChartPiece(chart, chart.series(flow.layout.table), self.body_width).height + _TABLE_GAP
        return flow if flow.least + below > self.body_height else replace(flow, follow=below)

    def _headed(self, headings: list[HeadingPiece], first: Flow | None) -> Iterator[Flow]:
        follow = _FOLLOW
        if isinstance(first, TableFlow):
            follow = max(follow, first.least)
        elif isinstance(first, Whole):
            follow = max(follow, first.piece.height)
        below = sum(one.height for one in headings)
        if follow + below > self.body_height:
            # It begins on this page and goes on, or stands on one of its own whatever is above.
            follow = _FOLLOW
        for piece in headings:
            below -= piece.height
            yield Whole(piece, follow + below)

    def _block(self, block: Block) -> Iterator[Flow]:
        match block:
            case Heading():
                yield from self._headed([HeadingPiece(block, self._bookmark)], None)
            case Paragraph():
                yield paragraph(block, self.body_width)
                yield Gap(6.0)
            case KeyValues():
                for row in fact_rows(block, self.body_width, self.shares[block.columns]):
                    yield Whole(row)
                yield Gap(10.0)
            case Table():
                yield TableFlow(TableLayout(block, self.body_width, self.body_height - 60.0))
                yield Gap(_TABLE_GAP)
            case Figure():
                yield Whole(self._figure(block))
                yield Gap(6.0)
            case Chart():
                yield Whole(ChartPiece(block, block.series(self._table(block.table)), self.body_width))
                yield Gap(6.0)
            case PageBreak():
                yield NewPage()

    def _table(self, key: str) -> Table:
        for block in self.document.blocks:
            if isinstance(block, Table) and block.key == key:
                return block
        raise BugError(f"a chart draws the table {key!r}, which is not in the document")

    def _figure(self, figure: Figure) -> FigurePiece:
        if figure.pdf is not None:
            shown = merge.page_sizes(figure.pdf, figure.caption)[0]
            aspect = shown.height / shown.width
        else:
            image = picture(figure.png or b"", figure.caption)
            aspect = image.height / image.width
        return FigurePiece(figure, self.body_width, aspect, self.body_height, self.placed)

    def _draw(self, pages: list[Page], total: int) -> bytes:
        canvas, buffer = new_canvas(self.size, self.document.language)
        self._bookmark(canvas, self.document.title, 0, self.size[1])
        for number, page in enumerate(pages, start=1):
            top = self.size[1] - MARGIN_TOP
            if number > 1:
                draw_running_header(canvas, self.document, self.words, self.size)
                top -= RUNNING_HEIGHT
            for used, piece in page.pieces:
                piece.draw(canvas, MARGIN_X, top - used)
            draw_footer(canvas, self.document, self.words, self.size, number, total)
            canvas.showPage()
        canvas.save()
        return buffer.getvalue()

    def _bookmark(self, canvas: Canvas, title: str, level: int, y: float) -> None:
        self.bookmarks += 1
        key = f"b{self.bookmarks}"
        canvas.bookmarkPage(key, fit="XYZ", left=0, top=y)
        # reportlab refuses a level that skips one.
        self._levels = min(level, self._levels + 1)
        canvas.addOutlineEntry(title, key, self._levels)

    def _stamp_attached(self, sizes: list[merge.PageSize], before: int, total: int) -> bytes:
        canvas, buffer = new_canvas(self.size, self.document.language)
        lines = stamp_lines(self.document.copy, self.document.language, beside=self.document.beside)
        for number, size in enumerate(sizes, start=before + 1):
            canvas.setPageSize((size.width, size.height))
            draw_stamp(canvas, size, lines, self.document.copy.controlled)
            line = f"{self.document.number} · {self.words.head_line} · {self.words.page(number, total)}"
            ink(canvas, style.MUTED)
            fonts.draw_right(canvas, size.width - 12.0, 5.0, line, 6.0)
            canvas.showPage()
        canvas.save()
        return buffer.getvalue()
