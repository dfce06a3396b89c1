"""Writes a `Document` as a workbook: form-like first sheet, long tables on sheets of their own.

The only writer of workbooks. Every text goes through `cells.put_text`; the bytes depend on the document alone.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Sequence
from itertools import zip_longest
from typing import Final

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import Outline, PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image
from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

from app.documents.blocks import Block, Chart, Fact, Heading, KeyValues, Paragraph, Table
from app.documents.document import Document, Form, Paper
from app.documents.writers.cells import FONT_NAME, Look, Looks, put_formula, sheet_title
from app.documents.writers.chart_xlsx import put_chart
from app.documents.writers.closing import closing_tables
from app.documents.writers.grid import Grid, fact_edges, fractions, make_grid, paper_width
from app.documents.writers.pdf_blocks import label_shares
from app.documents.writers.style import MM
from app.documents.writers.words import Words
from app.documents.writers.xlsx_package import repacked
from app.documents.writers.xlsx_sheet import CHART_ROWS, PendingChart, PendingFormula, SheetWriter, TablePlace
from app.documents.writers.xlsx_title import title_edges, write_title
from app.errors import BugError

_PAPER_CODES: Final = {Paper.A4: 9, Paper.A3: 8}
_REFERENCE: Final = re.compile(r"\{(?:(\w+)\.)?(\w+)\}")
# Excel refuses headers and footers above 255 characters.
_FOOTER_LIMIT: Final = 250
# A header repeated on every page would also stand above what follows a short table.
_REPEAT_FROM: Final = 40
_QR_POINTS: Final = 78.0
_QR_ROWS: Final = 5
# A table of so many rows is read as one piece, as in the PDF.
_KEPT_ROWS: Final = 6
# Of the printed page, in inches.
_SIDE_MARGIN: Final = 0.55
_TOP_MARGIN: Final = 0.65
_FOOT_MARGIN: Final = 0.75
# Label, value and code of the record of issue.
_ISSUE_EDGES: Final = (0.0, 0.13, 0.845, 1.0)


def write_xlsx(document: Document) -> bytes:
    """Return the document as an Excel workbook.

    Raises:
        PartproofError: `documents.text_too_long` for a cell above 32,767 characters;
            `documents.picture_unreadable` for a damaged picture.
    """
    return _XlsxWriter(document).write()


class _XlsxWriter:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.words = Words(document)
        self.looks = Looks()
        self.workbook = Workbook()
        self.places: dict[str, TablePlace] = {}
        self.pending: list[PendingFormula] = []
        self.charts: list[PendingChart] = []
        self.long_rows: dict[str, list[bytes]] = {}

    def write(self) -> bytes:
        """Write all sheets, fill in the formulas, save and repack."""
        first = self.workbook.active
        assert isinstance(first, Worksheet)
        self._first_sheet(first)
        for block in self.document.blocks:
            if isinstance(block, Table) and block.own_sheet:
                self._own_sheet(block)
        for one in self.pending:
            put_formula(self.workbook[one.sheet][one.cell], self._resolved(one))
        for drawn in self.charts:
            put_chart(self.workbook, drawn, self.places)
        properties, issue = self.workbook.properties, self.document.issue
        properties.creator = self.document.issuer or "Partproof"
        properties.title = f"{self.document.title} {self.document.number}".strip()
        properties.created = issue.issued_at.astimezone(datetime.UTC).replace(tzinfo=None)
        out = io.BytesIO()
        self.workbook.save(out)
        return repacked(out.getvalue(), issue.issued_at, self.long_rows)

    def _first_sheet(self, sheet: Worksheet) -> None:
        document = self.document
        sheet.title = "…"  # frees the name, so that it is not taken for its own rival
        sheet.title = sheet_title(document.title, self.workbook)
        closing = list(closing_tables(document, self.words))
        tables = [block for block in document.blocks if isinstance(block, Table) and not block.own_sheet]
        main = max([*tables, *closing], key=lambda table: len(table.columns), default=None)
        facts = [block for block in document.blocks if isinstance(block, KeyValues)]
        if document.facts:
            facts.append(KeyValues(document.facts))
        shares = label_shares(facts, document.form.size_mm[0] * MM - 2 * _SIDE_MARGIN * 72)
        labels = [edge for columns in sorted(shares) for edge in fact_edges(columns, shares[columns])[1::2]]
        width = paper_width(document.form)
        others = [edge for table in tables if table is not main for edge in fractions(table, width)[1:-1]]
        grid = make_grid(main, document.form, [*labels, *others], title_edges(document))
        writer = SheetWriter(sheet, grid, self.looks, self.words, _page_height(document.form, grid))
        writer.label_shares = shares
        write_title(writer, document, self.words)
        if document.facts:
            writer.block(KeyValues(document.facts))
        self._blocks(writer, [*document.blocks, *closing], main)
        if document.closed:
            self._issue(writer)
        self._finish(writer)

    def _blocks(self, writer: SheetWriter, blocks: Sequence[Block], main: Table | None) -> None:
        """Write blocks below each other; page ends keep headings, short tables and charts whole."""
        here = [block for block in blocks if not (isinstance(block, Table) and block.own_sheet)]
        long = [block for block in here if isinstance(block, Table) and len(block.body) > _KEPT_ROWS]
        if main is not None and len(main.body) >= _REPEAT_FROM:
            long = [main]
        begin: int | None = None
        header: tuple[int, int] | None = None
        for block, after in zip_longest(here, here[1:]):
            begin = writer.row if begin is None else begin
            last: int | None = None
            if isinstance(block, Table):
                header = writer.table(block)
                end = writer.row - 2
                if isinstance(after, Chart) and len(block.body) <= CHART_ROWS:
                    continue
                if len(block.body) > _KEPT_ROWS:
                    last = header[1] + 2
            else:
                writer.block(block)
            if isinstance(block, Heading):
                continue
            if isinstance(block, Paragraph):
                last = begin + 1
            writer.keep_rows(begin, last, smaller=isinstance(block, Chart))
            # A sheet repeats one heading only, on all pages that follow: that of its last long table.
            if long and block is long[-1] and header is not None and writer.is_cut(header[0], end):
                writer.repeat(header)
            begin = None

    def _own_sheet(self, table: Table) -> None:
        sheet = self.workbook.create_sheet(sheet_title(table.title or table.key, self.workbook))
        grid = make_grid(table, self.document.form)
        writer = SheetWriter(sheet, grid, self.looks, self.words, _page_height(self.document.form, grid))
        header = writer.table(table)
        sheet.print_title_rows = f"{header[0]}:{header[1]}"
        sheet.freeze_panes = f"A{header[1] + 1}"
        self._finish(writer)

    def _issue(self, writer: SheetWriter) -> None:
        facts = [Fact(label, value) for label, value in self.words.issue_facts if value]
        begin = writer.row
        writer.text(writer.row, writer.whole, self.words.issue_title, Look(size=9.5, bold=True))
        writer.height(writer.row, 18.0)
        writer.row += 1
        label, value, code = writer.grid.spans(_ISSUE_EDGES)
        # The code stands beside the facts, so that it never goes to a page of its own.
        room = min(_QR_POINTS, writer.grid.points(*code))
        writer.image(writer.row, code[0], qr_png(self.document.issue.head), (room, _QR_POINTS), "QR")
        for fact in facts:
            writer.fact(fact, label, value)
            writer.row += 1
        for _ in range(len(facts), _QR_ROWS):
            writer.height(writer.row, 17.0)
            writer.row += 1
        writer.block(Paragraph(self.words.how_to_check, note=True))
        writer.row -= 1
        # A page end through the code would make it unreadable.
        writer.keep_rows(begin)

    def _finish(self, writer: SheetWriter) -> None:
        """Set paper, print area, header and footer of a sheet, and collect its formulas."""
        sheet, form = writer.sheet, self.document.form
        self.places.update(writer.places)
        self.pending.extend(writer.pending)
        self.charts.extend(writer.charts)
        if writer.long_rows:
            # Sheets are numbered in the order of the workbook.
            self.long_rows[f"xl/worksheets/sheet{self.workbook.index(sheet) + 1}.xml"] = writer.long_rows
        last = get_column_letter(writer.grid.columns)
        sheet.print_area = f"A1:{last}{max(writer.row - 1, 1)}"
        sheet.page_setup.paperSize = _PAPER_CODES[form.paper]
        sheet.page_setup.orientation = "landscape" if form.landscape else "portrait"
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.sheet_properties.outlinePr = Outline(summaryRight=False)
        sheet.print_options.horizontalCentered = True
        sheet.page_margins.left = sheet.page_margins.right = _SIDE_MARGIN
        sheet.page_margins.top, sheet.page_margins.bottom = _TOP_MARGIN, _FOOT_MARGIN
        sheet.page_margins.header = sheet.page_margins.footer = 0.3
        sheet.sheet_view.showGridLines = False
        self._header_footer(sheet)

    def _header_footer(self, sheet: Worksheet) -> None:
        words = self.words
        left = f"{_plain(words.form_line)}\n{_plain(words.issue_line)}"
        right = f"{words.page('&P', '&N')}\n{_plain(words.head_line)}"
        if len(left) + len(right) > _FOOTER_LIMIT - 60:
            left = _plain(words.form_line)[: _FOOTER_LIMIT - 60 - len(right)]
        _fill(sheet.oddFooter, left, right)
        sheet.HeaderFooter.differentFirst = sheet is self.workbook.worksheets[0]
        _fill(sheet.firstFooter, left, right)
        title = _plain(f"{self.document.title} · {words.number_line}")[:110]
        _fill(sheet.oddHeader, title, _plain(words.copy_line)[:110])

    def _resolved(self, pending: PendingFormula) -> str:
        def reference(match: re.Match[str]) -> str:
            table, column = match.groups()
            if table is None:
                if column not in pending.letters:
                    raise BugError(f"checking formula names no column: {match.group()}")
                return f"{pending.letters[column]}{pending.row}"
            place = self.places.get(table)
            if place is None or column not in place.letters:
                raise BugError(f"checking formula names no table column: {match.group()}")
            letter = place.letters[column]
            area = f"${letter}${place.first}:${letter}${place.last}"
            if place.sheet == pending.sheet:
                return area
            quoted = place.sheet.replace("'", "''")
            return f"'{quoted}'!{area}"

        return _REFERENCE.sub(reference, pending.formula)


def _page_height(form: Form, grid: Grid) -> float:
    """Return the height of a printed page in points of the sheet, which is printed as wide as the paper."""
    wide, high = (side * MM for side in form.size_mm)
    printed = wide - 2 * _SIDE_MARGIN * 72
    return (high - (_TOP_MARGIN + _FOOT_MARGIN) * 72) * max(grid.width / printed, 1.0)


def qr_png(content: str, module: int = 6) -> bytes:
    """Return a QR code as PNG, `module` pixels per module, with its quiet zone."""
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(content)
    code.make()
    count: int = code.getModuleCount()  # type: ignore[no-untyped-call]
    image = Image.new("1", (count + 8, count + 8), 1)
    for row in range(count):
        for column in range(count):
            if code.isDark(row, column):  # type: ignore[no-untyped-call]
                image.putpixel((column + 4, row + 4), 0)
    out = io.BytesIO()
    image.resize(((count + 8) * module,) * 2).save(out, "PNG")
    return out.getvalue()


def _plain(text: str) -> str:
    """Escape the ampersand, which starts a code in headers and footers."""
    return text.replace("&", "&&")


def _fill(item: HeaderFooterItem | None, left: str, right: str) -> None:
    assert item is not None  # openpyxl makes all of them
    for part, text in ((item.left, left), (item.right, right)):
        part.text = text
        part.size = 8
        part.font = f"{FONT_NAME},Regular"
