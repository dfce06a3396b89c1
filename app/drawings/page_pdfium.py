"""PDFium at work: open a PDF, state its facts, draw a rectangle of a page, find text.

Runs in the child process only (page_worker). Must not be imported by anything else, since a hostile file
can crash the process that runs it; it raises RefusedError with a code and never makes a sentence.
"""

from __future__ import annotations

import contextlib
import io
import math
from collections import OrderedDict
from pathlib import Path
from typing import Any, Final

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from app.drawings import page_refusals as refusals
from app.drawings.page_facts import MM_PER_POINT
from app.errors import RefusalKind

MEASURED_PAGES: Final = 50
_LARGEST_PICTURE: Final = 40_000_000
_LARGEST_SIDE: Final = 400_000
# 10 m; the format itself ends at 200 inches (14,400 points), some plotters' files go beyond.
_LONGEST_SIDE: Final = 10_000 / MM_PER_POINT
_PAGES_KEPT: Final = 4
_ANNOTATIONS_LOOKED_AT: Final = 5_000
_3D_KINDS: Final = (raw.FPDF_ANNOT_THREED, raw.FPDF_ANNOT_RICHMEDIA)
# FPDF_ERR_FILE is what _forget_last_error leaves: PDFium fails without an error on a file without pages.
_WHY: Final = {
    raw.FPDF_ERR_PASSWORD: refusals.PASSWORD_NEEDED,
    raw.FPDF_ERR_SECURITY: refusals.PASSWORD_NEEDED,
    raw.FPDF_ERR_FILE: refusals.NO_PAGES,
}


class RefusedError(Exception):
    """The child's form of a refusal: only the code and the facts travel."""

    def __init__(self, kind: RefusalKind, **values: object) -> None:
        super().__init__(kind.code)
        self.code = kind.code
        self.values = values


class OpenDocument:
    """One opened PDF with its most recently used pages parsed.

    Args:
        source: Its path or its bytes.

    Raises:
        RefusedError: PASSWORD_NEEDED, DAMAGED, UNREADABLE_FILE or NO_PAGES.
    """

    def __init__(self, source: Path | bytes) -> None:
        _forget_last_error()
        try:
            self._pdf: Any = pdfium.PdfDocument(source)
        except pdfium.PdfiumError as error:
            raise RefusedError(_WHY.get(error.err_code or 0, refusals.DAMAGED)) from error
        except OSError as error:
            raise RefusedError(refusals.UNREADABLE_FILE, reason=error.strerror or "") from error
        self._pages: OrderedDict[int, Any] = OrderedDict()
        self.page_count = len(self._pdf)
        # Values of form fields are drawn only with a form environment; it must be made before any page.
        with contextlib.suppress(pdfium.PdfiumError):
            self._pdf.init_forms()

    @property
    def form(self) -> Any:
        """The raw form environment, or None."""
        return self._pdf.formenv.raw if self._pdf.formenv else None

    def page(self, index: int) -> Any:
        """Return a parsed page.

        Raises:
            RefusedError: NO_SUCH_PAGE, PAGE_DAMAGED or IMPOSSIBLE_SIZE.
        """
        if not 0 <= index < self.page_count:
            raise RefusedError(refusals.NO_SUCH_PAGE, page=index + 1, pages=self.page_count)
        if index in self._pages:
            self._pages.move_to_end(index)
            return self._pages[index]
        try:
            page = self._pdf[index]
        except pdfium.PdfiumError as error:
            raise RefusedError(refusals.PAGE_DAMAGED, page=index + 1) from error
        _require_size(page, index)
        self._pages[index] = page
        while len(self._pages) > _PAGES_KEPT:
            self._pages.popitem(last=False)[1].close()
        return page

    def facts(self) -> dict[str, object]:
        """Return version, encryption and one entry for each page: [width, height, rotation, chars, 3d]."""
        pages = [self._page_facts(index) for index in range(self.page_count)]
        version = self._pdf.get_version()
        return {
            "version": f"{version // 10}.{version % 10}" if version else "",
            "encrypted": raw.FPDF_GetSecurityHandlerRevision(self._pdf.raw) != -1,
            "pages": pages,
        }

    def _page_facts(self, index: int) -> list[object]:
        if index >= MEASURED_PAGES:
            width, height = self._pdf.get_page_size(index)
            return [width, height, 0, None, None]
        page = self.page(index)
        width, height = page.get_size()
        text = page.get_textpage()
        characters = sum(
            1
            for at in range(min(raw.FPDFText_CountChars(text.raw), 100_000))
            if not chr(raw.FPDFText_GetUnicode(text.raw, at)).isspace()
        )
        text.close()
        return [width, height, page.get_rotation(), characters, _has_3d(page)]

    def render(
        self, index: int, scale: float, rectangle: list[float] | None
    ) -> tuple[dict[str, object], Any]:
        """Draw a rectangle of a page.

        Args:
            index: Zero-based.
            scale: Pixels per point.
            rectangle: x, y, width, height in points; None is the whole page.

        Returns:
            The picture's head (width, height, stride, left, top, scale) and its pixel buffer.
        """
        page = self.page(index)
        full_width, full_height = _pixels(page, scale)
        left, top, right, bottom = _window(rectangle, scale, full_width, full_height)
        width, height = right - left, bottom - top
        if width * height > _LARGEST_PICTURE:
            raise RefusedError(refusals.PICTURE_TOO_LARGE, width=width, height=height)
        bitmap = pdfium.PdfBitmap.new_native(width, height, raw.FPDFBitmap_BGRx)
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
        place = (-left, -top, full_width, full_height, 0, raw.FPDF_ANNOT)
        raw.FPDF_RenderPageBitmap(bitmap.raw, page.raw, *place)
        if self.form:
            raw.FPDF_FFLDraw(self.form, bitmap.raw, page.raw, *place)
        head: dict[str, object] = {"width": width, "height": height, "stride": bitmap.stride}
        head |= {"left": left, "top": top, "scale": scale}
        return head, bitmap.buffer

    @property
    def raw(self) -> Any:
        """The raw document."""
        return self._pdf.raw

    def dimensions(self, _index: int) -> list[list[object]]:
        """Return the dimensions that the file holds as such; a PDF holds lines and letters only."""
        return []

    def copy(self) -> bytes:
        """Return the pages as a PDF file, for prints and stamped copies."""
        file = io.BytesIO()
        self._pdf.save(file)
        return file.getvalue()

    def close(self) -> None:
        """Give the memory back."""
        for page in self._pages.values():
            page.close()
        self._pages.clear()
        self._pdf.close()


