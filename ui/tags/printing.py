"""One print job, run off the GUI thread: label printer, office printer or file. Knows no widget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy
from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from app.documents.tag_files import write_tag_file
from app.documents.tag_page import TagPage
from app.documents.tag_printers import find_printer
from app.documents.tag_printing import PrintedTag, TagOrder, print_tag
from app.documents.tag_refusals import PRINT_STOPPED, PRINTER_AWAY
from app.documents.tag_sending import missing_printer, note_failed_prints, send_tag
from app.documents.tag_sheet import A4, sheets
from app.documents.writers.tag_bitmap import draw_colours, draw_page
from app.factory import Factory
from app.unit_of_work import Actor

LABEL: Final = "label:"
OFFICE: Final = "office:"
PDF: Final = "pdf"
# Fine enough that a module is many dots; a whole A4 sheet at more would be a hundred megabytes.
_SMALL_DPI: Final = 600
_LARGE_DPI: Final = 300
_SCREEN_DPI: Final = 203
_SMALL: Final = 150.0
_MM_PER_INCH: Final = 25.4


@dataclass(frozen=True)
class PrintWish:
    """What is printed where.

    Attributes:
        order: What.
        target: ``label:NAME``, ``office:NAME`` or ``pdf``.
        copies: How often.
        reason: Why it is printed again.
        sheet: Several small ones on an A4 sheet.
        path: The file, for ``pdf``.
    """

    order: TagOrder
    target: str
    copies: int = 1
    reason: str = ""
    sheet: bool = False
    path: Path | None = None


def office_printers() -> list[str]:
    """Return the printers the system knows."""
    return [str(name) for name in QPrinterInfo.availablePrinterNames()]


def run_wish(factory: Factory, actor: Actor, wish: PrintWish, stop: Callable[[], bool]) -> PrintedTag:
    """Print; waits for the printer.

    Raises:
        PartproofError: what printing refuses, and what happened to the printer.
    """
    if wish.target.startswith(LABEL):
        printer = find_printer(wish.target.removeprefix(LABEL))
        return send_tag(
            factory, wish.order, printer, actor=actor, copies=wish.copies, reason=wish.reason, stop=stop
        )
    if wish.target == PDF and wish.path is not None:
        return write_tag_file(
            factory,
            wish.order,
            wish.path,
            "pdf",
            actor=actor,
            copies=wish.copies,
            reason=wish.reason,
            sheet=wish.sheet,
        )
    return _on_office(factory, actor, wish, stop)


def _on_office(factory: Factory, actor: Actor, wish: PrintWish, stop: Callable[[], bool]) -> PrintedTag:
    name = wish.target.removeprefix(OFFICE)
    info = QPrinterInfo.printerInfo(name)
    if info.isNull():
        raise PRINTER_AWAY(printer=name, reason=missing_printer())
    printed = factory.perform(
        print_tag, wish.order, copies=wish.copies, printer=name, reason=wish.reason, actor=actor
    ).result
    printer = QPrinter(info, QPrinter.PrinterMode.HighResolution)
    done = draw_on(printer, printed.all_pages, sheet=wish.sheet, stop=stop)
    if done is None:
        return printed
    reason = "stopped" if stop() else "refused"
    handed = sum(map(len, sheets(printed.all_pages)[:done])) if wish.sheet else done
    failed = printed.unprinted(handed, copied=True)
    factory.perform(note_failed_prints, failed, reason=reason, sent=done, actor=actor)
    if stop():
        raise PRINT_STOPPED(printer=name, sent=done, size=len(printed.all_pages))
    raise PRINTER_AWAY(printer=name, reason=missing_printer())


def draw_on(
    printer: QPrinter, pages: Sequence[TagPage], *, sheet: bool, stop: Callable[[], bool] = lambda: False
) -> int | None:
    """Draw tags on a printer of the system at their true size; may run on any thread.

    Returns:
        None when all was handed over, else how many pages were when it was stopped or refused.
    """
    groups = sheets(pages) if sheet else [[(0.0, 0.0, page)] for page in pages]
    printer.setFullPage(True)
    painter = QPainter()
    for done, group in enumerate(groups):
        size = A4 if sheet else (group[0][2].width, group[0][2].height)
        _set_page(printer, size)
        ready = painter.begin(printer) if done == 0 else printer.newPage()
        if not ready or stop():
            printer.abort()
            painter.end()
            return done
        for left, top, page in group:
            _draw(painter, printer, left, top, page)
    painter.end()
    return None


def _set_page(printer: QPrinter, size: tuple[float, float]) -> None:
    page = QPageSize(
        QSizeF(*size), QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.FuzzyOrientationMatch
    )
    layout = QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
    layout.setMode(QPageLayout.Mode.FullPageMode)
    printer.setPageLayout(layout)


def _draw(painter: QPainter, printer: QPrinter, left: float, top: float, page: TagPage) -> None:
    per_mm = printer.resolution() / _MM_PER_INCH
    target = QRectF(left * per_mm, top * per_mm, page.width * per_mm, page.height * per_mm)
    small = max(page.width, page.height) <= _SMALL
    painter.drawImage(target, picture_of(page, _SMALL_DPI if small else _LARGE_DPI))


def picture_of(page: TagPage, dpi: int, *, black: bool = False) -> QImage:
    """Return a tag as a picture; in colours, or as a label printer of this resolution burns it."""
    if black:
        burnt = numpy.where(draw_page(page, dpi), 0, 255).astype(numpy.uint8)
        height, width = burnt.shape
        return QImage(burnt.tobytes(), width, height, width, QImage.Format.Format_Grayscale8).copy()
    dots = numpy.ascontiguousarray(draw_colours(page, dpi or _SCREEN_DPI))
    height, width = dots.shape[:2]
    # The copy owns its bytes; the array may go.
    return QImage(dots.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).copy()
