"""The same pages by reportlab, pikepdf and openpyxl alone, as a yardstick for our writers; makes no paper."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Final

from app.documents import fonts

# isort: split
import pikepdf
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from reportlab.lib.colors import grey
from reportlab.lib.pagesizes import A3, A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, Table, TableStyle

_LINES: Final = 5_000
_TEXT: Final = (
    "관리계획서에 따라 매 로트 5개를 측정하였으며 모든 값은 규격 안에 있습니다. Every value lies within its limits; "
    "the readings came from the gauge itself and keep their raw bytes."
)


def drawings(count: int) -> list[bytes]:
    """Return A3 drawings of 5,000 lines each, every other one turned by 90 degrees."""
    return [_drawing(number) for number in range(count)]


def _drawing(number: int) -> bytes:
    fonts.register()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=landscape(A3), invariant=1, initialFontName=fonts.REGULAR)  # type: ignore[arg-type]
    path = canvas.beginPath()
    for line in range(_LINES):
        x, y = (line * 37 + number) % 1150, (line * 53) % 800
        path.moveTo(x, y)
        path.lineTo(x + 14, y + 9)
    canvas.drawPath(path)
    if number % 2:
        canvas.setPageRotation(90)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def pack(
    chapters: Sequence[Sequence[Sequence[tuple[str, ...]]]], plans: Sequence[bytes], titles: Sequence[str]
) -> bytes:
    """Return chapters of tables with text, plans merged in, two front pages, and page x of y on every page."""
    fonts.register()
    body = _body(chapters, titles)
    target = pikepdf.Pdf.new()
    share = len(plans) // len(chapters)
    with pikepdf.open(io.BytesIO(body)) as source, target.open_outline() as outline:
        pages = list(source.pages)
        target.pages.extend(pages[:2])
        each = (len(pages) - 2) // len(chapters)
        for number in range(len(chapters)):
            outline.root.append(pikepdf.OutlineItem(f"{number + 1}", len(target.pages)))
            target.pages.extend(pages[2 + number * each : 2 + (number + 1) * each])
            for plan in plans[number * share : (number + 1) * share]:
                with pikepdf.open(io.BytesIO(plan)) as opened:
                    target.pages.extend(opened.pages)
        with pikepdf.open(io.BytesIO(_stamps(target))) as stamps:
            for page, stamp in zip(target.pages, stamps.pages, strict=True):
                page.add_overlay(stamp, None)
    out = io.BytesIO()
    target.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _body(chapters: Sequence[Sequence[Sequence[tuple[str, ...]]]], titles: Sequence[str]) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, initialFontName=fonts.REGULAR)  # type: ignore[arg-type]
    words = ParagraphStyle("t", fontName=fonts.REGULAR, fontSize=9, leading=13.5)
    look = TableStyle(
        [
            ("FONT", (0, 0), (-1, -1), fonts.REGULAR, 8.5),
            ("GRID", (0, 0), (-1, -1), 0.4, grey),
            ("ALIGN", (2, 1), (5, -1), "RIGHT"),
        ]
    )
    for line in ("제출자료 패키지", "목차"):
        canvas.setFont(fonts.BOLD, 19)
        canvas.drawString(42, 780, line)
        canvas.showPage()
    for chapter in chapters:
        for rows in chapter:
            text = Paragraph(_TEXT, words)
            _, high = text.wrapOn(canvas, 510, 100)
            text.drawOn(canvas, 42, 780 - high)
            table = Table([list(titles), *map(list, rows)], colWidths=64, rowHeights=17)
            table.setStyle(look)
            table.wrapOn(canvas, 510, 700)
            table.drawOn(canvas, 42, 110)
            canvas.showPage()
    canvas.save()
    return out.getvalue()


def _stamps(target: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1, initialFontName=fonts.REGULAR)  # type: ignore[arg-type]
    count = len(target.pages)
    for number, page in enumerate(target.pages, start=1):
        box = [float(side) for side in page.mediabox.as_list()]
        canvas.setPageSize((box[2], box[3]))
        canvas.setFont(fonts.REGULAR, 7)
        canvas.drawString(42, 8, f"{count}쪽 중 {number}쪽")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def workbook(rows: Sequence[tuple[str, ...]], titles: Sequence[str]) -> bytes:
    """Return rows as a workbook by openpyxl's fastest way, styled, with the cells used again."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("data")
    sheet.append(list(titles))
    cells = [WriteOnlyCell(sheet) for _ in titles]
    for cell in cells[2:6]:
        cell.number_format = "0.000"
    for row in rows:
        for index, (cell, text) in enumerate(zip(cells, row, strict=True)):
            cell.value = float(text) if 2 <= index <= 5 else text
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