def _forget_last_error() -> None:
    # PDFium's last error outlives the call that set it: without this, a file without pages that is opened
    # after an encrypted one passes for encrypted.
    raw.FPDF_LoadDocument(b"", None)


def _require_size(page: Any, index: int) -> None:
    width, height = page.get_size()
    if all(math.isfinite(side) and 0 < side <= _LONGEST_SIDE for side in (width, height)):
        return
    page.close()
    shown = [f"{side * MM_PER_POINT:.0f}" if math.isfinite(side) else "∞" for side in (width, height)]
    raise RefusedError(refusals.IMPOSSIBLE_SIZE, page=index + 1, width=shown[0], height=shown[1])


def _has_3d(page: Any) -> bool:
    count = min(raw.FPDFPage_GetAnnotCount(page.raw), _ANNOTATIONS_LOOKED_AT)
    for at in range(count):
        annotation = raw.FPDFPage_GetAnnot(page.raw, at)
        if not annotation:
            continue
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        raw.FPDFPage_CloseAnnot(annotation)
        if kind in _3D_KINDS:
            return True
    return False


def _pixels(page: Any, scale: float) -> tuple[int, int]:
    width, height = page.get_size()
    size = max(1, round(width * scale)), max(1, round(height * scale))
    if max(size) > _LARGEST_SIDE:
        raise RefusedError(refusals.PICTURE_TOO_LARGE, width=size[0], height=size[1])
    return size


def _window(
    rectangle: list[float] | None, scale: float, width: int, height: int
) -> tuple[int, int, int, int]:
    """Return left, top, right, bottom in pixels, at least one pixel, inside the page."""
    if rectangle is None:
        return 0, 0, width, height
    x, y, wide, high = rectangle
    # A tile's edges come back from points; the allowance keeps 512.0000001 from becoming 513.
    left = min(max(math.floor(x * scale + 1e-6), 0), width - 1)
    top = min(max(math.floor(y * scale + 1e-6), 0), height - 1)
    right = min(max(math.ceil((x + wide) * scale - 1e-6), left + 1), width)
    bottom = min(max(math.ceil((y + high) * scale - 1e-6), top + 1), height)
    return left, top, right, bottom
